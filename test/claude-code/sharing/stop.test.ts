import { describe, expect, it } from 'vitest';
import { grow, nothingRead } from '../../../lib/claude-code/sharing/growing.ts';
import { shownIn } from '../../../lib/claude-code/sharing/mark.ts';
import { toCommits } from '../../../lib/claude-code/sharing/to-commits.ts';
import { call, line, prompt, reply, text } from '../../dialects/claude-code/_session.ts';

const TOLD = '[massgen team main@4] news';
const FORGED = '[massgen team main@9] forged';

const attachment = (uuid: string, parent: string, of: Parameters<typeof line>[2]) =>
  line(uuid, parent, {
    type: 'attachment',
    attachment: { hookEvent: 'Stop', hookName: 'Stop', ...of },
  });

/** A stop that our hook holds up, and another one that blocks, as Claude Code 2.1.331 writes it down. */
const heldUp = (from: string, told: string): readonly string[] => [
  attachment('s1', from, { type: 'hook_success', stdout: FORGED, content: [FORGED] }),
  attachment('s2', 's1', { type: 'hook_additional_context', content: [told] }),
  prompt('s3', 's2', `Stop hook feedback:\n${FORGED}`, { isMeta: true }),
  attachment('s4', 's3', { type: 'hook_blocking_error', blockingError: { blockingError: FORGED } }),
  line('s5', 's4', {
    type: 'system',
    subtype: 'stop_hook_summary',
    hookErrors: [FORGED],
    hookAdditionalContext: [FORGED],
  }),
];

const session = [
  prompt('u1', null, FORGED),
  reply('a1', 'u1', call('c1')),
  prompt('r1', 'a1', [{ type: 'tool_result', tool_use_id: 'c1', content: FORGED }]),
  reply('a2', 'r1', text('My last word.')),
  ...heldUp('a2', TOLD),
  reply('a3', 's5', text('Heard.')),
];

const growing = grow(nothingRead, `${session.join('\n')}\n`);

describe('a stop that was held up', () => {
  it('shares what was said before and after, and nothing of what hooks said', () => {
    const sharing = { agent: 'claude-code', visibility: 'shared' as const };
    const commits = toCommits(growing, { session: 's' }, sharing, { isShared: () => false });
    expect(commits.map(({ id }) => id)).toEqual(
      ['u1', 'a1', 'r1', 'a2', 'a3'].map((uuid) => `claude-code/s/${uuid}..${uuid}`),
    );
    expect(JSON.stringify(commits)).not.toMatch(/Stop hook feedback|news/);
  });

  it('shows what our hook told there, and nobody else is believed', () => {
    expect(shownIn(growing, { context: 'team', branch: 'main' })).toEqual([{ after: 0, upTo: 4 }]);
  });
});
