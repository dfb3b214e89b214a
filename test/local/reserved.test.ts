import { afterEach, beforeEach, expect, it } from 'vitest';
import { currentRunItem, runItems, turnItems } from '../../lib/core/coordination/run-items.ts';
import { createMassGen, type MassGen } from '../../lib/local/massgen.ts';

let massgen: MassGen;
beforeEach(async () => {
  massgen = await createMassGen({ data: ':memory:', lookup: () => undefined });
});
afterEach(() => massgen.close());

const ask = () => massgen.ask('Why?', { preset: 'rehearsal', session: 's' });
const put = (item: string, body: unknown = {}, tags: readonly string[] = []) => ({
  operations: [{ op: 'put', item, kind: 'note', body, tags }],
});

it('nobody but a run writes what a run is resumed from', async () => {
  const { runId } = await ask();
  const items = runItems(runId);
  const before = (await massgen.context.log('s')).head;
  const written = [
    ...Object.values(items).map((item) =>
      typeof item === 'string' ? item : item('guide', 1 as never),
    ),
    ...Object.values(turnItems(1)),
    currentRunItem,
  ];
  for (const item of written)
    for (const operation of [put(item), { operations: [{ op: 'retire', item }] }])
      await expect(massgen.context.commit('s', operation)).rejects.toMatchObject({
        code: 'context.invalid',
        message: expect.stringContaining(JSON.stringify(item)),
      });
  expect((await massgen.context.log('s')).head).toBe(before);
  expect(await massgen.session.show('s')).toMatchObject({ turns: 1 });
});

it('nobody takes an id beforehand that a commit of a run will have', async () => {
  await ask();
  for (const { id } of (await massgen.context.log('s')).commits)
    await expect(massgen.context.commit('elsewhere', { id, ...put('note') })).rejects.toMatchObject(
      { code: 'context.invalid', message: expect.stringContaining(id) },
    );
});

it('a name that only looks like one of a run is free', async () => {
  for (const item of ['runs/1', 'run', 'turning', 'notes/run/1', 'Session/run'])
    expect(await massgen.context.commit('s', put(item))).toMatchObject({ kind: 'committed' });
  expect(await massgen.context.commit('s', { id: 'rerun_1', ...put('a') })).toMatchObject({
    kind: 'committed',
  });
});

it('a note that is tagged as the request of a run is not taken for one', async () => {
  await ask();
  await massgen.context.commit('s', put('note', { run: 'none' }, ['request']));
  const { history } = await massgen.session.show('s');
  expect(history.map(({ question }) => question)).toEqual(['Why?']);
});
