import { blocksIn } from '../anthropic-messages/read-content.ts';
import { isJsonObject, type JsonObject, stringIn } from '../json-object.ts';

/** The calls that a line brings results of. */
export function callsAnswered({ type, message }: JsonObject): readonly string[] {
  if (type !== 'user' || !isJsonObject(message) || typeof message['content'] === 'string')
    return [];
  return blocksIn(message['content']).flatMap((block) =>
    isJsonObject(block) && block['type'] === 'tool_result' ? [stringIn(block, 'tool_use_id')] : [],
  );
}
