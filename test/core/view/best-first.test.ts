import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bestFirst } from '../../../lib/core/view/best-first.ts';

it('the order is that of a stable sort, of however much of it one asks for', () => {
  const anyWorth = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(fc.array(anyWorth), fc.nat(50), (worths, wanted) => {
      const sorted = [...worths.keys()].sort((a, b) => compare(worths[b], worths[a]));
      const inOrder = bestFirst(Float64Array.from(worths));
      const first = Array.from(sorted.slice(0, wanted), () => inOrder.next().value);
      expect(first).toEqual(sorted.slice(0, wanted));
    }),
  );
});

const compare = (one = 0, other = 0) => (one === other ? 0 : one < other ? -1 : 1);
