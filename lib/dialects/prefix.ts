import { sha256 } from '../core/shared/hash.ts';

/**
 * The digest of what stands before every turn of a conversation, such as the system's text and the
 * tools.
 */
export const firstPrefix = (standing: unknown): string => sha256(JSON.stringify(standing));

/** The digest of all that a model was told, with one turn more. */
export const nextPrefix = (before: string, turn: unknown): string =>
  sha256(`${before}${JSON.stringify(turn)}`);
