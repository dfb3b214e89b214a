import { checkContents } from './check-contents.ts';
import type { GeminiRules } from './rules.ts';

// biome-ignore lint/suspicious/noExplicitAny: a server looks into whatever was sent
type Wire = any;

const FIELDS = [
  'contents',
  'systemInstruction',
  'tools',
  'toolConfig',
  'generationConfig',
  'safetySettings',
  'cachedContent',
  'continuationToken',
  'serviceTier',
];

const CONFIG_FIELDS = [
  'temperature',
  'topP',
  'topK',
  'maxOutputTokens',
  'stopSequences',
  'seed',
  'presencePenalty',
  'frequencyPenalty',
  'responseMimeType',
  'responseJsonSchema',
  'thinkingConfig',
  'mediaResolution',
];

/** Why the server refuses the body of a request; undefined: it takes it. */
export function checkRequest(body: Wire, rules: GeminiRules): string | undefined {
  return (
    unknownIn(body, FIELDS) ??
    unknownIn(body.generationConfig ?? {}, CONFIG_FIELDS) ??
    (isUnicode(body) ? undefined : 'The request is no valid Unicode.') ??
    checkSystem(body.systemInstruction) ??
    checkContents(body.contents, rules) ??
    checkTools(body, rules) ??
    checkThinking(body.generationConfig?.thinkingConfig ?? {}, rules)
  );
}

const unknownIn = (object: Wire, known: readonly string[]) => {
  const unknown = Object.keys(object).find((field) => !known.includes(field));
  return unknown && `Invalid JSON payload received. Unknown name "${unknown}": Cannot find field.`;
};

const isUnicode = (value: unknown): boolean => {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, member]) => key.isWellFormed() && isUnicode(member));
};

function checkSystem(system: Wire): string | undefined {
  if (system === undefined) return undefined;
  const isText = (part: Wire) => typeof part.text === 'string' && part.text !== '';
  return Array.isArray(system.parts) && system.parts.length > 0 && system.parts.every(isText)
    ? undefined
    : 'systemInstruction must hold text.';
}

function checkTools({ tools = [], toolConfig = {} }: Wire, rules: GeminiRules): string | undefined {
  const functions = tools.flatMap((tool: Wire) => tool.functionDeclarations ?? []);
  const builtIns = tools.filter((tool: Wire) => !tool.functionDeclarations);
  const names = functions.map(({ name }: Wire) => name);
  if (new Set(names).size < names.length) return 'Duplicate function declaration found.';
  if (!functions.every(isDeclaration)) return 'tools hold what is no function declaration.';
  return (
    checkMode(toolConfig.functionCallingConfig, names) ??
    checkBeside(functions, builtIns, toolConfig, rules)
  );
}

const isDeclaration = ({ name, description, parameters, parametersJsonSchema, ...others }: Wire) =>
  /^[a-zA-Z_][\w.:-]{0,63}$/.test(name) &&
  typeof description === 'string' &&
  (parameters === undefined) !== (parametersJsonSchema === undefined) &&
  (parameters ?? parametersJsonSchema).type === 'object' &&
  Object.keys(others).length === 0;

function checkMode(config: Wire, names: readonly string[]): string | undefined {
  if (config === undefined) return undefined;
  const { mode, allowedFunctionNames } = config;
  if (names.length === 0) return 'Function calling config is set without function_declarations.';
  if (!['AUTO', 'ANY', 'NONE', 'VALIDATED'].includes(mode)) return `Unknown mode ${mode}.`;
  if (allowedFunctionNames === undefined) return undefined;
  if (mode !== 'ANY' && mode !== 'VALIDATED')
    return 'Allowed function names should be set only when function calling mode is ANY or VALIDATED.';
  return allowedFunctionNames.length > 0 &&
    allowedFunctionNames.every((name: string) => names.includes(name))
    ? undefined
    : 'Allowed function names must be declared.';
}

function checkBeside(
  functions: readonly Wire[],
  builtIns: readonly Wire[],
  { functionCallingConfig, includeServerSideToolInvocations }: Wire,
  { generation }: GeminiRules,
): string | undefined {
  if (functions.length === 0 || builtIns.length === 0) return undefined;
  if (generation < 3) return 'Tool use with function calling is unsupported';
  if (!includeServerSideToolInvocations)
    return 'Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with Function calling.';
  return functionCallingConfig?.mode === 'VALIDATED'
    ? undefined
    : 'Built-in tools with function calling need the mode VALIDATED.';
}

function checkThinking(config: Wire, { budget, levels }: GeminiRules): string | undefined {
  const { thinkingBudget, thinkingLevel } = config;
  if (thinkingBudget !== undefined && thinkingLevel !== undefined)
    return 'You can only set only one of thinking budget and thinking level.';
  if (thinkingBudget !== undefined && !budget) return 'Thinking budget is not supported.';
  if (thinkingLevel !== undefined && !levels.includes(thinkingLevel))
    return `Thinking level ${thinkingLevel} is not supported for this model.`;
  return config.includeThoughts && thinkingBudget === 0
    ? 'Thinking_config.include_thoughts is only enabled when thinking is enabled.'
    : undefined;
}
