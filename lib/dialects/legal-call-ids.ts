import { sha256 } from '../core/shared/hash.ts';

/** What every maker accepts as the id of a tool call. */
const LEGAL_ID = /^[a-zA-Z0-9_-]{1,40}$/;

/**
 * The ids under which calls go out: their own where every maker accepts them and no call before has
 * the same, else ones made from them, the same each time.
 */
export function legalCallIds(
  ids: readonly string[],
  before: ReadonlySet<string> = new Set(),
): readonly string[] {
  const taken = new Set(before);
  return ids.map((id) => {
    const free = firstFree(id, taken);
    taken.add(free);
    return free;
  });
}

function firstFree(id: string, taken: ReadonlySet<string>): string {
  let candidate = LEGAL_ID.test(id) ? id : derived(id, 0);
  for (let turn = 1; taken.has(candidate); turn += 1) candidate = derived(id, turn);
  return candidate;
}

const derived = (id: string, turn: number) => `call_${sha256(`${turn}:${id}`).slice(0, 32)}`;
