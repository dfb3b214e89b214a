import type { Message, Role } from '../core/message/message.ts';
import type { Part } from '../core/message/part.ts';
import type { Json } from '../core/shared/json.ts';

type PartType = Part['type'];
export type PartOf<T extends PartType> = Extract<Part, { readonly type: T }>;

/** A part, and the message and place that it comes from. */
export interface Placed<P extends Part = Part> {
  readonly part: P;
  readonly message: number;
  readonly at: string;
}

/**
 * What one wire message can say: parts that stand beside each other in one role. The assistant's
 * are its thinking, then its text, then its calls; `tool` has exactly one result.
 */
export interface Utterance {
  readonly speaker: Role;
  readonly message: number;
  readonly parts: readonly Placed[];
  /** The form in which it came, to be sent as it is. */
  readonly native?: Json;
}

export const partsOf = <T extends PartType>(
  { parts }: Pick<Utterance, 'parts'>,
  type: T,
): readonly Placed<PartOf<T>>[] =>
  parts.filter((placed): placed is Placed<PartOf<T>> => placed.part.type === type);

export const bringsResult = (message: Message | undefined): boolean =>
  message?.parts.some(({ type }) => type === 'tool_result') ?? false;

/** The parts of a message, each with its path in the conversation. */
export const placedParts = ({ parts }: Message, message: number): readonly Placed[] =>
  parts.map((part, place) => ({ part, message, at: `messages[${message}].parts[${place}]` }));
