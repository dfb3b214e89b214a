import { expect, it } from 'vitest';
import { type Message, textOf } from '../../../lib/core/message/message.ts';
import { estimateTokens } from '../../../lib/core/message/tokens.ts';

it('what a message says in plain words is its text, and nothing of its thoughts or calls', () => {
  const message: Pick<Message, 'parts'> = {
    parts: [
      { type: 'thinking', text: 'Hm.' },
      { type: 'text', text: 'One, ' },
      { type: 'tool_call', id: 'a', name: 'vote', arguments: { reason: 'It is true.' } },
      { type: 'text', text: 'two.' },
    ],
  };
  expect(textOf(message)).toBe('One, two.');
  expect(textOf({ parts: [] })).toBe('');
});

it('tokens are guessed: a quarter of the ASCII, one and a half for each other unit', () => {
  expect(estimateTokens('')).toBe(0);
  expect(estimateTokens('abcde')).toBe(2);
  expect(estimateTokens('\u4f60\u597d')).toBe(3);
  expect(estimateTokens('ab\u00e9')).toBe(2);
});
