import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Loss } from '../../../lib/core/message/loss.ts';
import type { Message } from '../../../lib/core/message/message.ts';
import type { ContentPart } from '../../../lib/core/message/part.ts';
import { canonicalJson, type Json } from '../../../lib/core/shared/json.ts';
import { extract } from '../../../lib/dialects/anthropic-messages/extract.ts';
import type { Reader } from '../../../lib/dialects/anthropic-messages/quirks.ts';
import { render } from '../../../lib/dialects/anthropic-messages/render.ts';
import { checkMessages } from '../../support/messages-server/check-messages.ts';
import { rulesFor } from '../../support/messages-server/model-rules.ts';
import { anyConversation, orderlyConversation } from '../_arbitrary.ts';

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

/** A request as it goes over the wire. */
const wire = (value: unknown): Json => JSON.parse(JSON.stringify(value));

const withoutNative = ({ native: _, ...message }: Message): Message => message;

describe.each(readers)('what is rendered for $name', { timeout: 240_000 }, ({ reader: to }) => {
  it('is accepted, whatever the messages are', () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const { request } = render({ messages }, to);
        fc.pre(request.messages.length > 0);
        expect(checkMessages(wire(request.messages), rulesFor(to.model))).toBeUndefined();
      }),
      runs,
    );
  });

  it('reads back as what the dialect can carry: rendered again it is the same, and nothing more is lost', () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const once = render({ messages }, to).request;
        const back = extract(wire(once)).messages.map(withoutNative);
        const twice = render({ messages: back }, to);
        expect(wire(twice.request)).toEqual(wire(once));
        expect(twice.losses).toEqual([]);
      }),
      runs,
    );
  });

  it('is byte for byte what came, where all of it came in this dialect', () => {
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

  it('says of each thing that is not carried exactly once what became of it', () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const { losses } = render({ messages }, to);
        const seen = losses.map(({ kind, at }) => `${kind} ${at}`);
        expect(new Set(seen).size).toBe(seen.length);
        for (const { at } of losses) expect(at).toMatch(/^messages\[\d+\](\.parts\[\d+\].*)?$/s);
      }),
      runs,
    );
  });

  it('carries unchanged every part that has no loss', () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const { request, losses } = render({ messages }, to);
        const back = extract(wire(request)).messages.flatMap(({ parts }) => parts.map(spell));
        for (const part of untouched(messages, losses)) {
          const found = back.indexOf(spell(part));
          expect(found, spell(part)).not.toBe(-1);
          back.splice(found, 1);
        }
      }),
      runs,
    );
  });

  it('loses no word, and keeps the words of each speaker in their order', () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const { request, losses } = render({ messages }, to);
        const told = JSON.stringify(wire(request));
        for (const words of wordsOf(messages, losses))
          expect(told).toContain(JSON.stringify(words).slice(1, -1));
        for (const role of ['user', 'assistant'] as const) {
          const lines = extract(wire(request)).messages.filter((message) => message.role === role);
          let rest = lines
            .flatMap(({ parts }) => parts.map((part) => (part.type === 'text' ? part.text : '')))
            .join('\n\n');
          const own = messages.map((message) =>
            message.role === role ? message : { ...message, parts: [] },
          );
          for (const words of wordsOf(own, losses)) {
            expect(rest).toContain(words);
            rest = rest.slice(rest.indexOf(words) + words.length);
          }
        }
      }),
      runs,
    );
  });

  it('carries an orderly conversation whole', () => {
    fc.assert(
      fc.property(orderlyConversation, (messages) => {
        const asked = messages.slice(0, -1);
        fc.pre(asked.every(isSaid) && asked.at(-1)?.role !== 'assistant');
        const { request, losses } = render({ messages: asked }, to);
        expect(losses).toEqual([]);
        const back = extract(wire(request)).messages.map(({ role, parts }) => ({ role, parts }));
        expect(back).toEqual(withJoinedResults(asked));
      }),
    );
  });
});

const isSaid = ({ parts }: Message) =>
  parts.every((part) => part.type !== 'text' || part.text.trim() !== '');

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

/** Parts without a loss; of what the user adds nothing is asked. */
const untouched = (messages: readonly Message[], losses: readonly Loss[]) =>
  messages.flatMap(({ parts }, index) =>
    parts.filter((part, place) => {
      const at = `messages[${index}].parts[${place}]`;
      const isEmpty = part.type === 'text' && part.text === '';
      return !isEmpty && !losses.some((lost) => lost.at === at || lost.at.startsWith(`${at}.`));
    }),
  );

/** A part in one spelling: a result's call aside, since ids are mapped; empty text and a data URL have two. */
const spell = (part: Message['parts'][number]): string => {
  if (part.type === 'tool_result')
    return canonicalJson({ ...part, call: '', content: part.content.filter(isText).map(plain) });
  return canonicalJson(plain(part));
};

const isText = (part: ContentPart) => part.type !== 'text' || part.text !== '';

const plain = (part: Message['parts'][number]) => {
  if (part.type === 'text' && part.citations?.length === 0)
    return { type: 'text', text: part.text };
  return part.type === 'image' && part.url?.startsWith('data:image/gif;base64,')
    ? { type: 'image', mediaType: 'image/gif', data: 'AAAA' }
    : part;
};

/** Blank text says nothing, and its loss is listed. */
const wordsOf = (messages: readonly Message[], losses: readonly Loss[]) =>
  messages.flatMap(({ parts }, index) =>
    parts.flatMap((part, place) =>
      part.type === 'text' && !isBlank(losses, `messages[${index}].parts[${place}]`)
        ? [part.text.toWellFormed()]
        : [],
    ),
  );

const isBlank = (losses: readonly Loss[], place: string) =>
  losses.some(({ kind, at }) => kind === 'blank-text' && at === place);
