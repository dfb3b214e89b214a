import type { Message } from '../../core/message/message.ts';
import type { History } from './chain.ts';
import type { Entry } from './line.ts';
import { rehang } from './rehang.ts';
import { readTranscript, type Transcript } from './transcript.ts';
import { isBoundary, isSidechain } from './tree.ts';
import { DIALECT, type Kept, NativeLines } from './wire.ts';

/** Messages in a row that were read from one transcript, and that its lines still say alone. */
export interface Block {
  readonly from: number;
  /** The first message after it. */
  readonly to: number;
  readonly lines: readonly string[];
  /** The entry that begins the conversation, and the one that it goes on from. */
  readonly root: Entry;
  readonly leaf: Entry;
  readonly uuids: readonly string[];
  /** Each entry but the first hangs on another of it; elsewhere a lost parent may be another. */
  readonly isWhole: boolean;
  /** A summary stands for some of it as soon as anything follows. */
  readonly isClosed: boolean;
}

export const nativeOf = ({ native }: Message): NativeLines | undefined =>
  native?.dialect === DIALECT ? NativeLines.safeParse(native.value).data : undefined;

/** What earlier blocks hold already, and the calls of all messages before. */
interface Taken {
  readonly lines: Set<string>;
  readonly uuids: Set<string>;
  readonly calls: Set<string>;
}

/** The parts of a conversation that can go back line by line. */
export function findBlocks(messages: readonly Message[]): readonly Block[] {
  const natives = messages.map(nativeOf);
  const taken: Taken = { lines: new Set(), uuids: new Set(), calls: new Set() };
  const blocks: Block[] = [];
  let to = 0;
  for (let from = 0; from < messages.length; from = to) {
    to = endOfRun(natives, from);
    const run = natives.slice(from, to).flatMap((native) => native ?? []);
    const kept = inFileOrder(run).filter((line) => !taken.lines.has(placeOf(run, line)));
    const block = run.length > 0 ? blockOf(run, kept, from) : undefined;
    const told = messages.slice(from, to);
    if (block && fits(block, messages.length, told, taken)) {
      blocks.push(block);
      addAll(
        taken.lines,
        kept.map((line) => placeOf(run, line)),
      );
      addAll(taken.uuids, block.uuids);
    }
    addAll(taken.calls, told.flatMap(callsIn));
  }
  return blocks;
}

function addAll(taken: Set<string>, names: readonly string[]): void {
  for (const name of names) taken.add(name);
}

type Natives = readonly NativeLines[];

/** A run ends where another transcript begins, or the same one over again. */
function endOfRun(natives: readonly (NativeLines | undefined)[], from: number): number {
  const transcript = natives[from]?.transcript;
  const told = new Set<number>();
  let to = from;
  do {
    for (const { at } of natives[to]?.own ?? []) told.add(at);
    to += 1;
  } while (
    transcript !== undefined &&
    natives[to]?.transcript === transcript &&
    !natives[to]?.own.some(({ at }) => told.has(at))
  );
  return to;
}

const placeOf = ([first]: Natives, { at }: Kept) => `${first?.transcript}:${at}`;

/** Each line once: messages that were read at different times may both have kept it. */
function inFileOrder(run: Natives): readonly Kept[] {
  const byPlace = new Map<number, Kept>();
  for (const { own, beside } of run)
    for (const kept of [...own, ...beside]) byPlace.set(kept.at, kept);
  return [...byPlace.values()].sort((left, right) => left.at - right.at);
}

function blockOf(run: Natives, kept: readonly Kept[], from: number): Block | undefined {
  const lines = kept.map(({ text }) => text);
  const asSummary = readAs('summary', lines, kept, run);
  const read = asSummary ?? readAs('whole', lines, kept, run);
  const root = read?.chain.entries[0];
  const leaf = read?.chain.leaf;
  if (!read || !root || !leaf) return undefined;
  const uuids = read.tree.entries.map(({ uuid }) => uuid);
  const isWhole = read.chain.breaks.every(({ entry }) => entry === root);
  const to = from + run.length;
  return { from, to, lines, root, leaf, uuids, isWhole, isClosed: asSummary === undefined };
}

function readAs(
  history: History,
  lines: readonly string[],
  kept: readonly Kept[],
  run: Natives,
): Transcript | undefined {
  const transcript = readTranscript(lines, history);
  return saysThese(transcript, kept, run) ? transcript : undefined;
}

/** What is read from the lines is these messages and no other. */
const saysThese = ({ turns }: Transcript, kept: readonly Kept[], run: Natives): boolean =>
  turns.length === run.length &&
  turns.every((turn, place) => {
    const own = run[place]?.own ?? [];
    return (
      own.length === turn.length && turn.every(({ line }, at) => kept[line]?.at === own[at]?.at)
    );
  });

/** Only at the beginning a block may stand as it is; later it has to hang on what comes before. */
function fits(block: Block, all: number, told: readonly Message[], taken: Taken): boolean {
  const { from, root, uuids, isWhole, isClosed } = block;
  if (told.length === all) return true;
  if (isClosed) return false;
  if (from === 0) return !isSidechain(root);
  return (
    isWhole &&
    !isBoundary(root) &&
    !isSidechain(root) &&
    rehang(block.lines[root.line] ?? '', undefined) !== undefined &&
    !uuids.some((uuid) => taken.uuids.has(uuid)) &&
    !answersEarlier(told, taken)
  );
}

function answersEarlier(told: readonly Message[], { calls }: Taken): boolean {
  const own = new Set(told.flatMap(callsIn));
  return told.some(({ parts }) =>
    parts.some(
      (part) => part.type === 'tool_result' && calls.has(part.call) && !own.has(part.call),
    ),
  );
}

const callsIn = ({ parts }: Message): readonly string[] =>
  parts.flatMap((part) => (part.type === 'tool_call' ? [part.id] : []));
