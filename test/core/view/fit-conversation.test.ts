import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Item } from '../../../lib/core/context/item.ts';
import type { Message } from '../../../lib/core/message/message.ts';
import { estimateTokens, roughTokens } from '../../../lib/core/message/tokens.ts';
import { fitConversation } from '../../../lib/core/view/fit-conversation.ts';
import { createViewer } from '../../../lib/core/view/viewer.ts';
import { anyConversation } from '../../dialects/_arbitrary.ts';
import { asks, gets, item, message } from './_items.ts';

const fitted = (items: readonly Item[], tokens: number) =>
  fitConversation(
    createViewer({ tokens: roughTokens }),
    items.map((one) => ({ item: one, message: one.body as unknown as Message })),
    { agent: 'bob', tokens, nonce: 'n0nce12345' },
  );

const said = (at: number, body: Message, tags: readonly string[] = []): Item =>
  item(`m${at}`, {
    kind: 'message',
    version: at + 1,
    tags: [...tags],
    body: JSON.parse(JSON.stringify(body)),
  });

const says = (at: number, role: Message['role'], text: string, tags?: readonly string[]) =>
  said(at, { id: `m${at}`, role, parts: [{ type: 'text', text }] }, tags);

const partsOf = (messages: readonly Message[]) => messages.flatMap(({ parts }) => parts);

it('of any conversation, each message stays as it was said, or a loss names it; no result is without its call', () => {
  fc.assert(
    fc.property(anyConversation, fc.integer({ min: 1, max: 400 }), (conversation, tokens) => {
      const items = conversation.map((one, at) => said(at, one));
      const { kept, losses } = fitted(items, tokens);
      const lost = new Set(losses.map(({ at }) => at));
      expect(losses.every(({ kind }) => kind === 'budget')).toBe(true);
      const whole = kept.filter(({ place }) => !lost.has(`messages[${place}]`));
      for (const { message: one, place } of whole)
        if (place !== undefined) expect(one).toEqual(items[place]?.body);
      const places = whole.flatMap(({ place }) => place ?? []);
      expect(places.length + lost.size).toBe(items.length);
      if (losses.length === 0) return;
      const parts = partsOf(kept.map((one) => one.message));
      const calls = parts.flatMap((part) => (part.type === 'tool_call' ? [part.id] : []));
      const answered = parts.flatMap((part) => (part.type === 'tool_result' ? [part.call] : []));
      expect(calls).toEqual(expect.arrayContaining(answered));
    }),
  );
});

it('what fits is whole, what says nothing in words too', () => {
  const items = [says(0, 'user', 'Hm?'), said(1, { id: 'm1', role: 'assistant', parts: [] })];
  expect(fitted(items, 1_000)).toMatchObject({ losses: [], kept: [{ place: 0 }, { place: 1 }] });
});

it('what the system says, and what is pinned, stays however little fits, and the meter says so', () => {
  const items = [
    says(0, 'system', 'Be brief.'),
    says(1, 'user', 'x'.repeat(999), ['pinned']),
    says(2, 'user', 'y'.repeat(999)),
  ];
  const { kept, losses, meter } = fitted(items, 20);
  expect(kept.map(({ place }) => place)).toEqual([0, 1]);
  expect(losses).toEqual([{ kind: 'budget', at: 'messages[2]', instead: 'left out' }]);
  expect(meter.pinnedTokens).toBeGreaterThan(meter.budget);
});

it('the oldest goes first, told in short behind what the system says', () => {
  const items = [
    says(0, 'system', 'Be brief.'),
    ...Array.from({ length: 9 }, (_, at) =>
      says(at + 1, 'user', `We decided on ${at}. ${`More of ${at}. `.repeat(40)}`),
    ),
  ];
  const { kept, losses } = fitted(items, 600);
  expect(kept.map(({ place }) => place)).toEqual([0, undefined, 7, 8, 9]);
  const instead = losses.map((loss) => `${loss.at} ${loss.instead}`);
  expect(instead).toContain('messages[6] told in a sentence or two');
  const tokens = kept.map((one) => estimateTokens(JSON.stringify(one.message.parts)));
  expect(tokens.reduce((sum, one) => sum + one)).toBeLessThan(700);
});

it('of a long output of a tool its two ends stay, and its maker’s form goes', () => {
  const output = message('m1', 2, 'tool', gets('c', `begin ${'x '.repeat(3_000)}end`));
  const native = { dialect: 'openai-chat', value: 'all of it' };
  const items = [
    message('m0', 1, 'assistant', asks('c', 'a.ts')),
    { ...output, body: { ...(output.body as object), native } as never },
  ];
  const { kept, losses } = fitted(items, 600);
  expect(JSON.stringify(kept[1]?.message)).toMatch(/begin x.*characters left out.*x end/);
  expect(kept[1]?.message).not.toHaveProperty('native');
  expect(losses).toEqual([
    { kind: 'budget', at: 'messages[1]', instead: 'its beginning and its end' },
  ]);
});
