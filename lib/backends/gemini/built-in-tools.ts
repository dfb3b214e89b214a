import type { BuiltInTool } from '../../dialects/gemini/wire.ts';
import type { Options } from '../option-keys.ts';

const toolByKey: Readonly<Record<string, BuiltInTool>> = {
  enable_web_search: 'googleSearch',
  enable_code_execution: 'codeExecution',
  enable_code_interpreter: 'codeExecution',
};

/** The maker's own tools that a configuration switches on. */
export const builtInToolsIn = (options: Options): readonly BuiltInTool[] => [
  ...new Set(
    Object.entries(toolByKey).flatMap(([key, tool]) => (options[key] === true ? [tool] : [])),
  ),
];
