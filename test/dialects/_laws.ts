import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Loss } from '../../lib/core/message/loss.ts';
import type { Message, Role } from '../../lib/core/message/message.ts';
import type { ContentPart, Part } from '../../lib/core/message/part.ts';
import { canonicalJson, type Json } from '../../lib/core/shared/json.ts';
import { anyConversation, orderlyConversation } from './_arbitrary.ts';

type Messages = readonly Message[];

/** A dialect as one reader of it has it, and its maker's strict server. */
export interface Subject {
  readonly render: (messages: Messages) => {
    readonly request: unknown;
    readonly losses: readonly Loss[];
  };
  readonly extract: (body: Json) => Messages;
  /** Why the server refuses a request; undefined: it takes it. */
  readonly refusal: (request: Json) => string | undefined;
  /** Whether a request says nothing at all, which no server takes. */
  readonly saysNothing?: (request: Json) => boolean;
  /** What is read of a request, as the reader's own where it is. */
  readonly asOwn?: (message: Message) => Message;
  /** Who is heard to say each message, where its own role cannot. */
  readonly asHeard?: (message: Message, index: number, all: Messages) => Message;
  /** Those whose words have an order of their own. */
  readonly speakers?: readonly Role[];
  /** What is asked of an orderly conversation, and how it reads back. */
  readonly orderly?: (messages: Messages) => Messages;
  readonly readBack?: (messages: Messages) => unknown;
  readonly numRuns: number;
}

/** A request as it goes over the wire. */
export const wire = (value: unknown): Json => JSON.parse(JSON.stringify(value));

export const withoutNative = ({ native: _, ...message }: Message): Message => message;

/** What every dialect owes to every conversation that the type of a message allows. */
export function keepsTheLaws(name: string, subject: Subject): void {
  const { render, extract, refusal, numRuns } = subject;
  const { asOwn = same, asHeard = same, saysNothing = () => false } = subject;
  const { speakers = ['system', 'user', 'assistant'], orderly = same, readBack = spoken } = subject;
  const always = (holds: (messages: Messages) => void) =>
    fc.assert(fc.property(anyConversation, holds), { numRuns });

  describe(`what is rendered for ${name}`, { timeout: 240_000 }, () => {
    it('is accepted, whatever the messages are', () => {
      always((messages) => {
        const request = wire(render(messages).request);
        fc.pre(!saysNothing(request));
        expect(refusal(request)).toBeUndefined();
      });
    });

    it('reads back as what the dialect can carry: rendered again it is the same, and nothing more is lost', () => {
      always((messages) => {
        const once = wire(render(messages).request);
        const twice = render(extract(once).map(withoutNative).map(asOwn));
        expect(wire(twice.request)).toEqual(once);
        expect(twice.losses).toEqual([]);
      });
    });

    it('says of each thing that is not carried exactly once what became of it', () => {
      always((messages) => {
        const { losses } = render(messages);
        const seen = losses.map(({ kind, at }) => `${kind} ${at}`);
        expect(new Set(seen).size).toBe(seen.length);
        for (const { at } of losses) expect(at).toMatch(/^messages\[\d+\](\.parts\[\d+\].*)?$/s);
      });
    });

    it('carries unchanged every part that has no loss', () => {
      always((messages) => {
        const { request, losses } = render(messages);
        const back = extract(wire(request)).flatMap(({ parts }) => parts.map(spell));
        for (const part of untouched(messages, losses)) {
          const found = back.indexOf(spell(part));
          expect(found, spell(part)).not.toBe(-1);
          back.splice(found, 1);
        }
      });
    });

    it('loses no word, and keeps the words of each speaker in their order', () => {
      always((messages) => {
        const { request, losses } = render(messages);
        const told = JSON.stringify(wire(request));
        for (const words of wordsOf(messages, losses))
          expect(told).toContain(JSON.stringify(words).slice(1, -1));
        const lines = extract(wire(request));
        for (const role of speakers)
          expectInOrder(
            wordsOf(lines.map(only(role)), []).join('\n\n'),
            wordsOf(messages.map(asHeard).map(only(role)), losses),
          );
      });
    });

    it('carries an orderly conversation whole', () => {
      fc.assert(
        fc.property(orderlyConversation, (messages) => {
          const asked = orderly(messages);
          const { request, losses } = render(asked);
          expect(losses).toEqual([]);
          expect(readBack(extract(wire(request)))).toEqual(readBack(asked));
        }),
      );
    });
  });
}

function expectInOrder(text: string, said: readonly string[]) {
  let rest = text;
  for (const words of said) {
    expect(rest).toContain(words);
    rest = rest.slice(rest.indexOf(words) + words.length);
  }
}

const same = <T>(value: T): T => value;

export const spoken = (messages: Messages) => messages.map(({ role, parts }) => ({ role, parts }));

/** What others say is left out; the places stay. */
const only =
  (role: Role) =>
  (message: Message): Message =>
    message.role === role ? message : { ...message, parts: [] };

/** Parts without a loss; a text to which others were joined is part of a longer one. */
const untouched = (messages: Messages, losses: readonly Loss[]) =>
  messages.flatMap(({ parts }, index) =>
    parts.filter((part, place) => {
      const at = `messages[${index}].parts[${place}]`;
      if (part.type === 'text' && (part.text === '' || losses.some(joins(index)))) return false;
      return !losses.some((lost) => lost.at === at || lost.at.startsWith(`${at}.`));
    }),
  );

const joins =
  (index: number) =>
  ({ kind, at }: Loss) =>
    kind === 'text-boundary' && at.startsWith(`messages[${index}].`);

/**
 * A part in one spelling: a result's call aside, since ids are mapped; empty text, no citations and a
 * data URL have two.
 */
const spell = (part: Part): string =>
  part.type === 'tool_result'
    ? canonicalJson({ ...part, call: '', content: part.content.filter(isSaid).map(plain) })
    : canonicalJson(plain(part));

const isSaid = (part: ContentPart) => part.type !== 'text' || part.text !== '';

function plain(part: Part): Part {
  if (part.type === 'text' && part.citations?.length === 0) {
    const { citations: _, ...text } = part;
    return text;
  }
  return part.type === 'image' && part.url?.startsWith('data:image/gif;base64,')
    ? { type: 'image', mediaType: 'image/gif', data: 'AAAA' }
    : part;
}

/** All texts but those of which a loss says that they were blank. */
const wordsOf = (messages: Messages, losses: readonly Loss[]) =>
  messages.flatMap(({ parts }, index) =>
    parts.flatMap((part, place) =>
      part.type === 'text' && !isBlank(losses, `messages[${index}].parts[${place}]`)
        ? [part.text.toWellFormed()]
        : [],
    ),
  );

const isBlank = (losses: readonly Loss[], place: string) =>
  losses.some(({ kind, at }) => kind === 'blank-text' && at === place);
