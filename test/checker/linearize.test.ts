import { describe, expect, it } from 'vitest';
import { linearize } from './linearize.ts';
import type { Answer, Call, Operation } from './operation.ts';
import { problemIn } from './tell.ts';

const commit = (label: string, item: string, base: number): Call => ({
  kind: 'commit',
  label,
  writes: [item],
  expects: [],
  base,
});
const history: Call = { kind: 'history' };
const shows = (...labels: readonly string[]): Answer => ({
  kind: 'entries',
  entries: labels.map((label, at) => ({ version: at + 1, base: 0, label })),
});
const landed = (version: number): Answer => ({
  kind: 'committed',
  version,
  base: 0,
  rebased: version > 1,
  repeated: false,
});
const lost: Answer = { kind: 'lost' };

const operation = (from: number, until: number, call: Call, answer: Answer): Operation => ({
  client: `client ${from}`,
  call,
  from,
  until,
  answer,
});
const kindOf = (...operations: readonly Operation[]) => linearize(operations).kind;

describe('a history', () => {
  it('of nothing is linearizable', () => {
    expect(kindOf()).toBe('linearizable');
  });

  it('is, when what overlaps can be put in order', () => {
    const first = operation(1, 9, commit('x', 'a', 0), landed(2));
    const second = operation(2, 5, commit('y', 'b', 0), landed(1));
    expect(kindOf(first, second, operation(3, 4, history, shows()))).toBe('linearizable');
    expect(kindOf(first, second, operation(6, 8, history, shows('y')))).toBe('linearizable');
    expect(kindOf(first, second, operation(6, 8, history, shows('y', 'x')))).toBe('linearizable');
  });

  it('is not, when a reader misses what had landed before it asked', () => {
    const write = operation(1, 2, commit('x', 'a', 0), landed(1));
    expect(kindOf(write, operation(3, 4, history, shows()))).toBe('broken');
    expect(kindOf(write, operation(2, 4, history, shows()))).toBe('linearizable');
  });

  it('is not, when two readers saw two commits in two orders', () => {
    const writes = [
      operation(1, 9, commit('x', 'a', 0), landed(1)),
      operation(1.5, 9, commit('y', 'b', 0), landed(2)),
    ];
    const one = operation(3, 4, history, shows('x'));
    expect(kindOf(...writes, one, operation(5, 6, history, shows('x', 'y')))).toBe('linearizable');
    expect(kindOf(...writes, one, operation(5, 6, history, shows('y')))).toBe('broken');
  });

  it('is, whether or not a commit whose answer was lost has landed, at any time', () => {
    const gone = operation(1, Number.POSITIVE_INFINITY, commit('x', 'a', 0), lost);
    const read = (from: number, ...labels: readonly string[]) =>
      operation(from, from + 1, history, shows(...labels));
    expect(kindOf(gone, read(2), read(4))).toBe('linearizable');
    expect(kindOf(gone, read(2), read(4, 'x'))).toBe('linearizable');
    expect(kindOf(gone, read(2, 'x'), read(4))).toBe('broken');
    expect(kindOf(gone, read(2), read(4, 'x', 'x'))).toBe('broken');
  });

  it('is not, when a fault was told that nothing was written, and it was', () => {
    const refused: Answer = { kind: 'refused', code: 'context.busy' };
    const offer = operation(1, 2, commit('x', 'a', 0), refused);
    expect(kindOf(offer, operation(3, 4, history, shows()))).toBe('linearizable');
    expect(kindOf(offer, operation(3, 4, history, shows('x')))).toBe('broken');
  });

  it('is not, when a conflict is told too late, too early or over other items', () => {
    const beaten = (from: number, until: number, head: number, item: string) =>
      operation(from, until, commit('z', 'a', 0), { kind: 'conflict', head, items: [item] });
    const writes = [
      operation(1, 2, commit('x', 'a', 0), landed(1)),
      operation(5, 6, commit('y', 'b', 0), landed(2)),
    ];
    expect(kindOf(...writes, beaten(3, 4, 1, 'a'))).toBe('linearizable');
    expect(kindOf(...writes, beaten(7, 8, 2, 'a'))).toBe('linearizable');
    expect(kindOf(...writes, beaten(3, 4, 2, 'a'))).toBe('broken');
    expect(kindOf(...writes, beaten(7, 8, 1, 'a'))).toBe('broken');
    expect(kindOf(...writes, beaten(7, 8, 2, 'b'))).toBe('broken');
  });
});

it('a problem is told by the operations that contradict each other, and no others', () => {
  const calm = Array.from({ length: 8 }, (_, at) =>
    operation(at * 2, at * 2 + 1, commit(`w${at}`, `item ${at}`, 0), landed(at + 1)),
  );
  const stale = operation(20, 21, { kind: 'head' }, { kind: 'head', version: 7 });
  const reads = [2, 4, 6].map((at) =>
    operation(at * 2 + 0.1, at * 2 + 0.2, { kind: 'head' }, { kind: 'head', version: at }),
  );
  expect(problemIn([...calm, ...reads])).toBeUndefined();
  expect(
    problemIn([...calm, ...reads, stale])
      ?.split('\n')
      .slice(0, 4),
  ).toEqual([
    'No order of these operations explains their answers:',
    '  client 14, from 14 to 15: commit w7 of item 7 on 0 -> version 8 on 0',
    '  client 20, from 20 to 21: head -> version 7',
    'whether or not any of these has happened:',
  ]);
});
