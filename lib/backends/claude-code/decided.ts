import { isJsonObject, type JsonObject, stringIn } from '../../dialects/json-object.ts';
import { toBlocks } from './strand.ts';
import { fromNativeName, isNativeName } from './tool-server.ts';

/** Whether lines of a turn end it already, with the call of a tool of ours that `ends` it. */
export function isDecided(lines: readonly JsonObject[], ends: (tool: string) => boolean): boolean {
  const last = lines.findLast(({ type }) => type === 'assistant');
  const message = last?.['message'];
  return (
    isJsonObject(message) &&
    toBlocks(message).some(
      (block) => block['type'] === 'tool_use' && isOurs(stringIn(block, 'name'), ends),
    )
  );
}

const isOurs = (name: string, ends: (tool: string) => boolean) =>
  isNativeName(name) && ends(fromNativeName(name));
