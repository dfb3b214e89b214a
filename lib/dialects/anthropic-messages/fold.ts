import type { Usage } from '../../core/message/usage.ts';
import type { Json } from '../../core/shared/json.ts';
import { fromArgumentsText } from '../arguments-text.ts';
import type { JsonObject } from '../json-object.ts';
import type { Piece, StreamEvent } from './event.ts';
import { PAUSED } from './stop.ts';
import { addUsage, laterUsage, toUsage, type WireUsage } from './usage.ts';

/** What has come of a reply so far: of one response, or of several where its maker paused. */
export interface Folded {
  readonly blocks: readonly FoldedBlock[];
  /** How many of the blocks came in earlier responses. */
  readonly earlier: number;
  /** The maker's word for how it ended. */
  readonly stop: string;
  /** Why it was refused. */
  readonly explanation: string;
  /** The maker said that it is whole. */
  readonly whole: boolean;
  /** Where its code runs, which it has to be told again when it goes on. */
  readonly container: string | undefined;
  /** Of earlier responses, and of this one. */
  readonly spent: Usage | undefined;
  readonly usage: WireUsage | undefined;
}

export interface FoldedBlock {
  /** As it began. */
  readonly began: JsonObject;
  readonly text: string;
  readonly signature: string;
  /** The JSON text of its input. */
  readonly input: string;
  readonly citations: readonly Json[];
}

export const emptyFold: Folded = {
  blocks: [],
  earlier: 0,
  stop: '',
  explanation: '',
  whole: false,
  container: undefined,
  spent: undefined,
  usage: undefined,
};

/** Adds an event to what came before it. */
export function fold(before: Folded, event: StreamEvent): Folded {
  switch (event.type) {
    case 'message_start':
      return begin(before, event.message);
    case 'content_block_start':
      return { ...before, blocks: [...before.blocks, opened(event.content_block)] };
    case 'content_block_delta':
      return grow(before, before.earlier + event.index, event.delta);
    case 'message_delta':
      return end(before, event.delta, event.usage);
    case 'message_stop':
      return { ...before, whole: true };
    default:
      return before;
  }
}

type Start = Extract<StreamEvent, { type: 'message_start' }>['message'];
type End = Extract<StreamEvent, { type: 'message_delta' }>['delta'];

function begin(before: Folded, message: Start): Folded {
  const fresh: Folded = {
    ...before,
    blocks: [...before.blocks, ...message.content.map(opened)],
    earlier: before.blocks.length,
    stop: '',
    whole: false,
    spent: spentIn(before),
    usage: undefined,
  };
  return end(fresh, message, message.usage);
}

const end = (before: Folded, said: End, usage: WireUsage | null | undefined): Folded => ({
  ...before,
  stop: said.stop_reason || before.stop,
  explanation: said.stop_details?.explanation || said.stop_details?.category || before.explanation,
  container: said.container?.id ?? before.container,
  usage: usage ? laterUsage(before.usage, usage) : before.usage,
});

const opened = (began: JsonObject): FoldedBlock => ({
  began,
  text: '',
  signature: '',
  input: '',
  citations: [],
});

function grow(before: Folded, at: number, piece: Piece): Folded {
  const block = before.blocks[at];
  if (!block) return before;
  const grown: FoldedBlock = {
    began: block.began,
    text: block.text + (piece.text ?? '') + (piece.thinking ?? ''),
    signature: block.signature + (piece.signature ?? ''),
    input: block.input + (piece.partial_json ?? ''),
    citations: piece.citation ? [...block.citations, piece.citation] : block.citations,
  };
  return { ...before, blocks: before.blocks.with(at, grown) };
}

/** What all responses of the reply took; undefined: nobody said. */
export const spentIn = ({ spent, usage }: Folded): Usage | undefined =>
  usage ? addUsage(spent, toUsage(usage)) : spent;

export const isPaused = ({ whole, stop }: Folded): boolean => whole && stop === PAUSED;

/** A block as it is when it is whole, and as it is sent back. */
export function toBlock({ began, text, signature, input, citations }: FoldedBlock): JsonObject {
  const { type } = began;
  if (type === 'text') return textBlock(began, text, citations);
  if (type === 'thinking')
    return {
      ...began,
      thinking: `${began['thinking'] ?? ''}${text}`,
      signature: `${began['signature'] ?? ''}${signature}`,
    };
  return input === '' ? began : { ...began, input: fromArgumentsText(input).arguments };
}

/** The API gives null where there are no citations, and need not be told so. */
function textBlock(
  { citations: given, ...began }: JsonObject,
  text: string,
  came: readonly Json[],
) {
  const citations = [...(Array.isArray(given) ? given : []), ...came];
  return {
    ...began,
    text: `${began['text'] ?? ''}${text}`,
    ...(citations.length > 0 && { citations }),
  };
}

/** What a model wrote as the input of a call, where that is no JSON object. */
export const malformedInput = ({ began, input }: FoldedBlock): string | undefined =>
  began['type'] === 'tool_use' ? fromArgumentsText(input).rawArguments : undefined;

/** All blocks, to be sent back when the reply is to go on. */
export const toBlocks = ({ blocks }: Folded): readonly JsonObject[] => blocks.map(toBlock);
