import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../lib/core/message/message.ts';
import { extract } from '../../../lib/dialects/anthropic-messages/extract.ts';
import type { Reader } from '../../../lib/dialects/anthropic-messages/quirks.ts';
import { render } from '../../../lib/dialects/anthropic-messages/render.ts';
import { checkMessages } from '../../support/messages-server/check-messages.ts';
import { rulesFor } from '../../support/messages-server/model-rules.ts';
import { anyConversation } from '../_arbitrary.ts';
import { keepsTheLaws, wire } from '../_laws.ts';

const reader = (model: string, systemTurns: boolean, backend?: string): Reader => ({
  model,
  quirks: { systemTurns, bindsThinking: true, maxTokens: 1000 },
  ...(backend && { backend }),
});

const readers = [
  { name: 'the dialect alone', reader: reader('claude-haiku-4-5', false) },
  { name: 'a model that takes system turns', reader: reader('claude-opus-5-5', true, 'claude') },
  { name: 'a model that takes none', reader: reader('claude-sonnet-5', false, 'claude') },
];

const runs = { numRuns: 100 };

for (const { name, reader: to } of readers)
  keepsTheLaws(name, {
    render: (messages) => render({ messages }, to),
    extract: (body) => extract(body).messages,
    refusal: (request) => checkMessages(messagesIn(request), rulesFor(to.model)),
    saysNothing: (request) => messagesIn(request).length === 0,
    speakers: ['user', 'assistant'],
    orderly,
    readBack: withJoinedResults,
    ...runs,
  });

function messagesIn(request: unknown) {
  return (request as { readonly messages: readonly unknown[] }).messages;
}

describe.each(readers)(
  'what came in this dialect, for $name',
  { timeout: 240_000 },
  ({ reader: to }) => {
    it('goes out byte for byte as it came', () => {
      fc.assert(
        fc.property(anyConversation, (messages) => {
          const once = render({ messages }, to).request;
          const { backend: _, ...alone } = to;
          const { request, losses } = render(extract(wire(once)), alone);
          const { system, messages: said } = request;
          expect(JSON.stringify([system, said])).toBe(JSON.stringify([once.system, once.messages]));
          expect(losses).toEqual([]);
        }),
        runs,
      );
    });
  },
);

/** The last answer is to come, and blank text cannot be said. */
function orderly(messages: readonly Message[]): readonly Message[] {
  const asked = messages.slice(0, -1);
  fc.pre(asked.every(isSaid) && asked.at(-1)?.role !== 'assistant');
  return asked;
}

function isSaid({ parts }: Message): boolean {
  return parts.every((part) => part.type !== 'text' || part.text.trim() !== '');
}

/** The results of one turn stand in one message. */
function withJoinedResults(messages: readonly Message[]) {
  const joined: Pick<Message, 'role' | 'parts'>[] = [];
  for (const { role, parts } of messages) {
    const last = joined.at(-1);
    if (role === 'tool' && last?.role === 'tool')
      joined.splice(-1, 1, { role, parts: [...last.parts, ...parts] });
    else joined.push({ role, parts });
  }
  return joined;
}
