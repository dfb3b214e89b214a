import type { JsonObject } from '../../dialects/json-object.ts';
import type { Options } from '../option-keys.ts';
import { ownTools } from '../own-tools.ts';

/** https://platform.claude.com/docs/en/agents-and-tools/tool-use/web-search-tool */
const WEB_SEARCH: JsonObject = { type: 'web_search_20250305', name: 'web_search' };

/** https://platform.claude.com/docs/en/agents-and-tools/tool-use/code-execution-tool */
const CODE_EXECUTION: JsonObject = { type: 'code_execution_20250825', name: 'code_execution' };

/** The tools that Anthropic's own servers carry out, as far as they are switched on. */
export function builtInTools(options: Options): readonly JsonObject[] {
  const { search, code } = ownTools(options);
  return [...(search ? [WEB_SEARCH] : []), ...(code ? [CODE_EXECUTION] : [])];
}
