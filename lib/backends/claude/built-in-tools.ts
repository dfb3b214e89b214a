import type { JsonObject } from '../../dialects/json-object.ts';
import type { Options } from '../option-keys.ts';

/** https://platform.claude.com/docs/en/agents-and-tools/tool-use/web-search-tool */
const WEB_SEARCH: JsonObject = { type: 'web_search_20250305', name: 'web_search' };

/** https://platform.claude.com/docs/en/agents-and-tools/tool-use/code-execution-tool */
const CODE_EXECUTION: JsonObject = { type: 'code_execution_20250825', name: 'code_execution' };

/** The tools that Anthropic's own servers carry out, as far as they are switched on. */
export const builtInTools = (options: Options): readonly JsonObject[] => [
  ...(options['enable_web_search'] === true ? [WEB_SEARCH] : []),
  ...(options['enable_code_execution'] === true || options['enable_code_interpreter'] === true
    ? [CODE_EXECUTION]
    : []),
];
