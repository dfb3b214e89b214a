import type { Json } from '../../core/shared/json.ts';
import { isJsonObject, stringIn } from '../json-object.ts';
import type { WireBlock } from './wire.ts';

const LEGAL_ID = /^[a-zA-Z0-9_-]+$/;

/** What a tool of Anthropic's own found: `web_search_tool_result`, `code_execution_tool_result`, ... */
const SERVER_RESULT =
  /^(web_search|web_fetch|(bash_|text_editor_)?code_execution|tool_search)_tool_result$/;

/** A call that Anthropic's own servers carry out; its result stands behind it in the same message. */
export const isServerCall = (block: Json): block is WireBlock =>
  isJsonObject(block) &&
  block['type'] === 'server_tool_use' &&
  LEGAL_ID.test(stringIn(block, 'id')) &&
  stringIn(block, 'name') !== '' &&
  isJsonObject(block['input']);

export const isServerResult = (block: Json): block is WireBlock =>
  isJsonObject(block) &&
  SERVER_RESULT.test(stringIn(block, 'type')) &&
  LEGAL_ID.test(stringIn(block, 'tool_use_id')) &&
  block['content'] !== undefined;

/** Content that has no part of its own, and that users may show and tools may give. */
export function isShownBlock(block: Json): block is WireBlock {
  if (!isJsonObject(block)) return false;
  const { type, source, content } = block;
  if (type === 'search_result')
    return stringIn(block, 'source') !== '' && stringIn(block, 'title') !== '' && isList(content);
  if (type !== 'image' && type !== 'document') return false;
  return isJsonObject(source) && ['file', 'content'].includes(stringIn(source, 'type'));
}

const isList = (value: Json | undefined) => Array.isArray(value) && value.length > 0;
