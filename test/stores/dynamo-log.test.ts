import { expect, it } from 'vitest';
import { createContextLog } from '../../lib/core/context/context-log.ts';
import { verifyContext } from '../../lib/core/context/verify-context.ts';
import { createDynamoTable } from '../../lib/stores/dynamodb/dynamo-table.ts';
import { createMemoryBlobs } from '../../lib/stores/memory/memory-blobs.ts';
import { noiseText } from '../conformance/_noise.ts';
import { address, draft, landed, note, put } from '../core/context/_drafts.ts';
import { countedIds } from '../support/counted-ids.ts';
import { TABLE } from '../support/dynalite.ts';
import { startDynamo } from '../support/dynamo-engine.ts';
import { startWire } from '../support/dynamo-wire.ts';
import { redactor } from '../support/memory-log.ts';
import { hastyClock } from '../support/still-clock.ts';

/** Opens the context log as so many processes would, over DynamoDB's wire. */
async function openLog() {
  const engine = await startDynamo();
  const blobs = createMemoryBlobs();
  const ids = countedIds();
  return (endpoint = engine.endpoint) =>
    Object.assign(
      createContextLog({
        table: createDynamoTable({ client: engine.connect(endpoint), name: TABLE, blobs }),
        clock: hastyClock(),
        ids,
        redactor,
      }),
      { endpoint },
    );
}

it('commits on DynamoDB read back in order, in a chain that verifies, whatever their size', async () => {
  const open = await openLog();
  const bodies = ['short', noiseText(20_000), { text: noiseText(400_000) }];
  for (const [at, body] of bodies.entries()) await open().commit(address, note(`item ${at}`, body));
  const { commits, state } = await open().history(address);
  expect(commits.map(({ version }) => version)).toEqual([1, 2, 3]);
  expect([...state.items.values()].map(({ body }) => body)).toEqual(bodies);
  expect(await verifyContext(open(), address, [])).toMatchObject({ ok: true });
});

it('of eight writers that saw the same head and write one item exactly one lands', async () => {
  const open = await openLog();
  await open().commit(address, note('item', 'first'));
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, (_, rival) => open().commit(address, note('item', rival), 1)),
  );
  const kinds = outcomes.map(({ kind }) => kind).toSorted();
  expect(kinds).toEqual(['committed', ...Array.from({ length: 7 }, () => 'conflict')]);
  const winner = outcomes.findIndex(({ kind }) => kind === 'committed');
  const { commits, state } = await open().history(address);
  expect(commits).toHaveLength(2);
  expect(state.items.get('item')?.body).toBe(winner);
  for (const outcome of outcomes)
    if (outcome.kind === 'conflict')
      expect(outcome.conflicts).toMatchObject([{ item: 'item', theirs: winner }]);
});

it('eight writers of eight items all land, rebased onto one another', async () => {
  const open = await openLog();
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, (_, at) => open().commit(address, note(`item ${at}`, at), 0)),
  );
  const versions = outcomes.map((outcome) => landed(outcome).version).toSorted();
  expect(versions).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect([...(await open().history(address)).state.items.values()]).toHaveLength(8);
  expect(await verifyContext(open(), address, [])).toMatchObject({ ok: true });
});

it('a commit whose answer was lost has landed once', async () => {
  const open = await openLog();
  const { endpoint } = open();
  let lost = 0;
  const wire = await startWire(endpoint, async ({ operation, forward }) => {
    const answer = await forward();
    if (operation !== 'PutItem' || lost > 0) return answer;
    lost += 1;
    return undefined;
  });
  const outcome = await open(wire.endpoint).commit(address, note('item', 'once'), 0);
  expect(outcome).toMatchObject({ kind: 'committed', repeated: false, commit: { version: 1 } });
  expect((await open().history(address)).commits).toHaveLength(1);
  expect(lost).toBe(1);
});

it('the same id offered by another process is the commit that stands', async () => {
  const open = await openLog();
  const wish = draft([put('item', 'body')], { id: 'mine' });
  const first = landed(await open().commit(address, wish));
  await open().commit(address, note('other', 'body'));
  const again = await open().commit(address, wish);
  expect(again).toMatchObject({ kind: 'committed', repeated: true, commit: first });
});
