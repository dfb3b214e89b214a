import type { Citation } from '../../core/message/part.ts';
import type { Usage } from '../../core/message/usage.ts';
import type { JsonObject } from '../json-object.ts';
import { type Chunk, partsOfChunk } from './chunk.ts';
import { toCitations } from './sources.ts';
import { sumOf, toUsage } from './usage.ts';

/** What has come of a reply so far. */
export interface Folded {
  /** As the maker wants them back: what carries a signature is never joined, nor cut. */
  readonly parts: readonly JsonObject[];
  /** The maker's word for how it ended, or for why it began nothing; without one it has not. */
  readonly finish: string | undefined;
  readonly blocked: boolean;
  /** With it a reply goes on that was ended in its midst. */
  readonly continuationToken: string | undefined;
  readonly sources: readonly Citation[];
  readonly usage: Usage | undefined;
  /** Of the responses that this one continues. */
  readonly usageBefore: Usage | undefined;
}

export const emptyFold: Folded = {
  parts: [],
  finish: undefined,
  blocked: false,
  continuationToken: undefined,
  sources: [],
  usage: undefined,
  usageBefore: undefined,
};

/** The maker ended the response in the midst of the reply. */
export const isPaused = ({ finish, continuationToken }: Folded): boolean =>
  finish === 'CONTINUATION' && continuationToken !== undefined;

/** Adds a chunk to what came before it. */
export function fold(soFar: Folded, chunk: Chunk): Folded {
  const before = isPaused(soFar) ? continued(soFar) : soFar;
  const candidate = chunk.candidates?.[0];
  const block = chunk.promptFeedback?.blockReason;
  return {
    ...before,
    parts: partsOfChunk(chunk).reduce(addPart, before.parts),
    finish: candidate?.finishReason || block || before.finish,
    blocked: before.blocked || Boolean(block),
    continuationToken: candidate?.continuationToken || before.continuationToken,
    sources: [
      ...before.sources,
      ...toCitations(candidate?.groundingMetadata, candidate?.citationMetadata),
    ],
    usage: chunk.usageMetadata ? toUsage(chunk.usageMetadata) : before.usage,
  };
}

const continued = (paused: Folded): Folded => ({
  ...paused,
  finish: undefined,
  continuationToken: undefined,
  usage: undefined,
  usageBefore: sumOf(paused.usageBefore, paused.usage),
});

function addPart(parts: readonly JsonObject[], piece: JsonObject): readonly JsonObject[] {
  if (!isPlain(piece)) return [...parts, piece];
  if (piece['text'] === '') return parts;
  const last = parts.at(-1);
  return last && isPlain(last) && last['thought'] === piece['thought']
    ? [...parts.slice(0, -1), { ...last, text: `${last['text']}${piece['text']}` }]
    : [...parts, piece];
}

const isPlain = (part: JsonObject) =>
  typeof part['text'] === 'string' &&
  Object.keys(part).every((field) => field === 'text' || field === 'thought');
