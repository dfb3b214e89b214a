import type { BuiltInTool } from '../../dialects/gemini/wire.ts';
import type { Options } from '../option-keys.ts';
import { ownTools } from '../own-tools.ts';

/** The maker's own tools that a configuration switches on. */
export function builtInToolsIn(options: Options): readonly BuiltInTool[] {
  const { search, code } = ownTools(options);
  return [
    ...(search ? (['googleSearch'] as const) : []),
    ...(code ? (['codeExecution'] as const) : []),
  ];
}
