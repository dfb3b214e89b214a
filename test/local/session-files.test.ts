import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Json } from '../../lib/core/shared/json.ts';
import { createMassGen, type MassGen } from '../../lib/local/massgen.ts';

const HOSTILE = '<script>alert("&")</script> | `x`\n# not a heading';

const config = {
  agents: [
    { id: 'ada', backend: { type: 'rehearsal', script: [{ answer: HOSTILE }, { vote: 'ada' }] } },
    { id: 'bob', backend: { type: 'rehearsal', script: [{ answer: 'No.' }, { vote: 'ada' }] } },
  ],
};

async function opened(): Promise<MassGen> {
  const massgen = await createMassGen({ data: ':memory:', lookup: () => undefined });
  onTestFinished(massgen.close);
  return massgen;
}

const note = (id: string, body: Json) => ({
  id,
  operations: [{ op: 'put', item: id, kind: 'note', body }],
});

/** A session with a turn, notes, a branch of a branch, a merge and a purge. */
async function livedIn() {
  const massgen = await opened();
  const { context } = massgen;
  await massgen.ask(`Why ${HOSTILE}?`, { config, session: 'life' });
  await context.commit('life', note('n1', { deep: ['x'.repeat(2_000)] }));
  await context.branch('life', 'idea');
  await context.commit('life', note('n2', 'on a branch'), { branch: 'idea' });
  await context.branch('life', 'afterthought', { branch: 'idea' });
  await context.commit('life', note('n3', 'on a branch of it'), { branch: 'afterthought' });
  await context.merge('life', 'idea');
  await context.commit('life', note('gone', 'to be forgotten'));
  await context.purge('life', 'gone');
  return massgen;
}

describe('a session as a file', () => {
  it('comes back as it was: every commit of every branch, its runs, its place in the list', async () => {
    const first = await livedIn();
    const text = await first.session.export('life');
    expect(text).not.toContain('to be forgotten');
    const second = await opened();
    expect(await second.session.load(text)).toMatchObject({ id: 'life', turns: 1 });
    expect(await second.session.export('life')).toBe(text);
    expect(await second.session.list()).toEqual(await first.session.list());
    for (const branch of ['main', 'idea', 'afterthought']) {
      expect(await second.context.log('life', { branch })).toEqual(
        await first.context.log('life', { branch }),
      );
      expect(await second.context.verify('life', { branch })).toMatchObject({ ok: true });
    }
    const { run = '' } = (await first.session.show('life')).history[0] ?? {};
    expect(await second.session.resume(run)).toEqual(await first.session.resume(run));
    expect((await second.context.search('branch')).hits).not.toEqual([]);
  });

  it('is the context it was: it goes on, and ids that were used stay used', async () => {
    const second = await opened();
    await second.session.load(await (await livedIn()).session.export('life'));
    const again = await second.context.commit('life', note('n1', { deep: ['x'.repeat(2_000)] }));
    expect(again).toMatchObject({ kind: 'committed', repeated: true });
    await expect(second.context.commit('life', note('n1', 'other'))).rejects.toMatchObject({
      code: 'context.idReused',
    });
    const result = await second.ask('And now?', { config, session: 'life' });
    expect(result).toMatchObject({ turn: 2, status: 'completed' });
    expect(await second.context.verify('life')).toMatchObject({ ok: true });
  });

  it('loaded twice is there once', async () => {
    const text = await (await livedIn()).session.export('life');
    const second = await opened();
    await second.session.load(text);
    await second.session.load(text);
    expect(await second.session.export('life')).toBe(text);
  });

  it('is not loaded over another history', async () => {
    const text = await (await livedIn()).session.export('life');
    const other = await opened();
    await other.context.commit('life', note('mine', 1));
    const before = await other.context.log('life');
    await expect(other.session.load(text)).rejects.toMatchObject({
      code: 'session.differs',
      facts: { session: 'life' },
    });
    expect(await other.context.log('life')).toEqual(before);

    const longer = await opened();
    await longer.session.load(text);
    await longer.context.commit('life', note('later', 1));
    await expect(longer.session.load(text)).rejects.toMatchObject({ code: 'session.differs' });
  });

  it('is refused, and nothing is written, when any commit in it was changed, moved or left out', async () => {
    const text = await (await livedIn()).session.export('life');
    const place = fc.record({ branch: fc.nat(2), commit: fc.nat(40), kind: fc.nat(4) });
    await fc.assert(
      fc.asyncProperty(place, async ({ branch, commit, kind }) => {
        const file = JSON.parse(text);
        const { commits } = file.branches[branch % file.branches.length];
        spoil(commits, commit % commits.length, kind);
        const massgen = await createMassGen({ data: ':memory:', lookup: () => undefined });
        await expect(massgen.session.load(JSON.stringify(file))).rejects.toMatchObject({
          code: 'session.invalidFile',
        });
        expect(await massgen.context.list()).toEqual({ contexts: [] });
        massgen.close();
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['', 'Unexpected end'],
    ['{', 'JSON'],
    ['[]', 'expected object'],
    ['{"massgen":"session","format":2}', 'format'],
  ])('%j is no session', async (text, words) => {
    const massgen = await opened();
    await expect(massgen.session.load(text)).rejects.toMatchObject({
      code: 'session.invalidFile',
      message: expect.stringContaining(words),
    });
  });
});

/** What the hash of a commit, its parent's, or its place in the chain must tell. */
function spoil(commits: Record<string, Json>[], at: number, kind: number) {
  const commit = commits[at] ?? {};
  if (kind === 0) commit['at'] = '2001-01-01T00:00:00.000Z';
  else if (kind === 1) commit['author'] = { agent: 'mallory' };
  else if (kind === 2) commit['operations'] = [];
  else if (kind === 3) commit['hash'] = '0'.repeat(64);
  else commits.splice(at, 1, { ...commit, version: 99 });
}

describe('a session to be read', () => {
  it('has questions, answers, votes and reasons, in Markdown', async () => {
    const massgen = await livedIn();
    const text = await massgen.session.export('life', 'markdown');
    for (const words of ['## 1. Question', '### Answer', '**bob** answered:', '> No.'])
      expect(text).toContain(words);
    expect(text).toContain('**ada** answered:\n\n> <script>');
    expect(text).toContain('> # not a heading');
  });

  it('is one page of HTML in which no word of an agent is markup', async () => {
    const page = await (await livedIn()).session.export('life', 'html');
    expect(page).toContain('&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;');
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(/https?:/);
  });

  it('tells of a question that has no answer yet', async () => {
    const massgen = await opened();
    const failing = [
      { id: 'ada', backend: { type: 'rehearsal', script: [{ error: 'backend.refused' }] } },
    ];
    await massgen.ask('Why?', { config: { agents: failing }, session: 'vain' });
    expect(await massgen.session.export('vain', 'markdown')).toContain('_There is none._');
    expect(await massgen.session.export('vain', 'html')).toContain('There is no answer.');
  });
});
