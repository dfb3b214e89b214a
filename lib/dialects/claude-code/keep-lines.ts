import { sha256 } from '../../core/shared/hash.ts';
import type { Turn } from './turns.ts';
import type { Kept, NativeLines } from './wire.ts';

/** A message's entries, and all the lines that it keeps. */
export interface KeptTurn {
  readonly turn: Turn;
  readonly native: NativeLines;
}

/**
 * Deals every line out to the messages, so that all can be given back: a line that is part of none
 * goes to the next one's, those after all messages to the last one's. Read again after it has grown,
 * a transcript deals its lines out as before, but for those that stood at its end.
 */
export function keepLines(texts: readonly string[], turns: readonly Turn[]): readonly KeptTurn[] {
  const owners = new Map<number, NativeLines>();
  const transcript = sha256(texts[0] ?? '').slice(0, 16);
  const kept = turns.map((turn): KeptTurn => {
    const native = { transcript, own: [], beside: [] };
    for (const { line } of turn) owners.set(line, native);
    return { turn, native };
  });
  let waiting: Kept[] = [];
  let last: NativeLines | undefined;
  for (const [at, text] of texts.entries()) {
    const owner = owners.get(at);
    if (!owner) {
      waiting.push({ at, text });
      continue;
    }
    owner.own.push({ at, text });
    for (const line of waiting) owner.beside.push(line);
    waiting = [];
    last = owner;
  }
  for (const line of waiting) last?.beside.push(line);
  return kept;
}
