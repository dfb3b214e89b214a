import { expect, it } from 'vitest';
import type { Message } from '../../lib/core/message/message.ts';
import { type Dialect, dialects } from '../../lib/dialects/dialects.ts';

const message = (masked: readonly number[]): Message => ({
  id: 'm1',
  role: 'user',
  parts: [
    { type: 'text', text: 'My key is [redacted xai-key].' },
    { type: 'text', text: 'Keep it.' },
  ],
  masked: [...masked],
});

const rendering = Object.entries<Dialect>(dialects).flatMap(([name, { render }]) =>
  render ? [{ name, render }] : [],
);

it.each(rendering)('$name says of each part that was masked that it was', ({ render }) => {
  const { losses } = render([message([0])], 'model');
  expect(losses.filter(({ kind }) => kind === 'secret')).toEqual([
    { kind: 'secret', at: 'messages[0].parts[0]', instead: 'a mask in its place' },
  ]);
});

it.each(rendering)('$name says so of a message whose other form alone was', ({ render }) => {
  const { losses } = render([message([])], 'model');
  expect(losses).toMatchObject([{ kind: 'secret', at: 'messages[0]' }]);
});

it.each(rendering)('$name says so of a system message, too', ({ render }) => {
  const system: Message = { ...message([1]), role: 'system' };
  const { losses } = render([system, { ...message([]), masked: [] }], 'model');
  expect(losses.filter(({ kind }) => kind === 'secret')).toHaveLength(2);
});
