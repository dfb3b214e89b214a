import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wakeUpTo } from '../../lib/bus/stream.ts';
import { type Address, commitKey } from '../../lib/core/context/address.ts';
import { Fault } from '../../lib/core/shared/faults.ts';

const record = (address: Address, version: number, sequence: number) => {
  const { partition, sort } = commitKey(address, version);
  return {
    eventName: 'INSERT',
    dynamodb: { Keys: { pk: { S: partition }, sk: { S: sort } }, SequenceNumber: `${sequence}` },
  };
};

const branch = (context: string): Address => ({ tenant: 'main', context, branch: 'main' });

/** Delivers a batch; whoever is named in `fails` cannot be dealt with. */
async function deliver(event: unknown, fails: readonly string[] = []) {
  const dealtWith: Address[] = [];
  const problems: Fault[] = [];
  const deal = async (address: Address) => {
    dealtWith.push(address);
    if (fails.includes(address.context))
      throw new Fault('bus.unavailable', { bus: 'b', announcements: 1, detail: 'no' });
  };
  const answer = await wakeUpTo(event, deal, (problem) => problems.push(problem));
  return { answer, dealtWith, codes: problems.map(({ code }) => code) };
}

describe("a batch of the table's stream", () => {
  it('wakes each branch once, however many of its commits it holds', async () => {
    const Records = [
      record(branch('a'), 1, 1),
      record(branch('b'), 7, 2),
      record(branch('a'), 2, 3),
    ];
    expect(await deliver({ Records })).toEqual({
      answer: { batchItemFailures: [] },
      dealtWith: [branch('a'), branch('b')],
      codes: [],
    });
  });

  it('is delivered again from the first record of a branch that failed; the others are dealt with', async () => {
    const Records = [
      record(branch('a'), 1, 1),
      record(branch('b'), 7, 2),
      record(branch('c'), 2, 3),
    ];
    expect(await deliver({ Records }, ['b'])).toEqual({
      answer: { batchItemFailures: [{ itemIdentifier: '2' }] },
      dealtWith: [branch('a'), branch('b'), branch('c')],
      codes: ['bus.unavailable'],
    });
  });

  it.each([
    [
      'another row',
      { dynamodb: { Keys: { pk: { S: 'main/sessions' }, sk: { S: 's' } }, SequenceNumber: '1' } },
    ],
    [
      'another schema',
      { dynamodb: { Keys: { id: { S: 'main/contexts/a/main' } }, SequenceNumber: '1' } },
    ],
    ['nothing', null],
  ])('says that a record of %s is not understood, and deals with the rest', async (_, odd) => {
    const { answer, dealtWith, codes } = await deliver({
      Records: [odd, record(branch('a'), 1, 2)],
    });
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(dealtWith).toEqual([branch('a')]);
    expect(codes).toEqual(['event.invalid']);
  });

  it('is a fault when it is no batch', async () => {
    await expect(deliver({ detail: {} })).rejects.toMatchObject({ code: 'event.invalid' });
  });

  it('never throws over what its records hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.anything()), async (Records) => {
        const { answer } = await deliver({ Records });
        expect(answer.batchItemFailures).toEqual([]);
      }),
    );
  });
});
