import type { Delta } from '../../core/message/delta.ts';
import { type CallPiece, type Chunk, pieceOf } from './chunk.ts';

/** What a chunk adds to the reply, in the order in which it is shown. */
export function toDeltas(chunk: Chunk): readonly Delta[] {
  const piece = pieceOf(chunk);
  if (!piece) return [];
  return [
    ...said('thinking', piece.reasoning_content || piece.reasoning),
    ...said('text', piece.content),
    ...said('text', piece.refusal),
    ...(piece.tool_calls ?? []).map(toCallDelta),
  ];
}

const said = (type: 'text' | 'thinking', text: string | null | undefined): readonly Delta[] =>
  text ? [{ type, text }] : [];

const toCallDelta = (piece: CallPiece, place: number): Delta => ({
  type: 'tool_call',
  index: piece.index ?? place,
  ...(piece.id && { id: piece.id }),
  ...(piece.function?.name && { name: piece.function.name }),
  ...(piece.function?.arguments && { argumentsText: piece.function.arguments }),
});
