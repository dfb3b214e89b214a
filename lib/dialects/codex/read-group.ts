import { type Author, user } from '../../core/message/author.ts';
import type { Message, Role } from '../../core/message/message.ts';
import type { Lossy } from '../lossy.ts';
import type { Group } from '../openai-responses/group-items.ts';
import { readGroup as readItems } from '../openai-responses/read-group.ts';
import { timeOf } from '../transcript-time.ts';
import type { LineItem } from './line.ts';

/** How this dialect is called in a message's native form, and the agent that speaks in it. */
const CODEX = 'codex';

/** One message, of the items that are said in one go; the lines that they stand in are its native form. */
export function readGroup(
  group: Group,
  all: readonly LineItem[],
  texts: readonly string[],
): Lossy<Message> {
  const items = all.slice(group.start, group.start + group.items.length);
  const { value, losses } = readItems(group);
  const lines = [...new Set(items.map(({ line }) => line))];
  const [first] = items;
  return {
    value: {
      ...value,
      id: `line-${(first?.line ?? 0) + 1}${first && isOneOfMany(first, all) ? `-${group.start}` : ''}`,
      author: authorOf(value.role, first?.model),
      ...(first && timeOf(first.envelope)),
      native: { dialect: CODEX, value: lines.map((line) => texts[line] ?? '') },
    },
    losses: losses.map((lost) => ({ ...lost, at: toLine(lost.at, all) })),
  };
}

/** A summary's line may hold several messages. */
const isOneOfMany = ({ line, envelope }: LineItem, all: readonly LineItem[]) =>
  envelope['type'] === 'compacted' && all[1]?.line === line;

function authorOf(role: Role, model: string | undefined): Author {
  if (role === 'user') return user;
  return { agent: CODEX, backend: CODEX, ...(role === 'assistant' && model && { model }) };
}

const toLine = (at: string, all: readonly LineItem[]) =>
  at.replace(/^input\[(\d+)\]/, (_, place: string) => `lines[${all[Number(place)]?.line}].payload`);
