import type { Message } from '../../core/message/message.ts';
import { placedParts, type Utterance } from '../utterance.ts';
import { type Block, findBlocks, nativeOf } from './blocks.ts';
import { readLine } from './line.ts';
import { rehang } from './rehang.ts';

/** A message whose lines must be hung anew. */
export interface Single {
  readonly lines: readonly string[];
}

/** What goes out by lines that were read, by the place of its first message. */
export interface Pieces {
  readonly blocks: ReadonlyMap<number, Block>;
  readonly singles: ReadonlyMap<number, Single>;
}

export const noPieces: Pieces = { blocks: new Map(), singles: new Map() };

export function findPieces(messages: readonly Message[]): Pieces {
  const blocks = findBlocks(messages);
  const inBlock = new Set(blocks.flatMap(({ from, to }) => range(from, to)));
  const taken = new Set(blocks.flatMap(({ uuids }) => uuids));
  const singles = new Map<number, Single>();
  for (const [index, message] of messages.entries()) {
    const single = inBlock.has(index) ? undefined : singleOf(message, taken);
    if (single) singles.set(index, single);
  }
  return { blocks: new Map(blocks.map((block) => [block.from, block])), singles };
}

/** The places from one to another, that excluded. */
export const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, place) => from + place);

/** Its lines, where they can be hung anew and no other has their uuids. */
function singleOf(message: Message, taken: Set<string>): Single | undefined {
  const lines = nativeOf(message)?.own.map(({ text }) => text) ?? [];
  const uuids = lines.map(uuidOf);
  if (lines.length === 0 || uuids.some((uuid) => uuid === undefined || taken.has(uuid)))
    return undefined;
  if (lines.some((line) => rehang(line, undefined) === undefined)) return undefined;
  for (const uuid of uuids) if (uuid !== undefined) taken.add(uuid);
  return { lines };
}

export function uuidOf(text: string): string | undefined {
  const line = readLine(text, 0);
  return line.kind === 'entry' ? line.uuid : undefined;
}

/** A block speaks as one, and asks only for what it left unanswered. */
export function toUtterance(block: Block, messages: readonly Message[]): Utterance {
  const placed = messages
    .slice(block.from, block.to)
    .flatMap((message, place) => placedParts(message, block.from + place));
  const answered = new Set(
    placed.flatMap(({ part }) => (part.type === 'tool_result' ? [part.call] : [])),
  );
  const open = placed.filter(({ part }) => part.type === 'tool_call' && !answered.has(part.id));
  return { speaker: 'assistant', message: block.from, parts: open, native: true };
}
