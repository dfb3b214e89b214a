import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Message } from '../../../lib/core/message/message.ts';
import { estimateTokens } from '../../../lib/core/message/tokens.ts';
import { withinBudget } from '../../../lib/core/view/within-budget.ts';
import { anyConversation } from '../../dialects/_arbitrary.ts';

const costOf = ({ parts }: Message) => estimateTokens(JSON.stringify(parts));

const partsOf = (messages: readonly Message[]) => messages.flatMap(({ parts }) => parts);

it('keeps no more than fits beside the system, and no result without its call', () => {
  fc.assert(
    fc.property(anyConversation, fc.nat(400), (messages, budget) => {
      const kept = withinBudget(messages, budget).map((place) => messages[place] as Message);
      const spoken = kept.filter(({ role }) => role !== 'system');
      expect(spoken.reduce((sum, message) => sum + costOf(message), 0)).toBeLessThanOrEqual(budget);
      const results = partsOf(kept).filter((part) => part.type === 'tool_result');
      const calls = partsOf(kept).filter((part) => part.type === 'tool_call');
      expect(calls.map(({ id }) => id)).toEqual(
        expect.arrayContaining(results.map(({ call }) => call)),
      );
    }),
  );
});

it('keeps what the system said, however little fits', () => {
  const system: Message = { id: 's', role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] };
  const long: Message = { id: 'u', role: 'user', parts: [{ type: 'text', text: 'x'.repeat(999) }] };
  expect(withinBudget([system, long], 1)).toEqual([0]);
});

it('keeps all where all fits', () => {
  const messages: Message[] = ['a', 'b', 'c'].map((text) => ({
    id: text,
    role: 'user',
    parts: [{ type: 'text', text }],
  }));
  expect(withinBudget(messages, 1000)).toEqual([0, 1, 2]);
  expect(withinBudget(messages, costOf(messages[2] as Message))).toEqual([2]);
});
