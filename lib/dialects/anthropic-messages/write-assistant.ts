import type { Json } from '../../core/shared/json.ts';
import { isJsonObject, type JsonObject } from '../json-object.ts';
import { legalName } from '../legal-name.ts';
import { type Lossy, loss, lossless, lossy, translateEach } from '../lossy.ts';
import type { Answer, Exchange } from '../pair.ts';
import { toArgumentsText } from '../sent-arguments.ts';
import type { PartOf, Placed } from '../utterance.ts';
import { wellFormed } from '../well-formed.ts';
import { shortest, toContentBlock } from './content.ts';
import { isServerCall, isServerResult } from './own-block.ts';
import { blocksIn } from './read-content.ts';
import type { WireBlock, WireMessage } from './wire.ts';

/** A part, and the block that says it. */
interface Piece {
  readonly placed: Placed;
  readonly block: Json;
}

type Pieces = Lossy<readonly Piece[]>;

/**
 * What an assistant said, as far as it can be said again: without thoughts where they do not hold,
 * without calls of Anthropic's own tools that came to nothing, never ending in a thought. Nothing
 * is left: no message.
 */
export function writeAssistant(
  { utterance, answers }: Exchange,
  thoughtsHold: boolean,
): Lossy<readonly WireMessage[]> {
  const { native } = utterance;
  const pieces =
    native === undefined
      ? translateEach(utterance.parts, (placed) => toPiece(placed, answers))
      : lossless(nativePieces(native, utterance.parts));
  const thoughtful = keep(pieces, 'thinking', ({ placed }) => thoughtsHold || !isThought(placed));
  const complete = keep(thoughtful, 'opaque', isNoStray);
  const spoken = keep(complete, 'thinking', isNoLastThought);
  const blocks = spoken.value.map(({ block }) => block).filter(isSaid);
  if (blocks.length === 0) return { value: [], losses: spoken.losses };
  const content = native === undefined ? shortest(blocks) : blocks;
  return { value: [{ role: 'assistant', content }], losses: spoken.losses };
}

const nativePieces = (native: Json, parts: readonly Placed[]): readonly Piece[] => {
  const blocks = isJsonObject(native) ? blocksIn(native['content']) : [];
  return parts.map((placed, place) => ({ placed, block: blocks[place] ?? null }));
};

const isThought = ({ part }: Placed) => part.type === 'thinking';

const isSaid = (block: Json): block is WireBlock => isJsonObject(block) && !isBlank(block);

const isBlank = ({ type, text }: JsonObject) =>
  type === 'text' && typeof text === 'string' && text.trim() === '';

function keep(
  { value: pieces, losses }: Pieces,
  kind: string,
  isKept: (piece: Piece, place: number, pieces: readonly Piece[]) => boolean,
): Pieces {
  const dropped = pieces.filter((...piece) => !isKept(...piece));
  return {
    value: pieces.filter(isKept),
    losses: [...losses, ...dropped.map(({ placed }) => loss(kind, placed.at, 'left out'))],
  };
}

/** 400 "The final block in an assistant message cannot be `thinking`" */
const isNoLastThought = (_: Piece, place: number, pieces: readonly Piece[]) =>
  pieces.slice(place).some(({ placed, block }) => !isThought(placed) && isSaid(block));

/** A call of Anthropic's own tools has its result behind it, and a result its call before it. */
function isNoStray({ block }: Piece, place: number, pieces: readonly Piece[]): boolean {
  if (isServerCall(block)) {
    const others = pieces.filter(
      (other) => isServerCall(other.block) && other.block['id'] === block['id'],
    );
    return others[0]?.block === block && resultsOf(block['id'], pieces.slice(place)).length > 0;
  }
  if (!isServerResult(block)) return true;
  const id = block['tool_use_id'];
  const called = pieces.findIndex((other) => isServerCall(other.block) && other.block['id'] === id);
  return called >= 0 && called < place && resultsOf(id, pieces.slice(called))[0]?.block === block;
}

const resultsOf = (id: Json | undefined, pieces: readonly Piece[]) =>
  pieces.filter(({ block }) => isServerResult(block) && block['tool_use_id'] === id);

function toPiece(placed: Placed, answers: readonly Answer[]): Lossy<Piece> {
  const { value: block, losses } = toBlock(placed, answers);
  return { value: { placed, block }, losses };
}

function toBlock({ part, message, at }: Placed, answers: readonly Answer[]): Lossy<WireBlock> {
  if (part.type === 'thinking') return toThinkingBlock({ part, message, at });
  if (part.type === 'tool_call') {
    const answer = answers.find(({ call }) => call.part === part);
    return toCallBlock({ part, message, at }, answer?.id ?? part.id);
  }
  return part.type === 'tool_result' ? lossless({}) : toContentBlock({ part, message, at });
}

function toThinkingBlock({ part, at }: Placed<PartOf<'thinking'>>): Lossy<WireBlock> {
  const { text, signature = '', redacted } = part;
  if (redacted) return lossless({ type: 'redacted_thinking', data: signature });
  const { value: thinking, losses } = wellFormed(text, `${at}.text`);
  return { value: { type: 'thinking', thinking, signature }, losses };
}

function toCallBlock(call: Placed<PartOf<'tool_call'>>, id: string): Lossy<WireBlock> {
  const name = legalName(call.part.name);
  const renamed = name === call.part.name ? [] : [loss('tool-name', `${call.at}.name`, name)];
  const { value, losses } = toArgumentsText(call, 'objects');
  const input: Json = JSON.parse(value);
  return lossy({ type: 'tool_use', id, name, input }, ...renamed, ...losses);
}
