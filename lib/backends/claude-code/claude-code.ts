import type { Backend, ModelCall } from '../../core/agent/backend.ts';
import { emptyToolbox } from '../../core/agent/toolbox.ts';
import { once } from '../../core/shared/once.ts';
import { MAX_REPLY_BYTES } from '../limits.ts';
import type { MakerOptions } from '../maker-options.ts';
import { type Api, createStreamingBackend } from '../streaming-backend.ts';
import type { CallContext } from '../to-backend-fault.ts';
import { type AgentSdk, loadAgentSdk } from './agent-sdk.ts';
import { type Allowance, ends } from './allowance.ts';
import { isDecided } from './decided.ts';
import { eventsOf } from './events-of.ts';
import { emptyFold, type Folded, fold, type TurnEvent, toDeltas } from './fold.ts';
import { hooksFor } from './hooks.ts';
import { type Keeping, openKept } from './kept-session.ts';
import { type OpenSession, openMomentary } from './open-session.ts';
import { queryOptions } from './query-options.ts';
import { type Told, toldIn } from './session-of.ts';
import { toDeeds } from './to-deeds.ts';
import { costIn, toReply, toSteps } from './to-reply.ts';
import { createToolOutputs } from './tool-outputs.ts';
import { createToolServer, SERVER } from './tool-server.ts';
import { workFolder } from './work-folder.ts';

interface ClaudeCodeOptions extends Omit<MakerOptions, 'baseUrl'> {
  /** Where the SDK may be installed, beside this program's own place. */
  readonly folders: readonly string[];
  /** Where folders of sessions' own are; empty: among the machine's temporary files. */
  readonly scratch: string;
  /** Where its session is kept; a place without a table makes it anew for each call. */
  readonly keeping?: Keeping | undefined;
}

/**
 * Claude Code as an agent: a turn of its own, with its tools in its folder, ends when it calls one
 * of ours or has no more to say. Its session is kept from call to call; what others said before is
 * put into it as real history.
 */
export function createClaudeCode(options: ClaudeCodeOptions): Backend {
  const { type, key, maxBytes = MAX_REPLY_BYTES } = options;
  return createStreamingBackend(agentSdkApi(options), {
    ...options,
    hears: true,
    goesOn: options.keeping !== undefined,
    server: { backend: type, baseUrl: '', key, maxBytes },
  });
}

function agentSdkApi(asked: ClaudeCodeOptions): Api<TurnEvent, Folded> {
  const { type, key, options, folders } = asked;
  const sdk = once(() => loadAgentSdk(type, folders));
  return {
    async send(call, model, _soFar, context) {
      const loaded = await sdk();
      const told = toldIn(call);
      const wishes = { ...queryOptions(options, key, call), ...(model && { model }) };
      const session = await open(asked, told);
      const events = turnOf(loaded, session, call, { ...wishes, ...systemOf(told) }, context);
      return { events, losses: session.losses };
    },
    emptyFold,
    fold,
    toDeltas,
    toReply,
    toSteps,
    toDeeds,
    costIn,
    modelOf: ({ model }) => model,
  };
}

function open({ keeping, options, scratch, clock, ids }: ClaudeCodeOptions, told: Told) {
  const folderOf = (session: string) => workFolder(options, scratch, session);
  return keeping
    ? openKept({ ...keeping, clock, ids, folderOf }, told)
    : openMomentary(told, folderOf);
}

const systemOf = ({ system }: Told) => ({
  systemPrompt: { type: 'preset', preset: 'claude_code', ...(system && { append: system }) },
});

type Wishes = Readonly<Record<string, unknown>>;

async function* turnOf(
  sdk: AgentSdk,
  session: OpenSession,
  call: ModelCall,
  wishes: Wishes,
  context: () => CallContext,
): AsyncGenerator<TurnEvent, void> {
  const { prompt, folder, done, worked, refused } = session;
  const { allowedTools: allowed, within = emptyToolbox } = call;
  const allowance: Allowance = { allowed, within };
  const outputs = createToolOutputs();
  try {
    if (done.length > 0) yield { type: 'done', lines: done };
    if (isDecided(done, (tool) => ends(allowance, tool))) return;
    const instance = await createToolServer(call, allowance, '1');
    const options = {
      ...wishes,
      ...session.options,
      cwd: folder.path,
      hooks: hooksFor(call, allowance, worked, outputs),
      mcpServers: { [SERVER]: { type: 'sdk', name: SERVER, instance, alwaysLoad: true } },
    };
    const query = { prompt, options, signal: call.signal, refused };
    for await (const message of eventsOf(sdk, query, context)) yield outputs.addTo(message);
  } finally {
    await session.close();
  }
}
