import type { Delta } from '../../core/message/delta.ts';
import { type JsonObject, stringIn } from '../json-object.ts';
import type { Piece, StreamEvent } from './event.ts';
import type { Folded, FoldedBlock } from './fold.ts';

/** What an event has added to the reply, which holds it already, in the order in which it is shown. */
export function toDeltas(event: StreamEvent, soFar: Folded): readonly Delta[] {
  switch (event.type) {
    case 'message_start':
      return soFar.blocks.flatMap((block, at) =>
        at < soFar.earlier ? [] : whole(block, at, soFar),
      );
    case 'content_block_start':
      return begun(event.content_block, soFar.blocks.length - 1, soFar);
    case 'content_block_delta':
      return added(event.delta, soFar.earlier + event.index, soFar);
    default:
      return [];
  }
}

const whole = ({ began }: FoldedBlock, at: number, soFar: Folded): readonly Delta[] => [
  ...begun(began, at, soFar),
  ...(began['type'] === 'tool_use'
    ? [argumentsDelta(JSON.stringify(began['input'] ?? {}), at, soFar)]
    : []),
];

function begun(block: JsonObject, at: number, soFar: Folded): readonly Delta[] {
  if (block['type'] === 'text') return said('text', stringIn(block, 'text'));
  if (block['type'] === 'thinking') return said('thinking', stringIn(block, 'thinking'));
  if (block['type'] !== 'tool_use') return [];
  const { id, name } = { id: stringIn(block, 'id'), name: stringIn(block, 'name') };
  return [{ type: 'tool_call', index: callIndex(at, soFar), id, name }];
}

function added(piece: Piece, at: number, soFar: Folded): readonly Delta[] {
  const isCall = soFar.blocks[at]?.began['type'] === 'tool_use';
  return [
    ...said('text', piece.text),
    ...said('thinking', piece.thinking),
    ...(isCall && piece.partial_json ? [argumentsDelta(piece.partial_json, at, soFar)] : []),
  ];
}

const said = (type: 'text' | 'thinking', text: string | null | undefined): readonly Delta[] =>
  text ? [{ type, text }] : [];

const argumentsDelta = (argumentsText: string, at: number, soFar: Folded): Delta => ({
  type: 'tool_call',
  index: callIndex(at, soFar),
  argumentsText,
});

/** Which of the reply's calls a block is. */
const callIndex = (at: number, { blocks }: Folded) =>
  blocks.slice(0, at).filter(({ began }) => began['type'] === 'tool_use').length;
