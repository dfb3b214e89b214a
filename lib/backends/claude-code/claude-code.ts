import type { Backend, ModelCall } from '../../core/agent/backend.ts';
import type { Json } from '../../core/shared/json.ts';
import { once } from '../../core/shared/once.ts';
import { MAX_REPLY_BYTES } from '../limits.ts';
import type { MakerOptions } from '../maker-options.ts';
import { type Api, createStreamingBackend } from '../streaming-backend.ts';
import { loadAgentSdk } from './agent-sdk.ts';
import { eventsOf } from './events-of.ts';
import { emptyFold, type Folded, fold, toDeltas } from './fold.ts';
import { queryOptions } from './query-options.ts';
import type { SdkMessage } from './sdk-message.ts';
import { promptOf, type Session, sessionOf } from './session-of.ts';
import { toReply, toSteps } from './to-reply.ts';
import { createToolServer, endsWithTool, SERVER } from './tool-server.ts';
import { workFolder } from './work-folder.ts';

interface ClaudeCodeOptions extends Omit<MakerOptions, 'baseUrl'> {
  /** Where the SDK may be installed, beside this program's own place. */
  readonly folders: readonly string[];
  /** Where folders of sessions' own are; empty: among the machine's temporary files. */
  readonly scratch: string;
}

/**
 * Claude Code as an agent: a turn of its own, with its tools in its folder, ends when it calls one
 * of ours or has no more to say. What was said before is put into its session as real history.
 */
export function createClaudeCode(options: ClaudeCodeOptions): Backend {
  const { type, key, maxBytes = MAX_REPLY_BYTES } = options;
  return createStreamingBackend(agentSdkApi(options), {
    ...options,
    server: { backend: type, baseUrl: '', key, maxBytes },
  });
}

function agentSdkApi(asked: ClaudeCodeOptions): Api<SdkMessage, Folded> {
  const { type, key, options, folders, scratch } = asked;
  const sdk = once(() => loadAgentSdk(type, folders));
  return {
    async send(call, model, _soFar, context) {
      const loaded = await sdk();
      const session = sessionOf(call);
      const query = {
        content: promptOf(session),
        options: {
          ...queryOptions(options, key, call),
          cwd: workFolder(options, scratch, session.id).path,
          ...(model && { model }),
          ...(await sessionOptions(session, call)),
        },
        signal: call.signal,
      };
      return { events: eventsOf(loaded, query, context), losses: session.losses };
    },
    emptyFold,
    fold,
    toDeltas,
    toReply,
    toSteps,
    modelOf: ({ model }) => model,
  };
}

async function sessionOptions(session: Session, call: ModelCall) {
  const { id, system, entries } = session;
  const instance = await createToolServer(call, '1');
  return {
    systemPrompt: { type: 'preset', preset: 'claude_code', ...(system && { append: system }) },
    hooks: endsWithTool(call),
    mcpServers: { [SERVER]: { type: 'sdk', name: SERVER, instance, alwaysLoad: true } },
    ...(entries.length === 0
      ? { persistSession: false }
      : { resume: id, sessionStore: storeOf(entries) }),
  };
}

/** The SDK's `SessionStore`: it reads the history, and what comes of the turn is in its messages. */
const storeOf = (entries: readonly Json[]) => ({
  append: async () => {},
  load: async ({ subpath }: { readonly subpath?: string }) => (subpath ? null : entries),
  listSubkeys: async () => [],
});
