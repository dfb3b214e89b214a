/** Where words stand, which are told as numbers of 32 bits. */
export interface Postings {
  /** Takes in a text that `read` visits the words of, and says its place: 0, 1, 2 ... */
  readonly add: (read: (visit: (word: number) => void) => void) => number;
  /** The texts that say a word; they stand until the next question. */
  readonly holding: (word: number) => Holding;
  /** The words of a text, by its place. */
  readonly lengths: readonly number[];
}

/** Texts by their places, each once, and how often they say the word. */
export interface Holding {
  readonly count: number;
  readonly places: Int32Array;
  readonly times: Int32Array;
}

/** Words, each with the place of its text and how often that says it. */
interface Row {
  readonly words: Int32Array;
  readonly places: Int32Array;
  readonly times: Uint8Array;
}

const SHELVES = 1 << 16;
const shelfOf = (word: number) => word & (SHELVES - 1);

/** How many may have come since, as a share of what is on the shelves, before those are filled anew. */
const COME_SINCE = 0.25;

/** Puts words on shelves, so that whoever looks for one goes along one shelf, and past what came since. */
export function createPostings(): Postings {
  const lengths: number[] = [];
  const last = new Int32Array(LAST);
  let shelves = shelve(emptyRow(0));
  let come = emptyRow(4096);
  let end = 0;
  let held = emptyHolding(0);

  /** Notes a word of the text whose first word stands at `from`. */
  function note(word: number, place: number, from: number) {
    const seat = word & (LAST - 1);
    const at = last[seat] as number;
    if (at >= from && at < end && come.words[at] === word && (come.times[at] as number) < MOST) {
      come.times[at] = (come.times[at] as number) + 1;
      return;
    }
    if (end === come.words.length) come = joined(come, emptyRow(end));
    come.words[end] = word;
    come.places[end] = place;
    come.times[end] = 1;
    last[seat] = end;
    end += 1;
  }

  function shelveAll() {
    shelves = shelve(joined(shelves.row, upTo(end, come)));
    come = emptyRow(4096);
    end = 0;
  }

  return {
    lengths,
    add(read) {
      const place = lengths.length;
      const from = end;
      let length = 0;
      read((word) => {
        note(word, place, from);
        length += 1;
      });
      lengths.push(length);
      return place;
    },
    holding(word) {
      if (end > shelves.row.words.length * COME_SINCE) shelveAll();
      if (held.places.length < lengths.length) held = emptyHolding(lengths.length);
      const { row, starts } = shelves;
      const shelf = shelfOf(word);
      const [from, to] = [starts[shelf] as number, starts[shelf + 1] as number];
      const onShelf = gather(row, from, to, word, held, 0);
      return { ...held, count: gather(come, 0, end, word, held, onShelf) };
    },
  };
}

/** Words of the text that is read of which it is known where they were noted last, by their lowest bits. */
const LAST = 1 << 10;
/** As often as one entry says. */
const MOST = 255;

/** Adds the texts of a stretch that hold a word to those that were found before; how many there are then. */
function gather(
  { words, places, times }: Row,
  from: number,
  to: number,
  word: number,
  found: Pick<Holding, 'places' | 'times'>,
  before: number,
): number {
  let count = before;
  for (let at = from; at < to; at += 1) {
    if (words[at] !== word) continue;
    const place = places[at] as number;
    const isSame = count > 0 && found.places[count - 1] === place;
    if (!isSame) {
      found.places[count] = place;
      found.times[count] = 0;
      count += 1;
    }
    found.times[count - 1] = (found.times[count - 1] as number) + (times[at] as number);
  }
  return count;
}

const emptyHolding = (length: number) => ({
  places: new Int32Array(length),
  times: new Int32Array(length),
});

const emptyRow = (length: number): Row => ({
  words: new Int32Array(length),
  places: new Int32Array(length),
  times: new Uint8Array(length),
});

const upTo = (end: number, { words, places, times }: Row): Row => ({
  words: words.subarray(0, end),
  places: places.subarray(0, end),
  times: times.subarray(0, end),
});

function joined(one: Row, other: Row): Row {
  const row = emptyRow(one.words.length + other.words.length);
  for (const field of ['words', 'places', 'times'] as const) {
    row[field].set(one[field]);
    row[field].set(other[field], one[field].length);
  }
  return row;
}

/** The row in the order of its words' shelves, and where each of those starts. */
function shelve({ words, places, times }: Row) {
  const starts = new Int32Array(SHELVES + 1);
  for (const word of words) starts[shelfOf(word) + 1] = (starts[shelfOf(word) + 1] as number) + 1;
  for (let shelf = 1; shelf <= SHELVES; shelf += 1)
    starts[shelf] = (starts[shelf] as number) + (starts[shelf - 1] as number);
  const free = starts.slice();
  const row = emptyRow(words.length);
  for (let at = 0; at < words.length; at += 1) {
    const shelf = shelfOf(words[at] as number);
    const to = free[shelf] as number;
    free[shelf] = to + 1;
    row.words[to] = words[at] as number;
    row.places[to] = places[at] as number;
    row.times[to] = times[at] as number;
  }
  return { row, starts };
}
