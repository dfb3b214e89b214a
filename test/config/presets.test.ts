import { describe, expect, it } from 'vitest';
import { presetNamed, presets } from '../../lib/config/presets.ts';
import { toTeam } from '../../lib/config/to-team.ts';
import { validateConfig } from '../../lib/config/validate-config.ts';
import { environmentOf } from './support/config-of.ts';

describe('presets', () => {
  it('are many, and each has a name of its own', () => {
    const names = presets.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(6);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it.each(presets)('$name is valid, and nothing is held against it', ({ config, description }) => {
    const { errors, warnings } = validateConfig(config, environmentOf());
    expect([...errors, ...warnings]).toEqual([]);
    expect(toTeam(config, environmentOf()).warnings).toEqual([]);
    expect(description).not.toContain('\n');
  });

  it.each(presets)('$name says what it needs', ({ config, needs }) => {
    const variables = needs.filter((need) => /^[A-Z_]+$/.test(need));
    const lookup = environmentOf(Object.fromEntries(variables.map((name) => [name, name])));
    const { keys } = toTeam(config, lookup);
    const used = [...keys.values()].flat().filter((key) => key !== undefined);
    expect(new Set(used)).toEqual(new Set(variables));
  });

  it('one that is not there is answered with the nearest', () => {
    expect(presetNamed('solo').name).toBe('solo');
    expect(() => presetNamed('rehersal')).toThrow(
      expect.objectContaining({
        code: 'config.unknownPreset',
        facts: { preset: 'rehersal', nearest: 'rehearsal' },
      }),
    );
  });
});

describe('the rehearsal', () => {
  const { team } = toTeam(presetNamed('rehearsal').config, environmentOf());
  const scripts = team.agents.map(({ backends }) => backends[0]?.options['script']);

  it('is three agents that need no model', () => {
    expect(team.agents.map(({ backends }) => backends.map(({ type }) => type))).toEqual(
      Array(3).fill(['rehearsal']),
    );
  });

  it('says in every answer that it is scripted and that no model was called', () => {
    for (const script of scripts)
      expect(script).toMatchObject([
        { answer: expect.stringMatching(/scripted, and no model was called/) },
        { vote: expect.any(String), reason: expect.any(String) },
      ]);
  });

  it('answers in three ways and agrees on a winner', () => {
    const entries = scripts.flat() as readonly { answer?: string; vote?: string }[];
    const answers = entries.flatMap(({ answer }) => answer ?? []);
    const votes = entries.flatMap(({ vote }) => vote ?? []);
    expect(new Set(answers).size).toBe(3);
    expect(votes.toSorted()).toEqual(['guide', 'setup', 'setup']);
  });
});
