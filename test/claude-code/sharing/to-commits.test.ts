import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grow, nothingRead } from '../../../lib/claude-code/sharing/growing.ts';
import { rangeIn, type Thread } from '../../../lib/claude-code/sharing/thread.ts';
import { type SharedCommit, toCommits } from '../../../lib/claude-code/sharing/to-commits.ts';
import { Draft } from '../../../lib/core/context/draft.ts';
import { recorded, textOf, WHY_SKIPPED } from '../../dialects/claude-code/_recorded.ts';
import {
  call,
  compaction,
  lastPrompt,
  prompt,
  reply,
  result,
  text,
} from '../../dialects/claude-code/_session.ts';
import { fold } from './_fold.ts';

const thread: Thread = { session: 's' };
const sharing = { agent: 'claude-code', visibility: 'shared' as const };
const read = (...lines: readonly string[]) => grow(nothingRead, `${lines.join('\n')}\n`);
const nothing = { isShared: () => false };
const all = (lines: readonly string[], isOver = false) =>
  toCommits(read(...lines), thread, sharing, { ...nothing, isOver });

/** What a reader commits that looks at a transcript after each of the pieces in which it was written. */
function inPieces(pieces: readonly string[]): readonly SharedCommit[] {
  const commits: SharedCommit[] = [];
  const shared = new Set<string>();
  let growing = nothingRead;
  for (const piece of pieces) {
    growing = grow(growing, piece);
    const isShared = (range: string) => shared.has(range);
    for (const commit of toCommits(growing, thread, sharing, { isShared })) {
      commits.push(commit);
      shared.add(rangeIn(commit.id) ?? '');
    }
  }
  return commits;
}

it('each thing that was said is a commit of its own, by who said it', () => {
  const commits = all([
    prompt('u1', null, 'Which database?'),
    reply('a1', 'u1', text('I look.'), { id: 'm' }),
    reply('a2', 'a1', call('c1'), { id: 'm' }),
    result('r1', 'a2', 'c1'),
  ]);
  expect(commits).toMatchObject([
    {
      id: 'claude-code/s/u1..u1',
      author: { agent: 'user' },
      operations: [
        { item: 'claude-code/s/u1', kind: 'message', tags: ['session:s', 'uuids:u1..u1'] },
      ],
    },
    {
      id: 'claude-code/s/a1..a2',
      author: { agent: 'claude-code', backend: 'claude_code', model: 'claude-opus-5-5' },
      operations: [
        {
          item: 'claude-code/s/a1',
          body: {
            usage: { inputTokens: 15, outputTokens: 3 },
            parts: [{ text: 'I look.' }, { type: 'tool_call', id: 'c1' }],
          },
        },
      ],
    },
    { id: 'claude-code/s/r1..r1', operations: [{ body: { role: 'tool' } }] },
  ]);
});

it("thoughts, and the maker's own form, are not shared", () => {
  const commits = all([
    prompt('u1', null, 'Hm?'),
    reply('a1', 'u1', { type: 'thinking', thinking: 'secret doubt', signature: 'x' }, { id: 'm' }),
    reply('a2', 'a1', text('Yes.'), { id: 'm' }),
    reply('b1', 'a2', { type: 'thinking', thinking: 'secret doubt', signature: 'x' }),
  ]);
  expect(commits).toHaveLength(2);
  expect(JSON.stringify(commits)).not.toMatch(/secret doubt|native/);
});

it('a reply that still goes on waits, and one that nothing follows any more does not', () => {
  const going = reply('a1', 'u1', text('Let me'), { id: 'm' }).replace('"end_turn"', 'null');
  const lines = [prompt('u1', null, 'Go.'), going];
  expect(all(lines)).toHaveLength(1);
  expect(all(lines, true)).toHaveLength(2);
  expect(all([...lines, prompt('u2', 'a1', 'And?')])).toHaveLength(3);
});

it('a long output is shared by its beginning, and whole in an item of its own', () => {
  const long = Array.from({ length: 4_000 }, (_, n) => `line ${n}`).join('\n');
  const [commit] = all([
    prompt('u1', null, [{ type: 'tool_result', tool_use_id: 'c', content: long }]),
  ]);
  const [said, whole] = commit?.operations ?? [];
  expect(JSON.stringify(said).length).toBeLessThan(8_000);
  expect(JSON.stringify(said)).toContain('all of it: item claude-code/s/u1/output/1');
  expect(whole).toMatchObject({
    item: 'claude-code/s/u1/output/1',
    kind: 'event',
    body: { call: 'c', bytes: long.length, text: long },
  });
});

it('what the shared context answered is not shared again', () => {
  const commits = all([
    prompt('u1', null, 'What is new?'),
    reply('a1', 'u1', { type: 'tool_use', id: 'c', name: 'mcp__massgen__context_read', input: {} }),
    result('r1', 'a1', 'c'),
  ]);
  expect(JSON.stringify(commits)).not.toContain('result of c');
});

it('a file that was edited is an artifact by its path, with its hash and the change', () => {
  const edited = (uuid: string, toolUseResult: object) =>
    JSON.stringify({
      ...JSON.parse(result(uuid, null, 'c')),
      cwd: '/home/me/app',
      toolUseResult: { filePath: '/home/me/app/src/a.ts', ...toolUseResult },
    });
  const hunk = { oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-one', '+$&'] };
  const created = { content: 'one\n', structuredPatch: [], originalFile: null };
  const changed = {
    oldString: 'one',
    newString: '$&',
    originalFile: 'one\n',
    structuredPatch: [hunk],
  };
  const artifactOf = (line: string) => all([line])[0]?.operations[1];
  expect(artifactOf(edited('u1', created))).toMatchObject({
    item: 'file/app/src/a.ts',
    kind: 'artifact',
    body: {
      path: 'src/a.ts',
      bytes: 4,
      diff: '--- /dev/null\n+++ src/a.ts\n@@ -0,0 +1,1 @@\n+one',
    },
  });
  expect(artifactOf(edited('u1', changed))).toMatchObject({
    body: { bytes: 3, diff: '--- src/a.ts\n+++ src/a.ts\n@@ -1,1 +1,1 @@\n-one\n+$&' },
  });
});

it('a compaction shares its summary, and nothing that was said before once more', () => {
  const lines = [
    prompt('u1', null, 'Birds.'),
    reply('a1', 'u1', text('Dinosaurs.')),
    compaction('b', 'a1', 'sum'),
    prompt('sum', 'b', 'They spoke of birds.', { isCompactSummary: true }),
    prompt('u2', 'sum', 'And fish?'),
  ];
  expect(
    all(lines).map(({ operations: [said] }) => said && [said.item, 'kind' in said && said.kind]),
  ).toEqual([
    ['claude-code/s/u1', 'message'],
    ['claude-code/s/a1', 'message'],
    ['claude-code/s/sum', 'summary'],
    ['claude-code/s/u2', 'message'],
  ]);
});

it('a subagent is a thread of its own that names the call which started it', () => {
  const lines = [prompt('u1', null, 'Read a.txt.', { isSidechain: true, agentId: 'x' })];
  const [commit] = toCommits(
    read(...lines),
    { session: 's', subagent: { agent: 'x', call: 'toolu_1' } },
    sharing,
    nothing,
  );
  expect(commit).toMatchObject({
    author: { agent: 'claude-code', backend: 'claude_code' },
    operations: [{ tags: ['session:s', 'uuids:u1..u1', 'subagent:x', 'call:toolu_1'] }],
  });
});

it('a fork of a session shares only what it says itself', () => {
  const lines = [prompt('u1', null, 'Go.'), reply('a1', 'u1', text('Gone.'))];
  const shared = new Set(all(lines).map(({ id }) => rangeIn(id) ?? ''));
  const fork = toCommits(
    read(...lines, prompt('u2', 'a1', 'Otherwise?'), lastPrompt('u2')),
    { session: 'fork' },
    sharing,
    { isShared: (range) => shared.has(range) },
  );
  expect(fork.map(({ id }) => id)).toEqual(['claude-code/fork/u2..u2']);
});

it('what was put into a session from a context is not shared again', () => {
  const lines = [
    prompt('u1', null, 'Said elsewhere.', { massgen: { id: 'm1' } }),
    prompt('u2', 'u1', 'Said here.'),
  ];
  expect(all(lines).map(({ id }) => id)).toEqual(['claude-code/s/u2..u2']);
});

it('whatever names a transcript uses, its commits can be made', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.string(), (uuid, session) => {
      const growing = read(prompt(uuid, null, 'Go.'));
      const commits = toCommits(growing, { session }, sharing, nothing);
      expect(commits).toHaveLength(1);
      for (const commit of commits) expect(Draft.parse(commit)).toBeTruthy();
    }),
  );
});

describe.skipIf(recorded.length === 0)(`recorded transcripts (else: ${WHY_SKIPPED})`, () => {
  it.each(recorded)(
    '$name, read in pieces, leaves what it leaves when read at once',
    ({ text: whole }) => {
      const once = fold(inPieces([whole]));
      expect(once.size).toBeGreaterThan(0);
      fc.assert(
        fc.property(
          fc.array(fc.nat({ max: whole.length }), { maxLength: 12 }),
          fc.boolean(),
          (cuts, atLines) => {
            const places = cuts.map((cut) => (atLines ? whole.indexOf('\n', cut) + 1 : cut));
            const ends = [0, ...places.sort((a, b) => a - b), whole.length];
            const pieces = ends.slice(1).map((end, place) => whole.slice(ends[place], end));
            const said = (items: ReturnType<typeof fold>) =>
              [...items.values()]
                .map(({ version: _, ...item }) => item)
                .sort((a, b) => (a.id < b.id ? -1 : 1));
            expect(said(fold(inPieces(pieces)))).toEqual(said(once));
          },
        ),
        { numRuns: 20 },
      );
    },
  );

  it('usage is counted once for each reply', () => {
    const usages = inPieces([textOf('tools')]).flatMap(({ operations: [said] }) =>
      JSON.stringify(said).includes('"usage"') ? [1] : [],
    );
    expect(usages).toHaveLength(7);
  });
});
