/** Where words stand, which are told as numbers of 32 bits. */
export interface Postings {
  /** Takes in the words of a text, and says its place: 0, 1, 2 ... */
  readonly add: (words: Int32Array) => number;
  /** Adds how often each text says a word, to the count of whoever it is here, by its place; of a negative one nothing is counted. */
  readonly count: (word: number, whoIs: Int32Array, counts: Uint32Array) => void;
  /** How many texts were taken in. */
  readonly texts: () => number;
}

/** Words in a row, each with the place of its text. */
interface Row {
  readonly words: Int32Array;
  readonly places: Int32Array;
}

const SHELVES = 1 << 16;
const shelfOf = (word: number) => word & (SHELVES - 1);

/** How many may have come since, as a share of what is on the shelves, before those are filled anew. */
const COME_SINCE = 0.25;

/** Puts words on shelves, so that whoever looks for one goes along one shelf, and past what came since. */
export function createPostings(): Postings {
  let texts = 0;
  let shelves = shelve(emptyRow(0));
  let come = emptyRow(4096);
  let end = 0;

  function shelveAll() {
    shelves = shelve(joined(shelves.row, upTo(end, come)));
    come = emptyRow(4096);
    end = 0;
  }

  return {
    texts: () => texts,
    add(words) {
      while (end + words.length > come.words.length)
        come = joined(come, emptyRow(come.words.length));
      come.words.set(words, end);
      come.places.fill(texts, end, end + words.length);
      end += words.length;
      texts += 1;
      return texts - 1;
    },
    count(word, whoIs, counts) {
      if (end > shelves.row.words.length * COME_SINCE) shelveAll();
      const { row, starts } = shelves;
      const shelf = shelfOf(word);
      countIn(row, starts[shelf] as number, starts[shelf + 1] as number, word, whoIs, counts);
      countIn(come, 0, end, word, whoIs, counts);
    },
  };
}

function countIn(
  { words, places }: Row,
  from: number,
  to: number,
  word: number,
  whoIs: Int32Array,
  counts: Uint32Array,
) {
  for (let at = from; at < to; at += 1) {
    if (words[at] !== word) continue;
    const who = whoIs[places[at] as number] as number;
    if (who >= 0) counts[who] = (counts[who] as number) + 1;
  }
}

const emptyRow = (length: number): Row => ({
  words: new Int32Array(length),
  places: new Int32Array(length),
});

const upTo = (end: number, { words, places }: Row): Row => ({
  words: words.subarray(0, end),
  places: places.subarray(0, end),
});

function joined(one: Row, other: Row): Row {
  const row = emptyRow(one.words.length + other.words.length);
  for (const field of ['words', 'places'] as const) {
    row[field].set(one[field]);
    row[field].set(other[field], one[field].length);
  }
  return row;
}

/** The row in the order of its words' shelves, and where each of those starts. */
function shelve({ words, places }: Row) {
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
  }
  return { row, starts };
}
