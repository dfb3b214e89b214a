import { createBackend } from '../../lib/backends/create-backend.ts';
import type { Backend, ModelCall } from '../../lib/core/agent/backend.ts';
import { decisionTools } from '../../lib/core/agent/decision-tools.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import { startChatServer } from '../support/chat-server/chat-server.ts';
import { startGeminiServer } from '../support/gemini-server/gemini-server.ts';
import { type MakerServer, type Script, TEST_KEY } from '../support/maker-server/maker-server.ts';
import type { ScriptedReply } from '../support/maker-server/scripted-reply.ts';
import { startMessagesServer } from '../support/messages-server/messages-server.ts';
import { startResponsesServer } from '../support/responses-server/responses-server.ts';
import { bareCalls } from './bare-calls.ts';
import { dialogue } from './dialogue.ts';
import { startInstantServer } from './instant-server.ts';
import { beside, type Figure, timesInTurn } from './measure.ts';
import { prose } from './prose.ts';

const RUNS = 100;
const WARM_UP = 30;

/** A backend as a configuration names it, its maker's server, and the bare way to call that. */
interface Subject {
  readonly type: string;
  readonly model: string;
  readonly start: (script: Script) => Promise<MakerServer>;
  readonly bare: (typeof bareCalls)[keyof typeof bareCalls];
}

const subjects: readonly Subject[] = [
  {
    type: 'openai',
    model: 'gpt-6-sol',
    start: startResponsesServer,
    bare: bareCalls.responses,
  },
  {
    type: 'claude',
    model: 'claude-sonnet-5',
    start: startMessagesServer,
    bare: bareCalls.messages,
  },
  { type: 'gemini', model: 'gemini-3-pro', start: startGeminiServer, bare: bareCalls.gemini },
  {
    type: 'chatcompletion',
    model: 'test-model',
    start: (script) => startChatServer({ ...script, mode: 'common' }),
    bare: bareCalls.chat,
  },
];

/** A remark and a decision, in some sixty events. */
const reply: ScriptedReply = {
  text: prose(400, 1),
  calls: [{ name: 'vote', arguments: { agent_id: 'agent1', reason: 'It is right.' } }],
};

const tools = decisionTools(3);

const asked: ModelCall = {
  messages: dialogue(20),
  tools,
  allowedTools: tools.map(({ name }) => name),
  sequence: 0,
  signal: new AbortController().signal,
};

/** What a backend takes for a call beside its maker's SDK: the same request, the same streamed reply. */
export async function backends(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const subject of subjects) figures.push(await overheadOf(subject));
  return figures;
}

async function overheadOf({ type, model, start, bare }: Subject): Promise<Figure> {
  await using strict = await start({ replies: [reply] });
  await call(backendAt(strict.url, type, model));
  const [request] = strict.requests;
  if (!request) throw new Error(`The backend ${type} sent nothing.`);
  const server = await startInstantServer(strict, request);
  const [ours, theirs] = [backendAt(server.url, type, model), bare(server.url)];
  try {
    const [full, alone] = await timesInTurn(
      { n: RUNS, warmUp: WARM_UP },
      () => call(ours),
      () => countedBy(theirs(request.body)),
    );
    return beside(`backends.overhead.${type}`, full, 'the bare SDK', alone);
  } finally {
    await server.close();
  }
}

const backendAt = (url: string, type: string, model: string): Backend =>
  createBackend(
    { type, model, options: { base_url: url } },
    {
      agent: 'bench',
      agentIds: ['bench'],
      key: TEST_KEY,
      lookup: () => undefined,
      clock: systemClock,
      ids: randomIds,
    },
  );

async function call(backend: Backend): Promise<void> {
  const answering = backend.call(asked);
  for (;;) {
    const { done, value } = await answering.next();
    if (!done) continue;
    if (value.message.stop?.reason !== 'tool') throw new Error('The reply makes no call.');
    return;
  }
}

async function countedBy(events: Promise<number>): Promise<void> {
  if ((await events) === 0) throw new Error('The reply has no events.');
}
