import { checkedId } from '../core/context/address.ts';
import type { History } from '../core/context/history.ts';
import { headOf, stateAt } from '../core/context/history.ts';
import type { Operation } from '../core/context/operation.ts';
import { RunRequest } from '../core/coordination/records.ts';
import { bodiesOf } from '../core/coordination/run-log.ts';
import { user } from '../core/message/author.ts';
import type { Loss } from '../core/message/loss.ts';
import type { Message } from '../core/message/message.ts';
import { estimateTokens } from '../core/message/tokens.ts';
import { Fault } from '../core/shared/faults.ts';
import { sha256 } from '../core/shared/hash.ts';
import { conversationOf } from '../core/view/conversation-of.ts';
import { nonceFrom } from '../core/view/fence.ts';
import { withinBudget } from '../core/view/within-budget.ts';
import { type Dialect, type DialectName, dialects, extractFrom } from '../dialects/dialects.ts';
import type { LocalDeps } from './deps.ts';

export interface RenderOptions {
  readonly to: DialectName;
  /** Who is to read it: sees what that agent may see, and its model is asked. */
  readonly agent?: string;
  readonly at?: number;
  /** Tokens, at most; what is oldest is left out. */
  readonly budget?: number;
}

export interface RenderReport {
  readonly dialect: DialectName;
  /** The body that the maker's REST API takes; of `claude-code`, its lines. */
  readonly request: unknown;
  readonly losses: readonly Loss[];
  readonly tokens: number;
}

export interface ExtractOptions {
  readonly from: DialectName | 'auto';
  /** The context that takes the messages in. */
  readonly into?: string;
}

export interface ExtractReport {
  readonly messages: readonly Message[];
  readonly losses: readonly Loss[];
  readonly context?: string;
  readonly version?: number;
}

/** The model that a request names where nobody says which. */
const modelOf: Partial<Record<DialectName, string>> = {
  'anthropic-messages': 'claude-sonnet-5-5',
  'openai-responses': 'gpt-6-sol',
  'openai-chat': 'gpt-6-sol',
  gemini: 'gemini-4-argon',
};

/** Bytes of messages in one commit; well below what a commit may hold. */
const BATCH_BYTES = 4 * 1024 * 1024;

export const translationCommands = (
  deps: LocalDeps,
  historyOf: (context: string) => Promise<History>,
) => ({
  /** Throws `context.unknown`, `context.unknownVersion`, and `usage.invalid` for a dialect that is only read. */
  render: async (context: string, options: RenderOptions): Promise<RenderReport> => {
    const { render }: Dialect = dialects[options.to];
    if (!render) throw onlyRead(options.to);
    const history = await historyOf(context);
    const head = history.commits.length;
    const version = options.at ?? head;
    if (version > head) throw new Fault('context.unknownVersion', { context, version, head });
    const nonce = nonceFrom(headOf(history).hash ?? context);
    const messages = conversationOf(stateAt(history, version), nonce, options.agent);
    const model = modelAsked(history, options);
    const { value, losses: left } = withinBudget(options.budget, messages);
    const { request, losses } = render(value, model);
    const tokens = estimateTokens(JSON.stringify(request));
    return { dialect: options.to, request, losses: [...left, ...losses], tokens };
  },

  /** Throws `context.invalid` for a text that holds no conversation. Taken in twice, it is there once. */
  extract: async (text: string, { from, into }: ExtractOptions): Promise<ExtractReport> => {
    const { messages, losses } = extractFrom(text, from);
    if (into === undefined) return { messages, losses };
    const context = checkedId(into);
    const version = await takeIn(deps, context, messages, sha256(text).slice(0, 16));
    return { messages, losses, context, version };
  },
});

function modelAsked({ commits }: History, { to, agent }: RenderOptions): string {
  const requests = commits
    .filter(({ cause }) => cause?.step === 'request')
    .flatMap((commit) => bodiesOf(commit, 'request'));
  const agents = requests.flatMap((body) => RunRequest.parse(body).team.agents);
  const asked = agents.findLast(({ id }) => id === agent)?.backends[0]?.model;
  return asked ?? modelOf[to] ?? '';
}

async function takeIn(
  deps: LocalDeps,
  context: string,
  messages: readonly Message[],
  digest: string,
): Promise<number> {
  const address = { tenant: deps.tenant, context, branch: 'main' };
  await deps.sessions.ensure(context, context);
  let version = (await deps.log.head(address)).version;
  for (const [place, operations] of batches(messages, digest).entries()) {
    const draft = { id: `extract-${digest}-${place + 1}`, author: user, operations };
    const outcome = await deps.log.commit(address, draft);
    if (outcome.kind === 'conflict') throw new Fault('context.busy', { context, races: 1 });
    version = outcome.commit.version;
  }
  return version;
}

function batches(messages: readonly Message[], digest: string): readonly Operation[][] {
  const all: Operation[][] = [];
  let bytes = BATCH_BYTES;
  for (const [place, message] of messages.entries()) {
    const text = JSON.stringify(message);
    bytes += text.length;
    if (bytes > BATCH_BYTES) {
      all.push([]);
      bytes = 0;
    }
    all.at(-1)?.push({
      op: 'put',
      item: `extract/${digest}/${place + 1}`,
      kind: 'message',
      body: JSON.parse(text),
    });
  }
  return all;
}

const onlyRead = (dialect: string) =>
  new Fault('usage.invalid', {
    problem: `${dialect} is a dialect that is read, and never written.`,
    hint: 'Render to claude-code, or to the dialect of an API.',
  });
