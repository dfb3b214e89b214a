import { isMakerType, type MakerType, makerOf } from '../config/makers.ts';
import { checkedId } from '../core/context/address.ts';
import type { History } from '../core/context/history.ts';
import { headOf, stateAt } from '../core/context/history.ts';
import type { Operation } from '../core/context/operation.ts';
import { RunRequest } from '../core/coordination/records.ts';
import { bodiesOf } from '../core/coordination/run-bodies.ts';
import { user } from '../core/message/author.ts';
import type { Loss } from '../core/message/loss.ts';
import type { Message } from '../core/message/message.ts';
import { estimateTokens } from '../core/message/tokens.ts';
import { Fault } from '../core/shared/faults.ts';
import { sha256 } from '../core/shared/hash.ts';
import { conversationOf } from '../core/view/conversation-of.ts';
import { nonceFrom } from '../core/view/fence.ts';
import { fitConversation, type Kept } from '../core/view/fit-conversation.ts';
import type { Meter } from '../core/view/meter.ts';
import type { DialectName } from '../dialects/dialect-name.ts';
import { type Dialect, dialects, extractFrom } from '../dialects/dialects.ts';
import type { ContextDeps } from './context-deps.ts';
import { type Find, historyAt } from './history-at.ts';

export interface RenderOptions {
  readonly to: DialectName;
  /** Who is to read it: sees what that agent may see, and its model is asked. */
  readonly agent?: string;
  /** A version, or `BRANCH@VERSION`; without it: the head. */
  readonly at?: string | number;
  readonly branch?: string;
  /** Tokens, at most: what a view would leave out or tell in short is, and stands among the losses. */
  readonly budget?: number;
}

export interface RenderReport {
  readonly dialect: DialectName;
  /** The body that the maker's REST API takes; of `claude-code`, its lines. */
  readonly request: unknown;
  readonly losses: readonly Loss[];
  readonly tokens: number;
  /** With a budget: what it came to, and why. */
  readonly meter?: Meter;
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

/** Whose model a request names where nobody says which. */
const makerOfDialect: Partial<Record<DialectName, MakerType>> = {
  'anthropic-messages': 'claude',
  'openai-responses': 'openai',
  'openai-chat': 'openai',
  gemini: 'gemini',
};

/** Bytes of messages in one commit; well below what a commit may hold. */
const BATCH_BYTES = 4 * 1024 * 1024;

export const translationOperations = (deps: ContextDeps, find: Find) => ({
  /** Throws `context.unknown`, `context.unknownVersion`, and `usage.invalid` for a dialect that is only read. */
  render: async (context: string, options: RenderOptions): Promise<RenderReport> => {
    const { render }: Dialect = dialects[options.to];
    if (!render) throw onlyRead(options.to);
    const { at, branch } = options;
    const { history, version } = await historyAt(deps.log, find, context, at, branch);
    const nonce = nonceFrom(headOf(history).hash ?? context);
    const spoken = conversationOf(stateAt(history, version), nonce, options.agent);
    const { agent = user.agent, budget } = options;
    const fitted =
      budget === undefined
        ? undefined
        : fitConversation(await deps.viewer(), spoken, { agent, tokens: budget, nonce });
    const kept: readonly Kept[] = fitted
      ? fitted.kept
      : spoken.map(({ message }, place) => ({ message, place }));
    const { request, losses } = render(
      kept.map(({ message }) => message),
      modelAsked(history, options),
    );
    const placed = losses.map((lost) => ({ ...lost, at: placeIn(lost.at, kept) }));
    const tokens = estimateTokens(JSON.stringify(request));
    return {
      dialect: options.to,
      request,
      losses: [...(fitted?.losses ?? []), ...placed],
      tokens,
      ...(fitted && { meter: fitted.meter }),
    };
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

/** A path in what was kept, as one in the whole conversation. */
const placeIn = (path: string, kept: readonly Kept[]) =>
  path.replace(/^messages\[(\d+)\]/, (_, at: string) => {
    const place = kept[Number(at)]?.place;
    return place === undefined ? 'the summary' : `messages[${place}]`;
  });

/** The agent's own, where its maker speaks this dialect; else the model that one asks whose maker does. */
function modelAsked({ commits }: History, { to, agent }: RenderOptions): string {
  const requests = commits
    .filter(({ cause }) => cause?.step === 'request')
    .flatMap((commit) => bodiesOf(commit, 'request'));
  const agents = requests.flatMap((body) => RunRequest.parse(body).team.agents);
  const own = agents.findLast(({ id }) => id === agent)?.backends[0];
  const speaks = own && isMakerType(own.type) && makerOf(own.type).dialect === to;
  const maker = makerOfDialect[to];
  return (speaks ? own.model : undefined) ?? (maker && makerOf(maker).defaultModel) ?? '';
}

async function takeIn(
  deps: ContextDeps,
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
