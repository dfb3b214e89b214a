import type { Read } from '../agent/reading-tool.ts';
import { stateAt } from '../context/history.ts';
import type { Item } from '../context/item.ts';
import type { State } from '../context/state.ts';
import { fence } from '../view/fence.ts';
import type { Passage } from '../view/passage.ts';
import type { ViewRequest } from '../view/view-request.ts';
import { shownAs, type Viewer } from '../view/viewer.ts';
import { INTRODUCTION, nameOf, type Reader, requestFor, settingsOf } from './news-for.ts';
import type { Standing } from './standing.ts';

/** Characters of the names of what there is to be read; the newest of them. */
const MAX_NAMES = 4_000;

/** Tokens below which there is no use in reading. */
const MIN_ROOM = 100;

const NO_ROOM = 'no more can be read in this turn.';

export interface InFull extends Read {
  readonly tokens: number;
}

/**
 * What an agent is shown in short, whole: what stands under the names by which it was told of it, as
 * far as its subscriptions let it see that and there is room.
 */
export function readInFull(
  viewer: Viewer,
  { run, history }: Standing,
  reader: Reader,
  names: readonly string[],
  room: number,
): InFull {
  if (room < MIN_ROOM) return { text: `Not shown: ${NO_ROOM}`, isError: true, tokens: 0 };
  const { compression } = settingsOf(run);
  const request: ViewRequest = { ...requestFor(run, reader), room, compression };
  const passagesAt = ({ items }: State) => viewer.passages(items.values(), request);
  const now = passagesAt(history.state);
  const find = finder(now, (version) => passagesAt(stateAt(history, version)));
  const found = names.map((name) => ({ name, item: find(name) }));
  const items = new Set(found.flatMap(({ item }) => item ?? []));
  const unknown = found.filter(({ item }) => !item).map(({ name }) => name);
  const { passages } = viewer.expand(items, request);
  const missing = items.size - passages.length;
  const text = [
    ...(passages.length > 0 ? [INTRODUCTION] : []),
    ...passages.map((passage) => shownAs(passage, request.nonce)),
    ...(missing > 0 ? [`[${missing} more are not shown: ${NO_ROOM}]`] : []),
    ...unknown.map((name) => `Nothing that you are shown is called ${JSON.stringify(name)}.`),
    ...(unknown.length > 0 || names.length === 0 ? [namesOf(now, request.nonce)] : []),
  ].join('\n\n');
  const tokens = Math.ceil(viewer.count(text, reader.maker) * reader.correction);
  return { text, isError: unknown.length > 0 && items.size === 0, tokens };
}

/** `VERSION.NAME`, as what runs write is called; or a name, as of a version. */
const AS_OF = /^(?:[a-z]+ )?(?:(\d{1,12})\..+|.+@(\d{1,12}))(?: of \S+)?$/s;

/** Finds what stands under a name now; else under one that says when it stood. */
function finder(now: readonly Passage[], passagesAt: (version: number) => readonly Passage[]) {
  const standing = byName(now);
  return (name: string): Item | undefined => {
    const found = standing.get(name);
    const [, beginning, end] = found ? [] : (AS_OF.exec(name) ?? []);
    const version = beginning ?? end;
    if (found || version === undefined) return found;
    const plain = end === undefined ? name : name.slice(0, name.lastIndexOf('@'));
    return byName(passagesAt(Number(version))).get(plain);
  };
}

/** Things by all that they may be called: what stands beside them, or less of it. */
const byName = (passages: readonly Passage[]): ReadonlyMap<string, Item> =>
  new Map(
    passages.flatMap(({ item, label }) =>
      [label, `${item.kind} ${nameOf(item)}`, nameOf(item)].map((name) => [name, item] as const),
    ),
  );

function namesOf(passages: readonly Passage[], nonce: string): string {
  const labels = passages.map(({ label }) => label).toReversed();
  return fence('names of what there is, the newest first', labels.join('\n'), nonce, MAX_NAMES);
}
