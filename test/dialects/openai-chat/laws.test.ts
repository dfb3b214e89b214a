import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatMakerOf } from '../../../lib/config/makers.ts';
import type { Loss } from '../../../lib/core/message/loss.ts';
import type { Message } from '../../../lib/core/message/message.ts';
import type { ContentPart } from '../../../lib/core/message/part.ts';
import { canonicalJson, type Json } from '../../../lib/core/shared/json.ts';
import { extract } from '../../../lib/dialects/openai-chat/extract.ts';
import { noQuirks, type Reader } from '../../../lib/dialects/openai-chat/quirks.ts';
import { render } from '../../../lib/dialects/openai-chat/render.ts';
import { checkMessages } from '../../support/chat-server/check-messages.ts';
import { rulesOf } from '../../support/chat-server/mode.ts';
import { anyConversation, orderlyConversation } from '../_arbitrary.ts';

const readers = [
  { name: 'openai', rules: rulesOf.openai, reader: { model: 'gpt-6-sol', quirks: noQuirks } },
  { name: 'grok', rules: rulesOf.grok, reader: readerOf('grok', 'grok-4.7') },
  { name: 'glm', rules: rulesOf.glm, reader: readerOf('zai', 'glm-5.3') },
  { name: 'kimi', rules: rulesOf.kimi, reader: readerOf('moonshot', 'kimi-k3') },
] as const;

function readerOf(backend: 'grok' | 'zai' | 'moonshot', model: string): Reader {
  return { backend, model, quirks: chatMakerOf(backend).quirks };
}

const runs = { numRuns: 300 };

/** A request as it goes over the wire. */
const wire = (value: unknown): Json => JSON.parse(JSON.stringify(value));

const withoutNative = ({ native: _, ...message }: Message): Message => message;

describe.each(readers)('what is rendered for $name', { timeout: 120_000 }, ({ reader, rules }) => {
  it('is accepted, whatever the messages are', () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const { request } = render({ messages }, reader);
        fc.pre(request.messages.length > 0);
        expect(checkMessages(wire(request.messages), rules)).toBeUndefined();
      }),
      runs,
    );
  });

  it('reads back as what the dialect can carry: rendered again it is the same, and nothing more is lost', () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const once = render({ messages }, reader).request;
        const back = extract(wire(once)).messages.map(withoutNative).map(signed(reader));
        const twice = render({ messages: back }, reader);
        expect(wire(twice.request)).toEqual(wire(once));
        expect(twice.losses).toEqual([]);
      }),
      runs,
    );
  });

  it('says of each thing that is not carried exactly once what became of it', () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const { losses } = render({ messages }, reader);
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
        const { request, losses } = render({ messages }, reader);
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
        const { request } = render({ messages }, reader);
        const told = JSON.stringify(wire(request.messages));
        for (const words of wordsOf(messages))
          expect(told).toContain(JSON.stringify(words).slice(1, -1));
        for (const role of ['system', 'user', 'assistant'] as const) {
          const lines = extract(wire(request)).messages.filter((message) => message.role === role);
          let rest = lines
            .flatMap(({ parts }) => parts.map((part) => (part.type === 'text' ? part.text : '')))
            .join('\n\n');
          for (const words of wordsOf(messages.filter((message) => message.role === role))) {
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
        const { request, losses } = render({ messages }, reader);
        expect(losses).toEqual([]);
        const back = extract(wire(request)).messages.map(withoutStandIn);
        expect(back).toEqual(messages.map(({ role, parts }) => ({ role, parts })));
      }),
    );
  });
});

/** What is read of a request has no author; the assistant's is the reader itself. */
const signed =
  ({ backend, model }: Reader) =>
  (message: Message): Message =>
    message.role === 'assistant' && backend
      ? { ...message, author: { agent: 'self', backend, model } }
      : message;

/** Kimi insists on reasoning beside calls; a dot stands in for it. */
const withoutStandIn = ({ role, parts }: Message) => ({
  role,
  parts: parts.filter((part) => part.type !== 'thinking'),
});

/** Parts without a loss; a text to which others were joined is part of a longer one. */
const untouched = (messages: readonly Message[], losses: readonly Loss[]) =>
  messages.flatMap(({ parts }, index) =>
    parts.filter((part, place) => {
      const at = `messages[${index}].parts[${place}]`;
      const isEmpty = part.type === 'text' && part.text === '';
      const isJoined = part.type === 'text' && losses.some(joins(index));
      return (
        !isEmpty &&
        !isJoined &&
        !losses.some((lost) => lost.at === at || lost.at.startsWith(`${at}.`))
      );
    }),
  );

const joins =
  (index: number) =>
  ({ kind, at }: Loss) =>
    kind === 'text-boundary' && at.startsWith(`messages[${index}].`);

/** A part in one spelling: a result's call aside, since ids are mapped; empty text and a data URL have two. */
const spell = (part: Message['parts'][number]): string => {
  if (part.type === 'tool_result')
    return canonicalJson({ ...part, call: '', content: part.content.filter(isSaid).map(plain) });
  return canonicalJson(part.type === 'image' ? plain(part) : part);
};

const isSaid = (part: ContentPart) => part.type !== 'text' || part.text !== '';

const plain = (part: ContentPart) =>
  part.type === 'image' && part.url?.startsWith('data:image/gif;base64,')
    ? { type: 'image', mediaType: 'image/gif', data: 'AAAA' }
    : part;

const wordsOf = (messages: readonly Message[]) =>
  messages.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.type === 'text' ? [part.text.toWellFormed()] : [])),
  );
