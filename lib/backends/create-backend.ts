import { type ApiMaker, type ChatMaker, compatible, type Maker } from '../config/maker.ts';
import { chatMakerOf, isMakerType, type MakerType, makerAt, makerOf } from '../config/makers.ts';
import type { BackendSpec } from '../core/agent/agent.ts';
import type { Backend } from '../core/agent/backend.ts';
import type { Clock } from '../core/shared/clock.ts';
import { Fault } from '../core/shared/faults.ts';
import type { Ids } from '../core/shared/ids.ts';
import { grokQuirks, openaiQuirks } from '../dialects/openai-responses/quirks.ts';
import { createChatCompletions } from './chat-completions/chat-completions.ts';
import { createClaude } from './claude/claude.ts';
import { createClaudeCode } from './claude-code/claude-code.ts';
import type { Keeping } from './claude-code/kept-session.ts';
import { SCRATCH } from './claude-code/work-folder.ts';
import { createGemini } from './gemini/gemini.ts';
import type { MakerOptions } from './maker-options.ts';
import { createRehearsal } from './rehearsal/rehearsal.ts';
import { createResponses } from './responses/responses.ts';

export interface BackendContext {
  /** Whose backend it is, as faults name it. */
  readonly agent: string;
  /** All agents of the configuration, in its order. */
  readonly agentIds: readonly string[];
  /** The key that the configuration holds for this backend, if any. */
  readonly key?: string;
  /** Where it keeps its session, if it is one that has one. */
  readonly keeping?: Keeping;
  /** A variable of the environment. */
  readonly lookup: (name: string) => string | undefined;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** What is sent where no key is needed: some servers, and the SDK, insist on one. */
const NO_KEY = 'not-needed';

/**
 * Makes the backend that a configuration describes; nothing is called yet. Throws
 * `config.backendNotHere`, `config.keyMissing` and `config.invalid`.
 */
export function createBackend(spec: BackendSpec, context: BackendContext): Backend {
  const { agent, agentIds, clock, ids } = context;
  const { type, options } = spec;
  if (type === 'rehearsal') {
    const script = options['script'];
    return createRehearsal({ agentIds, clock, ids, ...(script !== undefined && { script }) });
  }
  if (!isMakerType(type)) throw new Fault('config.backendNotHere', { agent, backend: type });
  const named = makerOf(type);
  if (named.dialect === 'claude-code') return claudeCodeOf(spec, context);
  const baseUrl = baseUrlOf(spec, named, context);
  const maker = makerBehind(type, named, baseUrl);
  const model = spec.model ?? maker.defaultModel;
  return speak(maker, {
    type,
    baseUrl,
    key: keyOf(maker, context, type),
    ...(model !== undefined && { model }),
    options,
    clock,
    ids,
  });
}

/** It has its login, or the key that the configuration or the environment holds. */
const claudeCodeOf = (
  { type, model, options }: BackendSpec,
  { key = '', keeping, lookup, clock, ids }: BackendContext,
): Backend =>
  createClaudeCode({
    type,
    key,
    ...(model !== undefined && { model }),
    options,
    folders: [process.cwd(), lookup('MASSGEN_CLAUDE_CODE_DIR') ?? ''],
    scratch: lookup(SCRATCH) ?? '',
    keeping,
    clock,
    ids,
  });

/** The backend that speaks a maker's dialect. xAI has its own tools on its Responses endpoint alone. */
function speak(maker: ApiMaker, connection: MakerOptions): Backend {
  switch (maker.dialect) {
    case 'openai-responses':
      return createResponses({ ...connection, quirks: openaiQuirks });
    case 'anthropic-messages':
      return createClaude(connection);
    case 'gemini':
      return createGemini(connection);
    case 'openai-chat':
      return connection.type === 'grok' && wantsBuiltInTools(maker, connection)
        ? createResponses({ ...connection, quirks: grokQuirks })
        : createChatCompletions({ ...connection, quirks: maker.quirks });
  }
}

const wantsBuiltInTools = ({ builtInTools = [] }: Maker, { options }: MakerOptions) =>
  builtInTools.some((key) => options[key] === true);

/** Whoever answers at an address. Nobody's key is sent to a host that is not known. */
function makerBehind(type: MakerType, named: ApiMaker, baseUrl: string): ApiMaker {
  if (type !== 'chatcompletion') return named;
  const owner = makerAt(baseUrl);
  return owner ? chatMakerOf(owner) : stranger;
}

const stranger: ChatMaker = {
  title: makerOf('chatcompletion').title,
  dialect: 'openai-chat',
  local: false,
  keyFrom: [],
  quirks: compatible,
};

/** The configuration's own, else the environment's, else the maker's. */
function baseUrlOf({ options }: BackendSpec, maker: Maker, context: BackendContext): string {
  const configured = options['base_url'];
  const moved = maker.baseUrlFrom && context.lookup(maker.baseUrlFrom);
  const baseUrl = configured || moved || maker.baseUrl;
  if (typeof baseUrl === 'string' && /^https?:/i.test(baseUrl) && URL.canParse(baseUrl))
    return baseUrl;
  throw new Fault('config.invalid', {
    path: 'backend.base_url',
    problem: `Agent ${context.agent} needs an address that begins with http:// or https://.`,
    suggestion: 'Write it out, such as http://127.0.0.1:1234/v1.',
  });
}

function keyOf({ keyFrom }: Maker, { agent, key, lookup }: BackendContext, type: string): string {
  const found = key || keyFrom.map(lookup).find(Boolean);
  if (found) return found;
  if (keyFrom.length === 0) return NO_KEY;
  throw new Fault('config.keyMissing', { agent, backend: type, variables: keyFrom.join(' or ') });
}
