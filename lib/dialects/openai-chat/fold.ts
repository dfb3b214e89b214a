import type { Usage } from '../../core/message/usage.ts';
import { type CallPiece, type Chunk, type Piece, pieceOf } from './chunk.ts';
import { toUsage } from './usage.ts';

/** What has come of a reply so far. */
export interface Folded {
  readonly thinking: string;
  readonly text: string;
  readonly refusal: string;
  readonly calls: readonly FoldedCall[];
  /** The maker's word for how it ended; without one it has not. */
  readonly finish: string | undefined;
  readonly usage: Usage | undefined;
}

export interface FoldedCall {
  /** By which the server tells calls apart. */
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly argumentsText: string;
}

export const emptyFold: Folded = {
  thinking: '',
  text: '',
  refusal: '',
  calls: [],
  finish: undefined,
  usage: undefined,
};

/** Adds a chunk to what came before it. */
export function fold(before: Folded, chunk: Chunk): Folded {
  const { thinking, text, refusal, calls } = before;
  const piece: Partial<Piece> = pieceOf(chunk) ?? {};
  return {
    thinking: thinking + (piece.reasoning_content || piece.reasoning || ''),
    text: text + (piece.content ?? ''),
    refusal: refusal + (piece.refusal ?? ''),
    calls: (piece.tool_calls ?? []).reduce(addPiece, calls),
    finish: chunk.choices?.[0]?.finish_reason || before.finish,
    usage: chunk.usage ? toUsage(chunk.usage) : before.usage,
  };
}

/** The index says which call a piece belongs to; some servers give none, or the same to all. */
function addPiece(
  calls: readonly FoldedCall[],
  piece: CallPiece,
  place: number,
): readonly FoldedCall[] {
  const index = piece.index ?? place;
  const at = calls.findLastIndex((call) => call.index === index);
  const call = calls[at];
  const added = {
    id: piece.id ?? '',
    name: piece.function?.name ?? '',
    argumentsText: piece.function?.arguments ?? '',
  };
  if (!call || (added.id && call.id && added.id !== call.id))
    return [...calls, { index, ...added }];
  return calls.with(at, {
    index,
    id: call.id || added.id,
    name: added.name || call.name,
    argumentsText: call.argumentsText + added.argumentsText,
  });
}
