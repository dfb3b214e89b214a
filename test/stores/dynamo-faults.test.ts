import { CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Row, Table } from '../../lib/core/shared/table.ts';
import { createDynamoTable } from '../../lib/stores/dynamodb/dynamo-table.ts';
import { createMemoryBlobs } from '../../lib/stores/memory/memory-blobs.ts';
import { TABLE } from '../support/dynalite.ts';
import { type DynamoEngine, startDynamo, startEngine } from '../support/dynamo-engine.ts';
import { anError, startWire } from '../support/dynamo-wire.ts';

const open = ({ connect }: DynamoEngine, endpoint?: string, name = TABLE): Table =>
  createDynamoTable({ client: connect(endpoint), name, blobs: createMemoryBlobs() });

/** Everything that can be asked of a table. */
const operations: Readonly<Record<string, (table: Table) => Promise<unknown>>> = {
  get: (table) => table.get(aRow()),
  put: (table) => table.put(aRow(), 'absent'),
  append: (table) => table.append([aRow()]),
  list: (table) => table.list(aRow().partition)[Symbol.asyncIterator]().next(),
  remove: (table) => table.remove(aRow(), { version: 1 }),
};

const faultOf = (code: string, detail: string | RegExp) => ({
  code,
  facts: { place: `DynamoDB table ${TABLE}`, detail: expect.stringMatching(detail) },
});

async function expectFaults(table: Table, code: string, detail: string | RegExp) {
  for (const ask of Object.values(operations))
    await expect(ask(table)).rejects.toMatchObject(faultOf(code, detail));
}

describe('a table on DynamoDB', () => {
  it('that is not there is missing', async () => {
    await expectFaults(open(await startEngine()), 'store.missing', /not found/);
  });

  it('whose keys are others is unfit', async () => {
    const engine = await startEngine();
    await engine.connect().send(
      new CreateTableCommand({
        TableName: TABLE,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
    await expectFaults(open(engine), 'store.unfit', /key/i);
  });

  it('is unreachable when nobody listens at its endpoint', async () => {
    const engine = await startEngine();
    await expectFaults(open(engine, 'http://127.0.0.1:9'), 'store.unreachable', 'ECONNREFUSED');
  });

  it('is unreachable when every connection breaks', async () => {
    const engine = await startDynamo();
    const wire = await startWire(engine.endpoint, async () => undefined);
    const asked = open(engine, wire.endpoint).get(aRow());
    await expect(asked).rejects.toMatchObject(faultOf('store.unreachable', /\S/));
  });

  it.each([
    ['a page', 200, '<html></html>'],
    ['an object', 200, '{"models":[]}'],
    ['nothing', 200, ''],
    ['a page that is not found', 404, '<html></html>'],
    ['an error of its own', 404, '{"error":"no such route"}'],
    ['a login page', 403, '<html></html>'],
    ['what a proxy says', 502, '<html></html>'],
  ])('is unreachable, and nothing is put, where another server answers: %s', async (...answer) => {
    const [, status, body] = answer;
    const { endpoint } = await startWire('', async () => ({ status, body, requestId: null }));
    const table = open(await startEngine(), endpoint);
    await expectFaults(table, 'store.unreachable', `what answers there \\(${status}\\) is not AWS`);
  });

  it.each([
    ['store.busy', 400, 'ThrottlingException'],
    ['store.busy', 400, 'ProvisionedThroughputExceededException'],
    ['store.busy', 400, 'RequestLimitExceeded'],
    ['store.busy', 500, 'InternalServerError'],
    ['store.busy', 503, 'ServiceUnavailable'],
    ['store.unauthorised', 400, 'ExpiredTokenException'],
    ['store.unauthorised', 400, 'UnrecognizedClientException'],
    ['store.unauthorised', 400, 'AccessDeniedException'],
    ['store.unauthorised', 403, 'SomethingNew'],
  ])('is %s on %i %s', async (code, status, name) => {
    const engine = await startDynamo();
    const wire = await startWire(engine.endpoint, async () => anError(status, name));
    const asked = open(engine, wire.endpoint).get(aRow());
    await expect(asked).rejects.toMatchObject(faultOf(code, 'So it is.'));
  });

  it('answers when the engine was busy only once', async () => {
    let isBusy = true;
    const engine = await startDynamo();
    const wire = await startWire(engine.endpoint, async ({ forward }) => {
      if (!isBusy) return forward();
      isBusy = false;
      return anError(400, 'ThrottlingException');
    });
    expect(await open(engine, wire.endpoint).put(aRow(), 'absent')).toEqual({ kind: 'put' });
  });

  it('that fails in the midst of an append has put what is told, and the rest can follow', async () => {
    let puts = 0;
    const engine = await startDynamo();
    const wire = await startWire(engine.endpoint, async ({ forward }) => {
      puts += 1;
      return puts === 3 ? anError(403, 'AccessDeniedException') : forward();
    });
    const table = open(engine, wire.endpoint);
    const rows = ['a', 'b', 'c', 'd'].map((sort) => aRow({ sort }));
    expect(await table.append(rows)).toBe(2);
    expect(await table.append(rows.slice(2))).toBe(2);
  });

  it('takes no key above what DynamoDB takes, and says how long it may be', async () => {
    const table = open(await startDynamo());
    const long = { partition: 'tenant/things', sort: 'ä'.repeat(513) };
    const wide = { partition: `tenant/${'x'.repeat(2042)}`, sort: 'a' };
    const tooLarge = (bytes: number, maxBytes: number) => ({
      code: 'context.tooLarge',
      facts: { bytes, maxBytes },
    });
    await expect(table.put(aRow(long), 'absent')).rejects.toMatchObject(tooLarge(1026, 1024));
    await expect(table.get(wide)).rejects.toMatchObject(tooLarge(2049, 2048));
    expect(await table.put(aRow({ sort: 'x'.repeat(1024) }), 'absent')).toEqual({ kind: 'put' });
  });

  it('is broken where another program has written, and its other rows are read', async () => {
    const engine = await startDynamo();
    const table = open(engine);
    const { partition, sort } = aRow();
    await engine.connect().send(
      new PutItemCommand({
        TableName: TABLE,
        Item: { pk: { S: partition }, sk: { S: sort }, title: { S: 'Song' } },
      }),
    );
    await table.put(aRow({ sort: 'mine' }), 'absent');
    await expect(table.get(aRow())).rejects.toMatchObject({
      code: 'store.broken',
      facts: { place: `${partition} ${sort}` },
    });
    expect(await table.get(aRow({ sort: 'mine' }))).toEqual(aRow({ sort: 'mine' }));
  });
});

const aRow = (more: Partial<Row> = {}): Row => ({
  partition: 'tenant/things',
  sort: 'thing',
  version: 1,
  body: 'body',
  ...more,
});
