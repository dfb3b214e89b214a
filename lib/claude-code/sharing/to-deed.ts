import type { Deed } from '../../core/agent/deed.ts';
import type { PutOperation } from '../../core/context/operation.ts';
import { type Author, user } from '../../core/message/author.ts';
import { type Message, textOf } from '../../core/message/message.ts';
import type { Json } from '../../core/shared/json.ts';
import { readTurn } from '../../dialects/claude-code/read-turn.ts';
import { fileChangeIn } from './file-change.ts';
import { type Outputs, sharedMessage } from './shared-message.ts';
import { type Sharing, type Thread, tagsOf } from './thread.ts';
import type { Utterance } from './utterances.ts';

/** What is shared of one thing that was said, as the item of that name. Undefined: there is nothing. */
export function toDeed(
  utterance: Utterance,
  thread: Thread,
  sharing: Sharing,
  outputs: Outputs,
): Deed | undefined {
  const { kind, turn } = utterance;
  const read = readTurn({ turn, native: { transcript: '', own: [], beside: [] } }).value;
  const author = speaking(read, sharing.agent);
  const shared = sharedMessage({ ...read, author }, outputs);
  if (!shared) return undefined;
  const said: PutOperation = {
    op: 'put',
    item: outputs.item,
    kind,
    body: bodyOf(kind, shared.message),
  };
  const operations = withOrigin([said, ...shared.outputs], utterance, thread);
  const { visibility } = sharing;
  return {
    author,
    operations:
      visibility === 'shared' ? operations : operations.map((one) => ({ ...one, visibility })),
  };
}

/** What was said, with the files that it changed, each tagged with where it comes from. */
export function withOrigin(
  said: readonly PutOperation[],
  utterance: Utterance,
  thread: Thread,
): readonly PutOperation[] {
  const changes = utterance.turn.flatMap((entry) => fileChangeIn(entry) ?? []);
  const tags = tagsOf(thread, utterance);
  return [...said, ...changes].map((operation) => ({ ...operation, tags: [...tags] }));
}

/** The session's own agent goes by the name that it has in the context. */
export const speaking = ({ author = user }: Message, agent: string): Author =>
  author.backend === undefined ? author : { ...author, agent };

/** A message is JSON, members that are undefined aside. */
const bodyOf = (kind: Utterance['kind'], message: Message): Json =>
  kind === 'summary' ? { text: textOf(message) } : (message as unknown as Json);
