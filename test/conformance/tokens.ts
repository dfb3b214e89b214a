import fc from 'fast-check';
import { expect } from 'vitest';
import type { Tokens } from '../../lib/core/message/tokens.ts';
import { conformance } from './_conformance.ts';

const makers = ['openai', 'claude', 'gemini', 'lmstudio', 'nobody'];

/** Every way of counting tokens must pass this. */
export const tokensConformance = conformance('Tokens', {
  'the same text has the same count, and no text has none': async (open: () => Tokens) => {
    const { count } = open();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(...makers), (text, maker) => {
        expect(count(text, maker)).toBe(count(text, maker));
        expect(count(text, maker) > 0).toBe(text !== '');
      }),
    );
  },

  'a text that goes on takes more': async (open) => {
    const { count } = open();
    for (const maker of makers)
      expect(count('A whole sentence, and more. '.repeat(9), maker)).toBeGreaterThan(
        count('A whole sentence, and more. ', maker),
      );
  },

  'names of control tokens are text like any other': async (open) => {
    expect(open().count('<|endoftext|><|im_start|>', 'openai')).toBeGreaterThan(2);
  },

  'text without any break is counted, however long it is': async (open) => {
    const { count } = open();
    for (const text of ['a', ' ', '\n', '漢', '=', '\u{1F600}'])
      expect(count(text.repeat(200_000), 'openai')).toBeGreaterThan(1_000);
  },
});
