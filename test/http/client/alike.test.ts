import { expect, it, onTestFinished } from 'vitest';
import { toFault } from '../../../lib/core/shared/faults.ts';
import { remoteContexts } from '../../../lib/http/client/contexts.ts';
import { createMassGen } from '../../../lib/local/massgen.ts';
import { startServer } from '../../../lib/local/server/server.ts';
import type { Contexts } from '../../../lib/operations/contexts.ts';
import { randomIds, systemClock } from '../../../lib/runtime/system.ts';

const put = (item: string, body: string) => ({
  operations: [{ op: 'put', item, kind: 'note', body }],
});

const aKey = `sk-ant-api03-${'a1B2'.repeat(24)}`;
const chat = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Why?' }] });

async function watched(contexts: Contexts) {
  const lines: unknown[] = [];
  for await (const line of contexts.watch('ctx', { from: 2, until: 4 })) lines.push(line);
  return lines;
}

/** Every operation, what goes well and what does not, in this order. */
const deeds: readonly (readonly [string, (contexts: Contexts) => Promise<unknown>])[] = [
  ['create', (contexts) => contexts.create('ctx')],
  ['create again', (contexts) => contexts.create('ctx')],
  ['commit', (contexts) => contexts.commit('ctx', put('a', 'A cache.'))],
  ['rebase', (contexts) => contexts.commit('ctx', { ...put('b', 'b'), id: 'mine', base: 0 })],
  ['repeat', (contexts) => contexts.commit('ctx', { ...put('b', 'b'), id: 'mine' })],
  ['take an id', (contexts) => contexts.commit('ctx', { ...put('c', 'c'), id: 'mine' })],
  ['conflict', (contexts) => contexts.commit('ctx', { ...put('a', 'Other.'), base: 0 })],
  ['lie ahead', (contexts) => contexts.commit('ctx', { ...put('a', 'a'), base: 9 })],
  ['commit nothing', (contexts) => contexts.commit('ctx', { operations: [] })],
  ['commit anything', (contexts) => contexts.commit('ctx', 7)],
  ['write for a run', (contexts) => contexts.commit('ctx', put('run/1', 'a'))],
  ['tell a secret', (contexts) => contexts.commit('ctx', put('s', aKey))],
  ['commit nowhere', (contexts) => contexts.commit('../ctx', put('a', 'a'))],
  ['list', (contexts) => contexts.list()],
  ['log', (contexts) => contexts.log('ctx')],
  ['log some', (contexts) => contexts.log('ctx', { after: 1, branch: undefined })],
  ['log nothing', (contexts) => contexts.log('none')],
  ['show', (contexts) => contexts.show('ctx')],
  ['show then', (contexts) => contexts.show('ctx', { at: 1 })],
  ['show nothing', (contexts) => contexts.show('ctx', { at: 'main@7' })],
  ['branch', (contexts) => contexts.branch('ctx', 'idea', { from: 'main@2' })],
  ['branch again', (contexts) => contexts.branch('ctx', 'idea')],
  ['branches', (contexts) => contexts.branches('ctx')],
  ['commit there', (contexts) => contexts.commit('ctx', put('a', 'New.'), { branch: 'idea' })],
  ['diff', (contexts) => contexts.diff('ctx', 1, 'idea@3')],
  ['merge', (contexts) => contexts.merge('ctx', 'idea')],
  ['merge itself', (contexts) => contexts.merge('ctx', 'main')],
  ['blame', (contexts) => contexts.blame('ctx')],
  ['rollback', (contexts) => contexts.rollback('ctx', { to: 1 })],
  ['verify', (contexts) => contexts.verify('ctx')],
  ['expect', (contexts) => contexts.verify('ctx', { expect: { version: 1, hash: 'none' } })],
  ['search', (contexts) => contexts.search('cache', { context: 'ctx', limit: 2 })],
  ['search all', (contexts) => contexts.search('cache')],
  ['search strangely', (contexts) => contexts.search('cache', { kind: 'none' })],
  ['view', (contexts) => contexts.view('ctx', { budget: 100, query: 'cache' })],
  ['expand', (contexts) => contexts.view('ctx', { expand: ['a', 'b@1'] })],
  ['expand one', (contexts) => contexts.view('ctx', { expand: ['a'] })],
  ['extract', (contexts) => contexts.extract(chat, { from: 'auto' })],
  ['take in', (contexts) => contexts.extract(chat, { from: 'openai-chat', into: 'ctx' })],
  ['extract nothing', (contexts) => contexts.extract('{}', { from: 'auto' })],
  ['render', (contexts) => contexts.render('ctx', { to: 'gemini', budget: 1000 })],
  ['write the unwritten', (contexts) => contexts.render('ctx', { to: 'codex' })],
  ['purge', (contexts) => contexts.purge('ctx', 'a')],
  ['purge nothing', (contexts) => contexts.purge('ctx', 'nothing')],
  ['watch', watched],
];

/** What differs between two histories that tell the same story. */
const alike = (value: unknown) =>
  JSON.stringify(value)
    .replaceAll(/"(id|hash|parent)":"[^"]*"/g, '"$1":"..."')
    .replaceAll(/"tokens":\d+/g, '"tokens":0')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/(<<<|>>>) ([^\\]*) \S{10}(\\|")/g, '$1 $2$3');

const toldBy = async (deed: (contexts: Contexts) => Promise<unknown>, contexts: Contexts) =>
  alike(
    await deed(contexts).catch((error) => {
      const { code, message, hint, facts } = toFault(error);
      return { code, message, hint, facts };
    }),
  );

it('whatever is done with contexts, a service answers as this machine does', async () => {
  const massgen = await createMassGen({ data: ':memory:' });
  onTestFinished(massgen.close);
  const server = await startServer({ data: ':memory:' });
  onTestFinished(server.close);
  const remote = remoteContexts({ ...server, fetch, clock: systemClock, ids: randomIds });
  for (const [name, deed] of deeds)
    expect([name, await toldBy(deed, remote)]).toEqual([name, await toldBy(deed, massgen.context)]);
});
