import { chatMakerOf } from '../../../lib/config/makers.ts';
import { noQuirks } from '../../../lib/core/agent/chat-quirks.ts';
import type { Message } from '../../../lib/core/message/message.ts';
import { extract } from '../../../lib/dialects/openai-chat/extract.ts';
import type { Reader } from '../../../lib/dialects/openai-chat/reader.ts';
import { render } from '../../../lib/dialects/openai-chat/render.ts';
import { checkMessages } from '../../support/chat-server/check-messages.ts';
import { type ChatMode, rulesOf } from '../../support/chat-server/mode.ts';
import { keepsTheLaws, spoken } from '../_laws.ts';

const readers: Partial<Record<ChatMode, Reader>> = {
  openai: { model: 'gpt-6-sol', quirks: noQuirks },
  grok: readerOf('grok', 'grok-4.7'),
  glm: readerOf('zai', 'glm-5.3'),
  kimi: readerOf('moonshot', 'kimi-k3'),
};

function readerOf(backend: 'grok' | 'zai' | 'moonshot', model: string): Reader {
  return { backend, model, quirks: chatMakerOf(backend).quirks };
}

for (const [mode, reader] of Object.entries(readers))
  keepsTheLaws(mode, {
    render: (messages) => render({ messages }, reader),
    extract: (body) => extract(body).messages,
    refusal: (request) => checkMessages(messagesIn(request), rulesOf[mode as ChatMode]),
    saysNothing: (request) => messagesIn(request).length === 0,
    asOwn: signed(reader),
    readBack: (messages) => spoken(messages.map(withoutStandIn)),
    numRuns: 300,
  });

function messagesIn(request: unknown) {
  return (request as { readonly messages: readonly unknown[] }).messages;
}

/** What is read of a request has no author; the assistant's is the reader itself. */
function signed({ backend, model }: Reader) {
  return (message: Message): Message =>
    message.role === 'assistant' && backend
      ? { ...message, author: { agent: 'self', backend, model } }
      : message;
}

/** Kimi insists on reasoning beside calls; a dot stands in for it. */
function withoutStandIn(message: Message): Message {
  return { ...message, parts: message.parts.filter((part) => part.type !== 'thinking') };
}
