import { isJsonObject, type JsonObject, stringIn } from '../../dialects/json-object.ts';
import { toBlocks } from './strand.ts';
import { toNativeName } from './tool-server.ts';

/** Whether lines of a turn end it already, with the call of one of these tools of ours. */
export function isDecided(lines: readonly JsonObject[], tools: readonly string[]): boolean {
  const names = tools.map(toNativeName);
  const last = lines.findLast(({ type }) => type === 'assistant');
  const message = last?.['message'];
  return (
    isJsonObject(message) &&
    toBlocks(message).some(
      (block) => block['type'] === 'tool_use' && names.includes(stringIn(block, 'name')),
    )
  );
}
