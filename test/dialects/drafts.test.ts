import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noQuirks } from '../../lib/core/agent/chat-quirks.ts';
import type { Loss } from '../../lib/core/message/loss.ts';
import type { Message } from '../../lib/core/message/message.ts';
import type { Json } from '../../lib/core/shared/json.ts';
import type { MessagesDraft } from '../../lib/dialects/anthropic-messages/draft.ts';
import { extract as extractMessages } from '../../lib/dialects/anthropic-messages/extract.ts';
import { render as renderMessages } from '../../lib/dialects/anthropic-messages/render.ts';
import { extract as extractTranscript } from '../../lib/dialects/claude-code/extract.ts';
import {
  render as renderTranscript,
  type TranscriptDraft,
} from '../../lib/dialects/claude-code/render.ts';
import { createDrafter, type Draft, type Drafter, inOneGo } from '../../lib/dialects/drafts.ts';
import { extract as extractContents } from '../../lib/dialects/gemini/extract.ts';
import { type GeminiDraft, render as renderContents } from '../../lib/dialects/gemini/render.ts';
import { extract as extractChat } from '../../lib/dialects/openai-chat/extract.ts';
import { type ChatDraft, render as renderChat } from '../../lib/dialects/openai-chat/render.ts';
import { extract as extractInput } from '../../lib/dialects/openai-responses/extract.ts';
import { openaiQuirks } from '../../lib/dialects/openai-responses/quirks.ts';
import {
  type ResponsesDraft,
  render as renderInput,
} from '../../lib/dialects/openai-responses/render.ts';
import { anyConversation, orderlyConversation } from './_arbitrary.ts';
import { wire } from './_laws.ts';

type Messages = readonly Message[];

/** A dialect with one reader, as it renders with drafts of its own or in one go. */
interface Subject {
  readonly renderer: () => { readonly all: Rendering; readonly onward: Rendering };
  readonly extract: (body: Json) => Messages;
}

type Rendering = (messages: Messages) => {
  readonly request: unknown;
  readonly losses: readonly Loss[];
};

const subject = <D extends Draft>(
  render: (messages: Messages, drafter: Drafter<D>) => ReturnType<Rendering>,
  extract: Subject['extract'],
): Subject => ({
  extract,
  renderer: () => {
    const drafter = createDrafter<D>();
    return {
      all: (messages) => render(messages, inOneGo),
      onward: (messages) => render(messages, drafter),
    };
  },
});

const own = { backend: 'own', model: 'm', account: 'mine' };
const claude = { systemTurns: true, bindsThinking: true, maxTokens: 1000 };
const tools = [{ name: 'vote', description: '', parameters: {} }];

const subjects: Readonly<Record<string, Subject>> = {
  'openai-chat': subject<ChatDraft>(
    (messages, drafter) => renderChat({ messages, tools }, { ...own, quirks: noQuirks }, drafter),
    (body) => extractChat(body).messages,
  ),
  'openai-responses': subject<ResponsesDraft>(
    (messages, drafter) => renderInput({ messages }, { ...own, quirks: openaiQuirks }, drafter),
    (body) => extractInput(body).messages,
  ),
  'anthropic-messages': subject<MessagesDraft>(
    (messages, drafter) => renderMessages({ messages }, { ...own, quirks: claude }, drafter),
    (body) => extractMessages(body).messages,
  ),
  'anthropic-messages, as it came': subject<MessagesDraft>(
    (messages, drafter) =>
      renderMessages({ messages, tools }, { model: 'm', quirks: claude }, drafter),
    (body) => extractMessages(body).messages,
  ),
  gemini: subject<GeminiDraft>(
    (messages, drafter) => renderContents({ messages }, own, drafter),
    (body) => extractContents(body).messages,
  ),
  'gemini, as it came': subject<GeminiDraft>(
    (messages, drafter) => renderContents({ messages }, {}, drafter),
    (body) => extractContents(body).messages,
  ),
  'claude-code': subject<TranscriptDraft>(
    (messages, drafter) => renderTranscript({ messages }, { sessionId: 'mine' }, drafter),
    (body) => (linesIn(body).length === 0 ? [] : extractTranscript(body).messages),
  ),
};

const linesIn = (body: Json) => (body as { readonly lines: readonly string[] }).lines;

const asOwn = (message: Message): Message => ({
  ...message,
  ...(message.role === 'assistant' && { author: { agent: 'self', ...own } }),
  ...(message.native && { native: { ...message.native, account: own.account } }),
});

/** Losses are a list without an order. */
const unordered = ({ losses, ...rendering }: ReturnType<Rendering>) => ({
  ...rendering,
  losses: losses.map((loss) => JSON.stringify(loss)).toSorted(),
});

/** What was said here before, in the reader's own form, what others said, and so on. */
const conversation = fc.array(
  fc.tuple(fc.boolean(), fc.oneof(anyConversation, orderlyConversation)),
  { minLength: 1, maxLength: 4 },
);

describe.each(Object.entries(subjects))('%s, rendered onward', (_, { renderer, extract }) => {
  it('is what it is when it is rendered in one go, wherever it was rendered before, losses too', {
    timeout: 240_000,
  }, () => {
    fc.assert(
      fc.property(conversation, fc.array(fc.nat(), { maxLength: 5 }), (pieces, places) => {
        const { all, onward } = renderer();
        const messages = pieces.flatMap(([isOwn, piece]) =>
          isOwn ? extract(wire(all(piece).request)).map(asOwn) : piece,
        );
        const ends = places.map((place) => place % (messages.length + 1));
        for (const end of [...ends.toSorted((left, right) => left - right), messages.length]) {
          const told = messages.slice(0, end);
          expect(unordered(onward(told))).toEqual(unordered(all(told)));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('follows when the last message is reworded, and when another conversation comes between', () => {
    fc.assert(
      fc.property(orderlyConversation, anyConversation, (messages, others) => {
        const { all, onward } = renderer();
        const last = messages.at(-1);
        const reworded = [
          ...messages.slice(0, -1),
          ...(last
            ? [{ ...last, parts: [...last.parts, { type: 'text' as const, text: 'News.' }] }]
            : []),
        ];
        for (const told of [messages, reworded, others, messages])
          expect(unordered(onward(told))).toEqual(unordered(all(told)));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a drafter', () => {
  const message = (role: Message['role'], ...parts: Message['parts']): Message => ({
    id: 'm',
    role,
    parts,
  });
  const call = message('assistant', { type: 'tool_call', id: 'a', name: 'look_up', arguments: {} });
  const result = message('tool', { type: 'tool_result', call: 'a', content: [], error: false });
  const messages = [message('user'), message('assistant'), message('user'), call, result];

  /** Says nothing, and keeps a record of what it was asked to say. */
  function recorder() {
    const stretches: (readonly [from: number, end: number])[] = [];
    const drafter = createDrafter<Draft>();
    const blank: Draft = { said: 0, open: new Set(), isSettled: true, losses: [] };
    const tell = (told: Messages, key = '', isSettled = true) => {
      stretches.length = 0;
      const goOn = (draft: Draft, all: Messages, end: number) => {
        stretches.push([draft.said, end]);
        const calls = all.slice(0, end).includes(call) && !all.slice(0, end).includes(result);
        return { ...draft, said: end, isSettled, open: new Set(calls ? ['a'] : []) };
      };
      drafter({ key, blank, goOn }, told);
      return [...stretches];
    };
    return { tell };
  }

  it('says only what is new', () => {
    const { tell } = recorder();
    tell(messages);
    expect(tell([...messages, message('assistant')])).toEqual([[5, 6]]);
  });

  it('goes back to where a call that is now answered was not yet made', () => {
    const { tell } = recorder();
    tell(messages.slice(0, 4));
    expect(tell(messages)).toEqual([[3, 5]]);
  });

  it('goes back to the message that was reworded', () => {
    const { tell } = recorder();
    tell([...messages, message('user')]);
    expect(tell([...messages, message('user')])).toEqual([[5, 6]]);
  });

  it('begins anew for another reader, and where nothing stays as it is', () => {
    const { tell } = recorder();
    tell(messages);
    expect(tell(messages, 'another')[0]?.[0]).toBe(0);
    tell(messages, '', false);
    expect(tell(messages, '', false)).toEqual([
      [0, 1],
      [0, 5],
    ]);
  });
});
