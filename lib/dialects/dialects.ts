import { noQuirks } from '../core/agent/chat-quirks.ts';
import type { Loss } from '../core/message/loss.ts';
import type { Message } from '../core/message/message.ts';
import { Fault } from '../core/shared/faults.ts';
import type { Json } from '../core/shared/json.ts';
import { extract as extractMessages } from './anthropic-messages/extract.ts';
import { carefulQuirks } from './anthropic-messages/quirks.ts';
import { render as renderMessages } from './anthropic-messages/render.ts';
import { extract as extractClaudeCode } from './claude-code/extract.ts';
import { render as renderClaudeCode } from './claude-code/render.ts';
import { toUuid } from './claude-code/to-uuid.ts';
import { extract as extractCodex } from './codex/extract.ts';
import type { Extraction } from './conversation.ts';
import { type DialectName, dialectNames } from './dialect-name.ts';
import { extract as extractGemini } from './gemini/extract.ts';
import { render as renderGemini } from './gemini/render.ts';
import { extract as extractGeminiCli } from './gemini-cli/extract.ts';
import { extract as extractChat } from './openai-chat/extract.ts';
import { render as renderChat } from './openai-chat/render.ts';
import { extract as extractResponses } from './openai-responses/extract.ts';
import { openaiQuirks } from './openai-responses/quirks.ts';
import { render as renderResponses } from './openai-responses/render.ts';
import { recogniseDialect } from './recognise.ts';

interface Rendering {
  readonly request: unknown;
  readonly losses: readonly Loss[];
}

/** A maker's wire form, in both directions; a transcript that nobody writes has one. */
export interface Dialect {
  /** What a file of it is: one JSON text, or a line for each entry. */
  readonly form: 'body' | 'lines';
  /** Throws `context.invalid` where it holds no conversation. */
  readonly extract: (body: Json) => Extraction;
  /** For a model of the maker's, whichever it is. */
  readonly render?: (messages: readonly Message[], model: string) => Rendering;
}

export const dialects = {
  'anthropic-messages': {
    form: 'body',
    extract: extractMessages,
    render: (messages, model) => renderMessages({ messages }, { quirks: carefulQuirks, model }),
  },
  'openai-responses': {
    form: 'body',
    extract: extractResponses,
    render: (messages, model) => renderResponses({ messages }, { quirks: openaiQuirks, model }),
  },
  'openai-chat': {
    form: 'body',
    extract: extractChat,
    render: (messages, model) => renderChat({ messages }, { quirks: noQuirks, model }),
  },
  gemini: {
    form: 'body',
    extract: extractGemini,
    render: (messages, model) => renderGemini({ messages }, { model }),
  },
  'claude-code': {
    form: 'lines',
    extract: extractClaudeCode,
    render: (messages) => renderClaudeCode({ messages }, sessionOf(messages)),
  },
  codex: { form: 'lines', extract: extractCodex },
  'gemini-cli': { form: 'lines', extract: extractGeminiCli },
} as const satisfies Record<DialectName, Dialect>;

/** A session of its own for each conversation; a message without a time has the beginning of time. */
function sessionOf(messages: readonly Message[]) {
  const now = messages.find(({ at }) => at !== undefined)?.at ?? new Date(0).toISOString();
  return { sessionId: toUuid(JSON.stringify(messages.map(({ id, parts }) => [id, parts]))), now };
}

/** Reads a file's text in a dialect, or in the one that it looks like. Throws `context.invalid`. */
export function extractFrom(text: string, name: DialectName | 'auto'): Extraction {
  const found = name === 'auto' ? recogniseDialect(text) : name;
  if (found === undefined)
    throw new Fault('context.invalid', {
      problem: `The text is in no dialect that is known: ${dialectNames.join(', ')}.`,
    });
  const { form, extract }: Dialect = dialects[found];
  return extract(form === 'lines' ? text : parsed(text, found));
}

function parsed(text: string, name: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new Fault('context.invalid', {
      problem: `A text of ${name} is a request's body in JSON: ${detail}.`,
    });
  }
}
