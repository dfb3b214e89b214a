import { noQuirks } from '../../lib/core/agent/chat-quirks.ts';
import { decisionTools } from '../../lib/core/agent/decision-tools.ts';
import type { Message } from '../../lib/core/message/message.ts';
import type { MessagesDraft } from '../../lib/dialects/anthropic-messages/draft.ts';
import { carefulQuirks } from '../../lib/dialects/anthropic-messages/quirks.ts';
import { render as renderMessages } from '../../lib/dialects/anthropic-messages/render.ts';
import {
  render as renderClaudeCode,
  type TranscriptDraft,
} from '../../lib/dialects/claude-code/render.ts';
import { createDrafter, type Draft, type Drafter } from '../../lib/dialects/drafts.ts';
import { type GeminiDraft, render as renderGemini } from '../../lib/dialects/gemini/render.ts';
import { type ChatDraft, render as renderChat } from '../../lib/dialects/openai-chat/render.ts';
import { openaiQuirks } from '../../lib/dialects/openai-responses/quirks.ts';
import {
  type ResponsesDraft,
  render as renderResponses,
} from '../../lib/dialects/openai-responses/render.ts';
import { dialogue } from './dialogue.ts';
import { beside, type Figure, timesInTurn } from './measure.ts';

const MESSAGES = 1_000;
const APPENDED = 120;

const tools = decisionTools(3);

type Renderer = (messages: readonly Message[]) => unknown;

/** How a dialect is rendered: anew each time, and with what a backend keeps of the last time. */
interface Subject {
  readonly anew: Renderer;
  readonly keeping: () => Renderer;
}

const subjectOf = <D extends Draft>(
  render: (messages: readonly Message[], drafter?: Drafter<D>) => unknown,
): Subject => ({
  anew: (messages) => render(messages),
  keeping: () => {
    const drafter = createDrafter<D>();
    return (messages) => render(messages, drafter);
  },
});

const subjects: Readonly<Record<string, Subject>> = {
  'openai-chat': subjectOf<ChatDraft>((messages, drafter) =>
    renderChat({ messages, tools }, { quirks: noQuirks, model: 'gpt-6-sol' }, drafter),
  ),
  'openai-responses': subjectOf<ResponsesDraft>((messages, drafter) =>
    renderResponses({ messages, tools }, { quirks: openaiQuirks, model: 'gpt-6-sol' }, drafter),
  ),
  'anthropic-messages': subjectOf<MessagesDraft>((messages, drafter) =>
    renderMessages(
      { messages, tools },
      { quirks: carefulQuirks, model: 'claude-sonnet-5' },
      drafter,
    ),
  ),
  gemini: subjectOf<GeminiDraft>((messages, drafter) =>
    renderGemini({ messages, tools }, { model: 'gemini-3-pro' }, drafter),
  ),
  'claude-code': subjectOf<TranscriptDraft>((messages, drafter) =>
    renderClaudeCode({ messages }, {}, drafter),
  ),
};

/** A conversation of 1,000 messages becomes a request; and then one message more is said, again and again. */
export async function renders(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [name, subject] of Object.entries(subjects))
    figures.push(await whole(name, subject), await append(name, subject));
  return figures;
}

async function whole(name: string, { anew }: Subject): Promise<Figure> {
  const messages = dialogue(MESSAGES);
  const [taken, spelling] = await timesInTurn(
    { n: 30, warmUp: 10 },
    () => anew(messages),
    () => JSON.stringify(messages),
  );
  return beside(`dialects.render.${name}`, taken, 'JSON.stringify of the messages', spelling);
}

/** The warming up appends, too: each run has one message more than the run before. */
async function append(name: string, { keeping }: Subject): Promise<Figure> {
  const all = dialogue(MESSAGES + 2 * APPENDED);
  const render = keeping();
  const upTo = (run: number) => all.slice(0, MESSAGES + APPENDED + run);
  const [taken, spelling] = await timesInTurn(
    { n: APPENDED, warmUp: APPENDED },
    (run) => render(upTo(run)),
    (run) => JSON.stringify(upTo(run).at(-1)),
  );
  return beside(`dialects.render.append.${name}`, taken, 'JSON.stringify of the message', spelling);
}
