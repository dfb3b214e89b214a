import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Row } from '../../lib/core/shared/table.ts';
import { createDynamoTable } from '../../lib/stores/dynamodb/dynamo-table.ts';
import { createMemoryBlobs } from '../../lib/stores/memory/memory-blobs.ts';
import { noiseText } from '../conformance/_noise.ts';
import { TABLE } from '../support/dynalite.ts';
import { startDynamo } from '../support/dynamo-engine.ts';
import { type Answer, startWire, type Tell } from '../support/dynamo-wire.ts';

/** A table whose wire is in the hands of the test, and one beside it on the engine itself. */
async function openTables(tell: Tell) {
  const engine = await startDynamo();
  const wire = await startWire(engine.endpoint, tell);
  const blobs = createMemoryBlobs();
  const client = engine.connect();
  return {
    client,
    operations: wire.operations,
    table: createDynamoTable({ client: engine.connect(wire.endpoint), name: TABLE, blobs }),
    other: createDynamoTable({ client, name: TABLE, blobs }),
  };
}

/** The engine does what it is told, and its first answer to an operation never arrives. */
function losingFirst(
  lost: string,
  meanwhile: () => Promise<unknown> = async () => undefined,
): Tell {
  let left = 1;
  return async ({ operation, forward }) => {
    const answer = await forward();
    if (operation !== lost || left === 0) return answer;
    left -= 1;
    await meanwhile();
    return undefined;
  };
}

describe('an answer that is lost on its way, after which the client asks again', () => {
  it('does not make a put look lost that has landed', async () => {
    const { table, operations } = await openTables(losingFirst('PutItem'));
    expect(await table.put(aRow(), 'absent')).toEqual({ kind: 'put' });
    expect(operations.filter((operation) => operation === 'PutItem')).toHaveLength(2);
    expect(await table.get(aRow())).toEqual(aRow());
  });

  it('does not make a replacement look lost that has landed', async () => {
    const { table, other } = await openTables(losingFirst('PutItem'));
    await other.put(aRow(), 'absent');
    const next = aRow({ version: 2, body: noiseText(300_000) });
    expect(await table.put(next, { version: 1 })).toEqual({ kind: 'put' });
    expect(await other.get(aRow())).toEqual(next);
  });

  it('does not make a removal look refused that was done', async () => {
    const { table, other } = await openTables(losingFirst('DeleteItem'));
    await other.put(aRow(), 'absent');
    expect(await table.remove(aRow(), { version: 1 })).toEqual({ kind: 'put' });
    expect(await other.get(aRow())).toBeUndefined();
  });

  it('leaves a put refused that lost its race', async () => {
    const { table, other } = await openTables(losingFirst('PutItem'));
    await other.put(aRow({ body: 'winner' }), 'absent');
    expect(await table.put(aRow({ body: 'loser' }), 'absent')).toEqual({
      kind: 'refused',
      standing: aRow({ body: 'winner' }),
    });
  });

  it('shows what stands when somebody has replaced the row since', async () => {
    const next = aRow({ version: 2, body: 'next' });
    const { table, other } = await openTables(
      losingFirst('PutItem', () => other.put(next, { version: 1 })),
    );
    expect(await table.put(aRow(), 'absent')).toEqual({ kind: 'refused', standing: next });
  });

  it('is not asked for again of another writer, even one that wrote the same', async () => {
    const { table, other } = await openTables(({ forward }) => forward());
    expect(await other.put(aRow(), 'absent')).toEqual({ kind: 'put' });
    expect(await table.put(aRow(), 'absent')).toEqual({ kind: 'refused', standing: aRow() });
  });
});

describe('the row behind a refusal', () => {
  it('is looked up where the engine keeps it to itself', async () => {
    const { table, other, operations } = await openTables(({ forward }) => forward());
    await other.put(aRow(), 'absent');
    expect(await table.put(aRow(), 'absent')).toEqual({ kind: 'refused', standing: aRow() });
    expect(operations).toEqual(['PutItem', 'GetItem']);
  });

  it('is taken from the refusal where the engine shows it, without another request', async () => {
    const showing: Tell = async ({ body, forward }) => withItem(client, body, await forward());
    const { table, other, client, operations } = await openTables(showing);
    await other.put(aRow(), 'absent');
    const refused = { kind: 'refused', standing: aRow() };
    expect(await table.put(aRow({ version: 9 }), 'absent')).toEqual(refused);
    expect(await table.put(aRow({ version: 9 }), { version: 8 })).toEqual(refused);
    expect(await table.remove(aRow(), { version: 8 })).toEqual(refused);
    expect(operations).toEqual(['PutItem', 'PutItem', 'DeleteItem']);
  });
});

describe('what is sent', () => {
  it('is one request for each write, and never a row near the limit of 400 kB', async () => {
    const sizes: number[] = [];
    const { table, operations } = await openTables(({ body, forward }) => {
      sizes.push(Buffer.byteLength(body));
      return forward();
    });
    for (const size of [10, 100_000, 200_000, 3_000_000])
      await table.put(aRow({ sort: `${size}`, body: noiseText(size) }), 'absent');
    expect(operations).toEqual(['PutItem', 'PutItem', 'PutItem', 'PutItem']);
    expect(Math.max(...sizes)).toBeLessThan(200_000);
  });

  it('asks for no more rows than are wanted', async () => {
    const limits: unknown[] = [];
    const { table, other } = await openTables(({ body, forward }) => {
      limits.push(JSON.parse(body).Limit);
      return forward();
    });
    for (const sort of ['a', 'b', 'c']) await other.put(aRow({ sort }), 'absent');
    for await (const { sort } of table.list(aRow().partition, { backwards: true, limit: 1 }))
      expect(sort).toBe('c');
    expect(limits).toEqual([1]);
  });
});

/** What DynamoDB adds to a refusal, and the engine of the tests does not: the item that stands. */
async function withItem(
  client: Awaited<ReturnType<typeof openTables>>['client'],
  request: string,
  answer: Answer,
): Promise<Answer> {
  const asked = JSON.parse(request);
  expect(asked.ReturnValuesOnConditionCheckFailure).toBe('ALL_OLD');
  const { pk, sk } = asked.Item ?? asked.Key;
  const found = await client.send(new GetItemCommand({ TableName: TABLE, Key: { pk, sk } }));
  const { b, ...item } = found.Item ?? {};
  const body = b?.B && { B: Buffer.from(b.B).toString('base64') };
  const refusal = { ...JSON.parse(answer.body), Item: { ...item, b: body } };
  return { ...answer, body: JSON.stringify(refusal) };
}

const aRow = (more: Partial<Row> = {}): Row => ({
  partition: 'tenant/things',
  sort: 'thing',
  version: 1,
  body: 'body',
  ...more,
});
