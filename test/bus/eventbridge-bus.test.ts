import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { createEventBridgeBus } from '../../lib/bus/eventbridge-bus.ts';
import {
  type ContextCommitted,
  toContextCommitted,
} from '../../lib/core/context/context-committed.ts';
import { ACCOUNT } from '../support/aws-account.ts';

type Answer = 'taken' | 'ThrottlingException' | 'InternalFailure';

/** A bus on which a test says what becomes of each entry, in the n-th request. */
function openBus(fate: (entry: ContextCommitted, request: number) => Answer = () => 'taken') {
  const client = new EventBridgeClient(ACCOUNT);
  const requests: (readonly PutEventsRequestEntry[])[] = [];
  const pauses: number[] = [];
  const mock = mockClient(client);
  mock.on(PutEventsCommand).callsFake(({ Entries }: { Entries: PutEventsRequestEntry[] }) => {
    requests.push(Entries);
    const fates = Entries.map((entry) => fate(detailOf(entry), requests.length));
    return {
      FailedEntryCount: fates.filter((one) => one !== 'taken').length,
      Entries: fates.map((one, at) =>
        one === 'taken' ? { EventId: `${at}` } : { ErrorCode: one },
      ),
    };
  });
  const bus = createEventBridgeBus({
    client,
    bus: 'massgen',
    clock: { pause: async (milliseconds) => void pauses.push(milliseconds) },
    chance: () => 0.5,
  });
  return { bus, mock, requests, pauses };
}

const detailOf = ({ Detail = '' }: PutEventsRequestEntry): ContextCommitted => JSON.parse(Detail);

const versionsIn = (requests: readonly (readonly PutEventsRequestEntry[])[]) =>
  requests.map((entries) => entries.map((entry) => detailOf(entry).data.version));

it('a commit is announced as a pointer, under our source and its type', async () => {
  const { bus, requests } = openBus();
  await bus.publish([committed(7)]);
  expect(requests).toEqual([
    [
      {
        EventBusName: 'massgen',
        Source: 'massgen',
        DetailType: 'massgen.context.committed',
        Detail: JSON.stringify(committed(7)),
      },
    ],
  ]);
});

it('nothing to announce is no request', async () => {
  const { bus, requests } = openBus();
  await bus.publish([]);
  expect(requests).toEqual([]);
});

it('many are announced ten at a time, each once and in order', async () => {
  const { bus, requests } = openBus();
  await bus.publish(many(23));
  expect(requests.map(({ length }) => length)).toEqual([10, 10, 3]);
  expect(versionsIn(requests).flat()).toEqual(many(23).map(({ data }) => data.version));
});

it('no request is larger than EventBridge takes', async () => {
  const { bus, requests } = openBus();
  await bus.publish(many(6).map((one) => ({ ...one, subject: 'ä'.repeat(50_000) })));
  expect(versionsIn(requests)).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
});

it('those that were refused are sent again, and they alone, after a pause', async () => {
  const { bus, requests, pauses } = openBus(({ data: { version } }, request) =>
    version % 2 === 0 && request < 3 ? 'ThrottlingException' : 'taken',
  );
  await bus.publish(many(5));
  expect(versionsIn(requests)).toEqual([
    [1, 2, 3, 4, 5],
    [2, 4],
    [2, 4],
  ]);
  expect(pauses).toEqual([150, 300]);
});

it('those that are refused again and again are a fault that counts them', async () => {
  const { bus, requests, pauses } = openBus(({ data: { version } }) =>
    version > 3 ? 'InternalFailure' : 'taken',
  );
  await expect(bus.publish(many(5))).rejects.toMatchObject({
    code: 'bus.unavailable',
    facts: { bus: 'Event bus massgen', announcements: 2, detail: 'InternalFailure' },
  });
  expect(requests).toHaveLength(5);
  expect(pauses).toHaveLength(4);
});

it('an answer that does not mention an entry has not taken it', async () => {
  const { bus, mock } = openBus();
  mock.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [] });
  await expect(bus.publish([committed(1)])).rejects.toMatchObject({
    code: 'bus.unavailable',
    facts: { announcements: 1 },
  });
});

it('a bus that cannot be used at all is a fault that says why', async () => {
  const { bus, mock } = openBus();
  mock.on(PutEventsCommand).rejects(new Error('not authorized to perform: events:PutEvents'));
  await expect(bus.publish(many(2))).rejects.toMatchObject({
    code: 'bus.unavailable',
    facts: { announcements: 2, detail: 'not authorized to perform: events:PutEvents' },
  });
});

const committed = (version: number): ContextCommitted =>
  toContextCommitted('tenant', {
    schema: 1,
    context: 'ctx',
    branch: 'main',
    version,
    base: version - 1,
    id: `commit_${version}`,
    author: { agent: 'one' },
    at: '2026-01-01T00:00:00.000Z',
    operations: [],
    bytes: 100,
    tokens: 20,
    parent: null,
    hash: 'hash',
  });

const many = (count: number) => Array.from({ length: count }, (_, at) => committed(at + 1));
