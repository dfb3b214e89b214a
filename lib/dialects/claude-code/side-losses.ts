import type { Loss } from '../../core/message/loss.ts';
import { loss } from '../lossy.ts';
import type { Chain, History } from './chain.ts';
import type { Entry, Line } from './line.ts';
import { silenceOf } from './speech.ts';
import { isSidechain, type Tree } from './tree.ts';

interface Read {
  readonly lines: readonly Line[];
  readonly tree: Tree;
  readonly chain: Chain;
  readonly history: History;
  /** The lines that messages are made of. */
  readonly told: ReadonlySet<number>;
}

/** Every line that is no part of a message, and every place where the tree is broken. */
export function sideLosses(read: Read): readonly Loss[] {
  const kept = read.told.size > 0 ? 'kept in the native form only' : 'left out';
  const onChain = new Set(read.chain.entries);
  const sides = read.lines.flatMap((line, at) =>
    read.told.has(at) ? [] : [loss(kindOf(line, at, read, onChain), `lines[${at}]`, kept)],
  );
  return [...sides, ...read.chain.breaks.map(toLoss)];
}

/** What stands beside the tree is named as Claude Code names it. */
const A_WORD = /^[\w-]{1,40}$/;

function kindOf(line: Line, at: number, read: Read, onChain: ReadonlySet<Entry>): string {
  if (line.kind === 'blank') return 'blank-line';
  if (line.kind === 'unreadable')
    return at === read.lines.length - 1 ? 'half-line' : 'unreadable-line';
  if (line.kind === 'side') return A_WORD.test(line.type) ? line.type : 'unknown-line';
  return kindOfEntry(line, read, onChain);
}

function kindOfEntry(entry: Entry, { tree, chain, history }: Read, onChain: ReadonlySet<Entry>) {
  if (onChain.has(entry)) return silenceOf(entry, history) ?? 'branch';
  if (tree.byUuid.get(entry.uuid) !== entry)
    return tree.byUuid.has(entry.uuid) ? 'duplicate' : sidechainOr('branch', entry);
  return chain.compacted.has(entry) ? 'compacted' : 'branch';
}

const sidechainOr = (kind: string, entry: Entry) => (isSidechain(entry) ? 'sidechain' : kind);

const toLoss = ({ entry, kind, isBridged }: Chain['breaks'][number]): Loss =>
  loss(
    kind,
    `lines[${entry.line}].parentUuid`,
    isBridged ? 'goes on above the damaged line' : 'the conversation begins here',
  );
