import type { Seeded } from '../support/seeded.ts';
import type { Answer, Call, Commit, Read } from './operation.ts';

/** Few, so that writers get into each other's way. */
const ITEMS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

/** Someone who reads and writes at random, so many times, and now and then says the same again. */
export async function beClient(
  name: string,
  random: Seeded,
  times: number,
  ask: (call: Call) => Promise<Answer>,
): Promise<void> {
  const offers: Commit[] = [];
  let seen = 0;
  for (let time = 1; time <= times; time += 1) {
    const call = random.happens(0.6)
      ? offer(`${name}.${time}`, random, seen, offers)
      : read(random, seen);
    if (call.kind === 'commit' && call.repeatable) offers.push(call);
    seen = Math.max(seen, versionIn(await ask(call)));
  }
}

function read(random: Seeded, seen: number): Read {
  const version = random.below(seen + 2);
  return random.pick<Read>([
    { kind: 'history' },
    { kind: 'head' },
    { kind: 'after', version: Math.min(version, seen) },
    { kind: 'at', version: version + 1 },
  ]);
}

function offer(label: string, random: Seeded, seen: number, offers: readonly Commit[]): Commit {
  const earlier = offers[random.below(offers.length)];
  if (earlier && random.happens(0.25)) return again(earlier, random, seen);
  const repeatable = random.pick([undefined, 'id', 'cause'] as const);
  return {
    kind: 'commit',
    label,
    ...(repeatable && { repeatable }),
    writes: someItems(random, 1),
    expects: random.happens(0.15) ? '*' : someItems(random, 0),
    base: repeatable === 'cause' ? random.below(seen + 1) : baseOf(random, seen),
  };
}

/** A person who chose an id may have looked again meanwhile; a machine says where it stood at first. */
const again = (earlier: Commit, random: Seeded, seen: number): Commit =>
  earlier.repeatable === 'id' ? { ...earlier, base: baseOf(random, seen) } : earlier;

const baseOf = (random: Seeded, seen: number) =>
  random.pick([seen, seen, random.below(seen + 1), undefined]);

const someItems = (random: Seeded, least: number): readonly string[] => {
  const items = Array.from({ length: least + random.below(2) }, () => random.pick(ITEMS));
  return [...new Set(items)];
};

function versionIn(answer: Answer): number {
  if (answer.kind === 'entries') return answer.entries.at(-1)?.version ?? 0;
  if (answer.kind === 'conflict') return answer.head;
  return answer.kind === 'committed' || answer.kind === 'head' ? answer.version : 0;
}
