import type { Draft } from '../../core/context/draft.ts';
import type { PutOperation } from '../../core/context/operation.ts';
import { type Author, user } from '../../core/message/author.ts';
import { type Message, textOf } from '../../core/message/message.ts';
import type { Json } from '../../core/shared/json.ts';
import { blocksIn } from '../../dialects/anthropic-messages/read-content.ts';
import { readTurn } from '../../dialects/claude-code/read-turn.ts';
import { isJsonObject, stringIn } from '../../dialects/json-object.ts';
import { fileChangeIn } from './file-change.ts';
import type { Growing } from './growing.ts';
import { sharedMessage } from './shared-message.ts';
import { commitIdOf, itemOf, rangeOf, type Sharing, type Thread, tagsOf } from './thread.ts';
import { type Utterance, utterancesIn } from './utterances.ts';

/** What is to be committed of one thing that was said; the same lines make the same commit. */
export type SharedCommit = Pick<Draft, 'author' | 'operations'> & { readonly id: string };

export interface Reading {
  /** Whether a range of lines has been shared, by whichever session. */
  readonly isShared: (range: string) => boolean;
  /** Nothing will be written any more: what stands at the end has ended. */
  readonly isOver?: boolean;
}

/** What a thread has said that is not shared yet, oldest first, a commit for each. */
export function toCommits(
  growing: Growing,
  thread: Thread,
  sharing: Sharing,
  { isShared, isOver = false }: Reading,
): readonly SharedCommit[] {
  const utterances = utterancesIn(growing, isOver);
  const fresh = utterances.filter((utterance) => !isShared(rangeOf(utterance)));
  if (fresh.length === 0) return [];
  const own = new Set(utterances.flatMap(ownCallsIn));
  return fresh.flatMap((utterance) =>
    toCommit(utterance, thread, sharing, (call) => own.has(call)),
  );
}

/** Tools of this very context, however its server was installed. */
const OWN_TOOL = /^mcp__(?:plugin_massgen_)?massgen__/;

const ownCallsIn = ({ turn }: Utterance): readonly string[] =>
  turn.flatMap(({ message }) =>
    typeof message?.['content'] === 'string'
      ? []
      : blocksIn(message?.['content']).flatMap((block) =>
          isJsonObject(block) && OWN_TOOL.test(stringIn(block, 'name'))
            ? [stringIn(block, 'id')]
            : [],
        ),
  );

function toCommit(
  utterance: Utterance,
  thread: Thread,
  { agent, visibility }: Sharing,
  isOwn: (call: string) => boolean,
): readonly SharedCommit[] {
  const { kind, turn } = utterance;
  const native = { transcript: '', own: [], beside: [] };
  const read = readTurn({ turn, native }).value;
  const author = speaking(read, agent);
  const item = itemOf(thread, utterance);
  const shared = sharedMessage({ ...read, author }, { item, isOwn });
  if (!shared) return [];
  const said: PutOperation = { op: 'put', item, kind, body: bodyOf(kind, shared.message) };
  const changes = turn.flatMap((entry) => fileChangeIn(entry) ?? []);
  const tags = tagsOf(thread, utterance);
  const operations = [said, ...shared.outputs, ...changes].map((operation) => ({
    ...operation,
    tags: [...tags],
    ...(visibility !== 'shared' && { visibility }),
  }));
  return [{ id: commitIdOf(thread, utterance), author, operations }];
}

/** The session's own agent goes by the name that it has in the context. */
const speaking = ({ author = user }: Message, agent: string): Author =>
  author.backend === undefined ? author : { ...author, agent };

/** A message is JSON, members that are undefined aside. */
const bodyOf = (kind: Utterance['kind'], message: Message): Json =>
  kind === 'summary' ? { text: textOf(message) } : (message as unknown as Json);
