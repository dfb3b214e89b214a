import { blocksIn } from '../anthropic-messages/read-content.ts';
import { isJsonObject, stringIn } from '../json-object.ts';
import type { History } from './chain.ts';
import type { Entry } from './line.ts';
import { HOOK_NAME } from './wire.ts';

/** Why an entry of the conversation is no message of it. */
export type Silence =
  | 'meta'
  | 'api-error'
  | 'synthetic'
  | 'summary'
  | 'attachment'
  | 'system-line'
  | 'unknown-line'
  | 'no-message';

/** The model's name on what Claude Code itself says in an assistant's place. */
const SYNTHETIC = '<synthetic>';

/** Undefined for an entry in which someone speaks. */
export function silenceOf(entry: Entry, history: History): Silence | undefined {
  if (entry.type === 'user') return silenceOfUser(entry, history);
  if (entry.type === 'assistant') return silenceOfAssistant(entry);
  if (entry.type === 'attachment') return isTold(entry) ? undefined : 'attachment';
  return entry.type === 'system' ? 'system-line' : 'unknown-line';
}

function silenceOfUser(entry: Entry, history: History): Silence | undefined {
  if (entry.value['isMeta'] === true) return 'meta';
  if (!entry.message) return 'no-message';
  return history === 'whole' && isSummary(entry) ? 'summary' : undefined;
}

function silenceOfAssistant({ value, message }: Entry): Silence | undefined {
  if (value['isApiErrorMessage'] === true) return 'api-error';
  if (!message) return 'no-message';
  return message['model'] === SYNTHETIC ? 'synthetic' : undefined;
}

/** By this the lines of one reply are known; a line without it is a reply of its own. */
export const replyOf = ({ message, uuid }: Entry): string =>
  (message && stringIn(message, 'id')) || uuid;

export const isSummary = ({ value }: Entry): boolean => value['isCompactSummary'] === true;

/** Text of the system's that was put there with a conversation. What hooks of a session told it is no part of it. */
export const isTold = ({ type, value }: Entry): boolean =>
  type === 'attachment' &&
  isJsonObject(value['attachment']) &&
  value['attachment']['type'] === 'hook_additional_context' &&
  value['attachment']['hookName'] === HOOK_NAME;

/** The calls that an entry answers. */
export const answeredIn = (entry: Entry): readonly string[] =>
  idsOf(entry, 'tool_result', 'tool_use_id');

/** The calls that an entry makes. */
export const calledIn = (entry: Entry): readonly string[] => idsOf(entry, 'tool_use', 'id');

const idsOf = (entry: Entry, type: string, name: string): readonly string[] =>
  typeof entry.message?.['content'] === 'string'
    ? []
    : blocksIn(entry.message?.['content']).flatMap((block) =>
        isJsonObject(block) && block['type'] === type ? [stringIn(block, name)] : [],
      );
