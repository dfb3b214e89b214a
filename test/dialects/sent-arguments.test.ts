import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromArgumentsText } from '../../lib/dialects/arguments-text.ts';
import { toArgumentsText } from '../../lib/dialects/sent-arguments.ts';
import type { PartOf, Placed } from '../../lib/dialects/utterance.ts';

const call = (args: Partial<PartOf<'tool_call'>>): Placed<PartOf<'tool_call'>> => ({
  part: { type: 'tool_call', id: 'a', name: 'look_up', arguments: {}, ...args },
  at: 'here',
  message: 0,
});

const blank = fc.constantFrom('', ' ', '\n  ');
const spacedJson = fc
  .record({
    value: fc.dictionary(fc.string(), fc.jsonValue()),
    indent: fc.nat(3),
    before: blank,
    after: blank,
  })
  .map(({ value, indent, before, after }) => before + JSON.stringify(value, null, indent) + after);
const text = fc.oneof(spacedJson, fc.constantFrom('{ }', '', ' ', '{"a": "\\ud800"}'), fc.string());

it.each(['any', 'objects'] as const)(
  'what a server that takes %s is sent reads back as what is sent again',
  (taken) => {
    fc.assert(
      fc.property(text, (rawArguments) => {
        const { value: sent } = toArgumentsText(call({ rawArguments }), taken);
        const again = toArgumentsText(call(fromArgumentsText(sent)), taken);
        expect(again.value).toBe(sent);
        if (taken === 'objects') expect(again.losses).toEqual([]);
      }),
    );
  },
);

it('tells what became of a name and of what it names as two things', () => {
  const half = '\ud800';
  const { losses } = toArgumentsText(call({ arguments: { [half]: half } }), 'objects');
  expect(losses).toHaveLength(2);
  expect(new Set(losses.map(({ at }) => at)).size).toBe(2);
});
