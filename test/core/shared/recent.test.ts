import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRecent } from '../../../lib/core/shared/recent.ts';

it('keeps those that were used last, and no more', () => {
  const anyName = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  fc.assert(
    fc.property(fc.array(anyName), fc.integer({ min: 1, max: 4 }), (names, most) => {
      const recent = createRecent<string>(most);
      let used: readonly string[] = [];
      for (const name of names) {
        const made: string[] = [];
        recent.getOr(name, () => {
          made.push(name);
          return name;
        });
        expect(made).toEqual(used.includes(name) ? [] : [name]);
        used = [...used.filter((one) => one !== name), name].slice(-most);
      }
      expect([...recent.values()]).toEqual(used);
      expect(used.map(recent.get)).toEqual(used);
    }),
  );
});

it('makes nothing that it keeps', () => {
  const recent = createRecent<string>(2);
  recent.set('a', 'first');
  expect(recent.getOr('a', () => 'second')).toBe('first');
});
