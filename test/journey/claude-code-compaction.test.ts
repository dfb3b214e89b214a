import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasClaudeCode } from '../support/claude-code.ts';
import type { Person } from '../support/claude-program.ts';
import type { Seen } from '../support/maker-server/maker-server.ts';
import { openTeam, type Respond, times, toldIn } from '../support/shared-team.ts';

const SUMMARY = 'They said hello.';

const isCompaction = (request: Seen) => toldIn(request).at(-1)?.includes('<summary>') === true;

/** A model that sums up while something else happens. */
const summarisesDuring =
  (meanwhile: () => Promise<unknown>): Respond =>
  async (request) => {
    if (!isCompaction(request)) return undefined;
    await meanwhile();
    return { text: `<analysis>Hm.</analysis><summary>${SUMMARY}</summary>` };
  };

type Team = Awaited<ReturnType<typeof openTeam>>;

const facts = ['first fact', 'second fact', 'third fact'];

/** How often each fact was told to a session with its last request. */
const toldNow = (team: Team, session: string) =>
  facts.map((fact) => times(fact, team.toldTo(session)));

/** What its transcript says is all that is left to say what it was told. */
const forgetSpool = ({ project }: Person, session: string) =>
  rmSync(join(project, '.claude/massgen/sessions', session), { recursive: true, force: true });

async function expectShared(team: Team, words: readonly string[]) {
  const shown = await team.shown();
  const summaries = shown.filter(({ kind }) => kind === 'summary');
  expect(times(SUMMARY, [JSON.stringify(summaries)])).toBe(1);
  const all = JSON.stringify(shown);
  expect(words.map((said) => times(JSON.stringify(said), [all]))).toEqual(words.map(() => 1));
}

describe.skipIf(!hasClaudeCode)('a session that is compacted', () => {
  it('by its person is told again nothing that it was told before', async () => {
    const team = await openTeam({ respond: summarisesDuring(async () => undefined) });
    const ann = await team.newMember();
    await team.note('first fact');
    const { session } = await ann.prompt('Hello.');
    expect(toldNow(team, session)).toEqual([1, 0, 0]);
    await ann.prompt('/compact', session);
    forgetSpool(ann, session);
    await ann.prompt('And now?', session);
    expect(toldNow(team, session)).toEqual([0, 0, 0]);
    await expectShared(team, ['Hello.', 'And now?']);
  });

  it('while others write is told each thing once, and its summary is shared', async () => {
    const team = await openTeam({ respond: summarisesDuring(() => team.note('second fact')) });
    const ann = await team.newMember();
    await team.note('first fact');
    const { session } = await ann.prompt('Hello.');
    await ann.prompt('/compact', session);
    await team.note('third fact');
    await ann.prompt('And now?', session);
    await ann.prompt('Once more?', session);
    expect(toldNow(team, session)).toEqual([0, 1, 1]);
    await expectShared(team, ['Hello.', 'And now?', 'Once more?']);
  });

  it('in the midst of a turn, while others write, is told each thing once', async () => {
    let asked = 0;
    const sums = summarisesDuring(() => team.note('second fact'));
    const team = await openTeam({
      respond: async (request, count) => {
        const summary = await sums(request, count);
        if (summary) return summary;
        asked += 1;
        const usage = { input_tokens: asked === 2 ? FULL : 12, output_tokens: 10 };
        const calls = [{ name: 'Bash', arguments: { command: `echo ${asked}`, description: '' } }];
        return asked === 2 || asked === 3 ? { calls, usage } : { text: 'All right.', usage };
      },
    });
    const ann = await team.newMember({ CLAUDE_CODE_AUTO_COMPACT_WINDOW: String(WINDOW) });
    await team.note('first fact');
    const { session } = await ann.prompt('Hello.');
    await ann.prompt('Look around.', session);
    await team.note('third fact');
    await ann.prompt('And now?', session);
    await ann.prompt('Once more?', session);
    expect(toldNow(team, session)).toEqual([0, 1, 1]);
    expect(team.requestsOf(session).filter(isCompaction)).toHaveLength(1);
    await expectShared(team, ['Hello.', 'Look around.', 'And now?', 'Once more?']);
  });
});

/** Tokens: the smallest window at which Claude Code compacts, and what nearly fills it. */
const WINDOW = 100_000;
const FULL = 99_000;
