import { describe, expect, it } from 'vitest';
import { presets } from '../../lib/config/presets.ts';
import { resolveConfig } from '../../lib/config/resolve-config.ts';
import { toTeam } from '../../lib/config/to-team.ts';
import { reference } from '../../lib/config/variables.ts';
import { environmentOf } from './support/config-of.ts';

describe('the resolved form', () => {
  it('spells out what a run takes for granted', () => {
    const config = {
      agent: { id: 'a', backend: { type: 'grok', api_key: reference('XAI') } },
      ui: { display_type: 'simple' },
    };
    expect(resolveConfig(config, environmentOf({ XAI: 'k' }))).toEqual({
      agents: [
        {
          id: 'a',
          backend: {
            type: 'grok',
            api_key: reference('XAI'),
            model: 'grok-4.7',
            base_url: 'https://api.x.ai/v1',
          },
        },
      ],
      orchestrator: {
        max_rounds: 6,
        max_new_answers_per_agent: 3,
        max_agent_failures: 2,
        turn_timeout_seconds: 600,
        context: { sharing: 'answers' },
      },
      timeout_settings: { orchestrator_timeout_seconds: 1800 },
      ui: { display_type: 'simple' },
    });
  });

  it('shows a reference that leads nowhere as it is', () => {
    const config = {
      agent: { id: 'a', backend: { type: 'grok' }, system_message: reference('X') },
    };
    expect(resolveConfig(config, environmentOf())).toMatchObject({
      agents: [{ system_message: reference('X') }],
    });
  });

  it.each(presets)('of $name is the same team', ({ config }) => {
    const { team } = toTeam(config, environmentOf());
    const again = toTeam(resolveConfig(config, environmentOf()), environmentOf()).team;
    expect(again.limits).toEqual(team.limits);
    expect(again.agents.map(({ id }) => id)).toEqual(team.agents.map(({ id }) => id));
  });

  it('of an invalid configuration is refused', () => {
    expect(() => resolveConfig({}, environmentOf())).toThrow(
      expect.objectContaining({ code: 'config.invalid' }),
    );
  });
});
