import type { Problem } from '../maker-server/maker-server.ts';
import { checkMessages } from './check-messages.ts';
import { type ChatMode, type ChatRules, rulesOf } from './mode.ts';

type Body = Readonly<Record<string, unknown>>;

const KNOWN = ['model', 'messages', 'tools', 'tool_choice', 'stream', 'temperature', 'top_p'];

/** Why a server of this mode refuses the body of a request; undefined: it takes it. */
export function checkRequest(body: Body, mode: ChatMode): Problem | undefined {
  const rules = rulesOf[mode];
  if (mode === 'grok' && 'search_parameters' in body)
    return { status: 410, message: 'Live search is gone.' };
  const code = 'unknown_parameter';
  const field = unknownField(body, rules, mode);
  if (field) return { status: 400, message: `Unknown parameter: '${field}'.`, code };
  const message =
    checkText(body) ??
    checkMessages(body['messages'], rules) ??
    checkTools(body, rules) ??
    checkModel(body, mode);
  return message === undefined ? undefined : { status: 400, message };
}

function unknownField(body: Body, rules: ChatRules, mode: ChatMode): string | undefined {
  const streaming = mode === 'glm' ? [] : ['stream_options'];
  const known = [...KNOWN, ...rules.fields, ...streaming];
  return Object.keys(body).find((field) => !known.includes(field));
}

const checkText = (body: Body) =>
  isUnicode(body) ? undefined : 'The request is no valid Unicode: it has half a surrogate pair.';

const isUnicode = (value: unknown): boolean => {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, member]) => key.isWellFormed() && isUnicode(member));
};

function checkTools(body: Body, rules: ChatRules): string | undefined {
  const { tools, tool_choice } = body;
  if (tools === undefined)
    return tool_choice === undefined ? undefined : "'tool_choice' is only allowed with 'tools'.";
  if (!Array.isArray(tools) || tools.length === 0) return "'tools' must not be empty.";
  const names = tools.map((tool) => String(tool.function?.name));
  if (new Set(names).size < names.length) return 'Two tools have the same name.';
  if (!tools.every(isTool)) return "'tools' holds what is no function.";
  return tool_choice === undefined || mayChoose(tool_choice, names, rules)
    ? undefined
    : `'tool_choice' is not understood: ${JSON.stringify(tool_choice)}`;
}

const isTool = (tool: { type: string; function: Record<string, unknown> }) =>
  tool.type === 'function' &&
  /^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/.test(String(tool.function['name'])) &&
  (tool.function['parameters'] as { type?: string } | undefined)?.type === 'object' &&
  !('strict' in tool.function);

function mayChoose(choice: unknown, names: readonly string[], { toolChoice }: ChatRules): boolean {
  if (toolChoice === 'auto') return choice === 'auto';
  if (typeof choice === 'string') return ['none', 'auto', 'required'].includes(choice);
  if (toolChoice === 'words') return false;
  const { type, allowed_tools } = choice as {
    type: string;
    allowed_tools: { mode: string; tools: { type: string; function: { name: string } }[] };
  };
  return (
    type === 'allowed_tools' &&
    ['auto', 'required'].includes(allowed_tools.mode) &&
    allowed_tools.tools.length > 0 &&
    allowed_tools.tools.every((tool) => names.includes(tool.function.name))
  );
}

/** What depends on the model: only OpenAI and GLM are strict. */
function checkModel(body: Body, mode: ChatMode): string | undefined {
  const { model, max_tokens, tools, reasoning_effort } = body;
  if (typeof model !== 'string' || model === '') return 'you must provide a model parameter';
  if (body['stream_options'] !== undefined && body['stream'] !== true)
    return "'stream_options' is only allowed when 'stream' is enabled.";
  if (mode === 'openai' && max_tokens !== undefined && /^(gpt-[5-9]|o\d)/.test(model))
    return "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
  if (mode === 'openai' && model.startsWith('gpt-5.6') && tools && reasoning_effort !== 'none')
    return "Function tools with reasoning_effort are not supported. Please use /v1/responses or set reasoning_effort to 'none'.";
  return mode === 'glm' && !hasUser(body) ? 'messages must hold a user message' : undefined;
}

const hasUser = ({ messages }: Body) =>
  Array.isArray(messages) && messages.some(({ role }) => role === 'user');
