import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasClaudeCode } from '../support/claude-code.ts';
import type { Person } from '../support/claude-program.ts';
import { openTeam, times } from '../support/shared-team.ts';

/** The uuid of what a session's model said last. */
function lastReply({ config }: Person, session: string): string {
  const [file = ''] = globSync(join(config, `projects/*/${session}.jsonl`));
  const entries = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return entries.findLast(({ type }) => type === 'assistant').uuid;
}

describe.skipIf(!hasClaudeCode)('a session that goes back', () => {
  it('behind what it was told is told it again, once, and shares nothing twice', async () => {
    const team = await openTeam();
    const ann = await team.newMember();
    const { session } = await ann.prompt('One.');
    const before = lastReply(ann, session);
    await team.note('first fact');
    await ann.prompt('Two.', session);
    expect(times('first fact', team.toldTo(session))).toBe(1);
    await team.note('second fact');
    await ann.prompt('Otherwise.', session, ['--resume-session-at', before]);
    await ann.prompt('Three.', session);
    await ann.prompt('Four.', session);
    const told = team.toldTo(session);
    expect(told.join()).not.toContain('Two.');
    expect([times('first fact', told), times('second fact', told)]).toEqual([1, 1]);
    const shared = JSON.stringify(await team.shown());
    for (const words of ['One.', 'Two.', 'Three.', 'Four.'])
      expect(times(JSON.stringify(words), [shared])).toBe(1);
  });

  it('that is forked or continued is told nothing again, and shares only what is new', async () => {
    const team = await openTeam();
    const ann = await team.newMember();
    await team.note('first fact');
    const { session } = await ann.prompt('One.');
    const fork = await ann.prompt('Two.', session, ['--fork-session']);
    expect(fork.session).not.toBe(session);
    const on = await ann.prompt('Three.', undefined, ['--continue']);
    expect(on.session).toBe(fork.session);
    await team.note('second fact');
    await ann.prompt('Four.', session);
    await ann.prompt('Five.', fork.session);
    for (const told of [session, fork.session].map(team.toldTo))
      expect([times('first fact', told), times('second fact', told)]).toEqual([1, 1]);
    const shared = JSON.stringify(await team.shown());
    for (const words of ['One.', 'Two.', 'Three.', 'Four.', 'Five.'])
      expect(times(JSON.stringify(words), [shared])).toBe(1);
  });
});
