import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasClaudeCode } from '../support/claude-code.ts';
import type { Person } from '../support/claude-program.ts';
import { openTeam, times } from '../support/shared-team.ts';

const spoolOf = ({ project }: Person) => join(project, '.claude/massgen');

/** Lets programs of ours write not a byte, as on a disk that is full; gives there room again. */
function fillDisk(person: Person, programs: readonly ('hook' | 'keep')[]): () => void {
  const rooms = programs.map((name) => {
    const file = join(spoolOf(person), name);
    const program = readFileSync(file, 'utf8');
    writeFileSync(file, program.replace('\n', "\ntrap '' XFSZ; ulimit -f 0\n"));
    return () => writeFileSync(file, program);
  });
  return () => {
    for (const makeRoom of rooms) makeRoom();
  };
}

/** Files of the spool, of which none is empty or the draft of another. */
function expectWhole(person: Person) {
  const files = readdirSync(spoolOf(person), { recursive: true, encoding: 'utf8' });
  expect(
    files.filter((name) => /(transcript|new|news|read|ended|given|taken)\.\d+$/.test(name)),
  ).toEqual([]);
}

describe.skipIf(!hasClaudeCode)('where nothing can be written', () => {
  it.each([
    ['neither hooks nor keeper have room', ['hook', 'keep'] as const],
    ['the keeper has no room', ['keep'] as const],
  ])(
    '%s: the person works on, and all is shared and told once there is room',
    async (_, programs) => {
      const team = await openTeam();
      const ann = await team.newMember();
      await team.note('first fact');
      const makeRoom = fillDisk(ann, programs);
      const { session, result } = await ann.prompt('One.');
      expect(result).toBe('All right.');
      await ann.prompt('RUN{echo port $((4000 + 711))}', session);
      expect(times('port 4711', team.toldTo(session))).toBe(1);
      expectWhole(ann);
      expect(await team.shown()).toHaveLength(1);
      makeRoom();
      await ann.prompt('Three.', session);
      expect(times('first fact', team.toldTo(session))).toBe(1);
      const shared = JSON.stringify(await team.shown());
      for (const words of ['One.', 'Three.', 'port 4711'])
        expect(times(JSON.stringify(words), [shared])).toBe(1);
    },
  );

  it('a file where the sessions’ folder should be is a line in the log, and no word to the person', async () => {
    const team = await openTeam();
    const ann = await team.newMember();
    const folder = join(spoolOf(ann), 'sessions');
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'in the way');
    const { session, result } = await ann.prompt('One.');
    expect(result).toBe('All right.');
    expect(readFileSync(join(spoolOf(ann), 'log'), 'utf8')).toMatch(/ hook: Error: E\w+/);
    rmSync(folder);
    await ann.prompt('Two.', session);
    const shared = JSON.stringify(await team.shown());
    for (const words of ['One.', 'Two.']) expect(times(JSON.stringify(words), [shared])).toBe(1);
  });
});
