import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Loss } from '../../../lib/core/message/loss.ts';
import type { Message, Role } from '../../../lib/core/message/message.ts';
import type { ContentPart, Part } from '../../../lib/core/message/part.ts';
import { canonicalJson, type Json } from '../../../lib/core/shared/json.ts';
import { extract } from '../../../lib/dialects/gemini/extract.ts';
import { leadsWith } from '../../../lib/dialects/gemini/leading.ts';
import { render } from '../../../lib/dialects/gemini/render.ts';
import { checkContents } from '../../support/gemini-server/check-contents.ts';
import { rulesOf } from '../../support/gemini-server/rules.ts';
import { anyConversation, orderlyConversation } from '../_arbitrary.ts';
import { anyBody } from './_body.ts';

const readers = [
  { model: 'gemini-4-argon', reader: { backend: 'gemini', model: 'gemini-4-argon' } },
  { model: 'gemini-2.5-flash', reader: { backend: 'gemini', model: 'gemini-2.5-flash' } },
  { model: 'gemini-3.8-flash', reader: {} },
] as const;

const runs = { numRuns: 300 };

/** A request as it goes over the wire. */
const wire = (value: unknown): Json => JSON.parse(JSON.stringify(value));

const withoutNative = ({ native: _, ...message }: Message): Message => message;

describe.each(readers)('what is rendered for $model', { timeout: 180_000 }, ({ reader, model }) => {
  const rules = rulesOf(model, 'key');
  if (!rules) throw new Error('The server knows every model that is played here.');

  it('is accepted, whatever the messages are', () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const { request } = render({ messages }, reader);
        expect(checkContents(wire(request.contents), rules)).toBeUndefined();
      }),
      runs,
    );
  });

  it('reads back as what the dialect can carry: rendered again it is the same, and nothing more is lost', () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const once = render({ messages }, reader).request;
        const back = extract(wire(once)).messages.map(withoutNative);
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
        const told = JSON.stringify(wire(request));
        for (const words of wordsOf(messages))
          expect(told).toContain(JSON.stringify(words).slice(1, -1));
        for (const role of ['system', 'user', 'assistant'] as const) {
          let rest = wordsOf(extract(wire(request)).messages.filter(isFrom(role))).join('\n\n');
          for (const words of wordsOf(messages.map(asHeard).filter(isFrom(role)))) {
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
        const back = extract(wire(request)).messages;
        expect(said(back)).toEqual(said(messages));
      }),
    );
  });
});

describe('a request that came in this dialect', () => {
  it('goes out exactly as it came, signatures, codes and unknown fields included', () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const { messages } = extract(body);
        const { request, losses } = render({ messages }, {});
        expect(wire(request)).toEqual(body);
        expect(losses).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('can be read by a model of another account, which gets no signature of the first', () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const { messages } = extract(body);
        const reader = { backend: 'gemini', model: 'gemini-4-argon', account: 'other' };
        const { request } = render({ messages: messages.map(signedBy) }, reader);
        const rules = rulesOf('gemini-4-argon', 'key');
        expect(rules && checkContents(wire(request.contents), rules)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});

const signedBy = (message: Message): Message => ({
  ...message,
  author: { agent: 'a', backend: 'gemini', model: 'gemini-4-argon' },
  ...(message.native && { native: { ...message.native, account: 'first' } }),
});

const isFrom = (role: Role) => (message: Message) => message.role === role;

/** What the system says later is heard as a user's. */
const asHeard = (message: Message, index: number, all: readonly Message[]): Message =>
  message.role === 'system' && !leadsWith(all, index) ? { ...message, role: 'user' } : message;

/** The parts by who says them; several results are one message here. */
const said = (messages: readonly Message[]) =>
  messages.flatMap(({ role, parts }) => parts.map((part: Part) => ({ role, part })));

/** Parts without a loss. */
const untouched = (messages: readonly Message[], losses: readonly Loss[]) =>
  messages.flatMap(({ parts }, index) =>
    parts.filter((part, place) => {
      const at = `messages[${index}].parts[${place}]`;
      const isEmpty = part.type === 'text' && part.text === '';
      return !isEmpty && !losses.some((lost) => lost.at === at || lost.at.startsWith(`${at}.`));
    }),
  );

/** A part in one spelling: a result's call aside, since ids are mapped; empty text has two. */
const spell = (part: Part): string =>
  part.type === 'tool_result'
    ? canonicalJson({ ...part, call: '', content: part.content.filter(isSaid) })
    : canonicalJson(part);

const isSaid = (part: ContentPart) => part.type !== 'text' || part.text !== '';

const wordsOf = (messages: readonly Message[]) =>
  messages.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.type === 'text' ? [part.text.toWellFormed()] : [])),
  );
