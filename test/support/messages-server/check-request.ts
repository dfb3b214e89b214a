import type { IncomingHttpHeaders } from 'node:http';
import type { Problem, Seen } from '../maker-server/maker-server.ts';
import { checkMessages } from './check-messages.ts';
import { type ModelRules, rulesFor } from './model-rules.ts';
import { checkSignatures } from './signatures.ts';

type Body = Seen['body'];

const KNOWN: readonly string[] = [
  'cache_control',
  'container',
  'inference_geo',
  'max_tokens',
  'messages',
  'metadata',
  'model',
  'output_config',
  'service_tier',
  'speed',
  'stop_sequences',
  'stream',
  'system',
  'thinking',
  'tool_choice',
  'tools',
];

/** Why the server refuses a request; undefined: it takes it. */
export function checkRequest({ body, headers }: Seen): Problem | undefined {
  const message = checkVersion(headers) ?? checkFields(body) ?? checkModel(body, headers);
  return message === undefined ? undefined : { status: 400, message };
}

const checkVersion = (headers: IncomingHttpHeaders) =>
  headers['anthropic-version'] === '2026-10-21' ? undefined : 'anthropic-version: unknown version';

function checkFields(body: Body): string | undefined {
  const sampling = ['temperature', 'top_p', 'top_k'].find((field) => field in body);
  if (sampling) return `${sampling}: not supported in this API version`;
  const unknown = Object.keys(body).find((field) => !KNOWN.includes(field));
  if (unknown) return `${unknown}: Extra inputs are not permitted`;
  if (!isUnicode(body)) return 'The request body is not valid JSON: lone surrogate';
  if (typeof body.model !== 'string' || body.model === '') return 'model: Field required';
  if (!Number.isInteger(body.max_tokens) || body.max_tokens < 1)
    return 'max_tokens: Field required';
  if (cacheMarks(body) > 4) return 'A maximum of 4 blocks with cache_control may be provided';
  return checkSystem(body.system);
}

const isUnicode = (value: unknown): boolean => {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, member]) => key.isWellFormed() && isUnicode(member));
};

const cacheMarks = (body: Body) => JSON.stringify(body).split('"cache_control":{').length - 1;

function checkSystem(system: unknown): string | undefined {
  if (system === undefined || (typeof system === 'string' && system !== '')) return undefined;
  const isText =
    Array.isArray(system) &&
    system.length > 0 &&
    system.every(({ type, text }) => type === 'text' && String(text).trim() !== '');
  return isText ? undefined : 'system: text content blocks must be non-empty';
}

function checkModel(body: Body, headers: IncomingHttpHeaders): string | undefined {
  const rules = rulesFor(body.model);
  return (
    checkThinking(body, rules) ??
    checkTools(body, rules) ??
    checkMessages(body.messages, rules) ??
    checkSignatures(body, String(headers.authorization), rules)
  );
}

function checkThinking({ thinking, max_tokens, output_config }: Body, rules: ModelRules) {
  const efforts = ['low', 'medium', 'high', 'xhigh', 'max'];
  const { effort } = output_config ?? {};
  if (effort !== undefined && !efforts.includes(effort)) return 'output_config.effort: unknown';
  if (thinking === undefined) return undefined;
  const { type, budget_tokens } = thinking;
  if (!rules.thinking.includes(type))
    return `"thinking.type.${type}" is not supported for this model.`;
  return type === 'enabled' && !(budget_tokens >= 1024 && budget_tokens < max_tokens)
    ? 'thinking.budget_tokens: must be at least 1024 and less than max_tokens'
    : undefined;
}

function checkTools({ tools, tool_choice, messages }: Body, rules: ModelRules) {
  if (tools === undefined) {
    if (tool_choice !== undefined) return 'tool_choice: may only be specified with tools';
    return /"type":"tool_(use|result)"/.test(JSON.stringify(messages))
      ? 'Requests which include `tool_use` or `tool_result` blocks must define tools'
      : undefined;
  }
  if (!Array.isArray(tools) || tools.length === 0) return 'tools: must not be empty';
  if (!tools.every(isTool)) return 'tools: Input should be a valid tool';
  if (new Set(tools.map(({ name }) => name)).size < tools.length)
    return 'tools: Tool names must be unique.';
  return checkChoice(tool_choice, rules);
}

function checkChoice(choice: { type: string } | undefined, { forcedTools }: ModelRules) {
  if (choice === undefined || ['auto', 'none'].includes(choice.type)) return undefined;
  return forcedTools
    ? undefined
    : `tool_choice.type: ${choice.type} is not supported on this model`;
}

const BUILT_IN = /^(web_search|code_execution)_20\d{6}$/;

function isTool({ type, name, input_schema, ...others }: Record<string, unknown>): boolean {
  if (BUILT_IN.test(String(type))) return input_schema === undefined && typeof name === 'string';
  const extra = Object.keys(others).filter((field) => !['description', 'strict'].includes(field));
  const isObject = (input_schema as { type?: string } | undefined)?.type === 'object';
  return isObject && /^[a-zA-Z0-9_-]{1,128}$/.test(String(name)) && extra.length === 0;
}
