import type { Problem, Seen } from '../maker-server/maker-server.ts';
import { checkInput, type Item } from './check-input.ts';
import { checkModel } from './check-model.ts';
import { type ResponsesMode, type ResponsesRules, rulesOf } from './mode.ts';
import { type Binding, digestOf, type Mismatch, mismatchOf, toldBefore } from './seal.ts';

type Body = Readonly<Record<string, unknown>>;

/** Why a server of this mode refuses a request; undefined: it takes it. */
export function checkRequest(
  seen: Seen,
  mode: ResponsesMode,
  strict: boolean,
): Problem | undefined {
  const rules = rulesOf[mode];
  const body: Body = seen.body;
  const field = Object.keys(body).find((name) => !rules.fields.includes(name));
  if (field)
    return { status: 400, message: `Unknown parameter: '${field}'.`, code: 'unknown_parameter' };
  const message =
    checkText(body) ??
    checkBasics(body) ??
    checkInput(body['input'], rules) ??
    checkTools(body, rules);
  if (message) return { status: 400, message };
  return checkModel(body, mode) ?? (strict ? checkSeals(seen) : undefined);
}

const checkText = (body: Body) =>
  isUnicode(body) ? undefined : 'The request is no valid Unicode: it has half a surrogate pair.';

const isUnicode = (value: unknown): boolean => {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, member]) => key.isWellFormed() && isUnicode(member));
};

function checkBasics(body: Body): string | undefined {
  const { model, store, max_output_tokens, prompt_cache_key } = body;
  if (typeof model !== 'string' || model === '') return 'you must provide a model parameter';
  if (store !== false) return 'This team stores nothing: store must be false.';
  if (prompt_cache_key !== undefined && String(prompt_cache_key).length > 64)
    return "'prompt_cache_key' is too long.";
  return max_output_tokens !== undefined && Number(max_output_tokens) < 16
    ? "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16."
    : undefined;
}

function checkTools(body: Body, rules: ResponsesRules): string | undefined {
  const { tools, tool_choice } = body;
  if (tools === undefined)
    return tool_choice === undefined ? undefined : "'tool_choice' is only allowed with 'tools'.";
  if (!Array.isArray(tools) || tools.length === 0) return "'tools' must not be empty.";
  const names = tools.map(({ type, name }) => String(type === 'function' ? name : type));
  if (new Set(names).size < names.length) return 'Two tools have the same name.';
  if (!tools.every((tool) => isTool(tool, rules))) return "'tools' holds what is no tool.";
  return tool_choice === undefined || mayChoose(tool_choice, names, rules)
    ? undefined
    : `'tool_choice' is not understood: ${JSON.stringify(tool_choice)}`;
}

const isTool = (tool: Item, { ownTools }: ResponsesRules): boolean =>
  tool['type'] === 'function'
    ? /^[a-zA-Z0-9_-]{1,64}$/.test(String(tool['name'])) &&
      (tool['parameters'] as { type?: string } | undefined)?.type === 'object' &&
      tool['strict'] === false
    : ownTools.includes(String(tool['type']));

function mayChoose(
  choice: unknown,
  names: readonly string[],
  { toolChoice }: ResponsesRules,
): boolean {
  if (typeof choice === 'string') return ['none', 'auto', 'required'].includes(choice);
  if (toolChoice === 'words') return false;
  const { type, mode, tools } = choice as { type: string; mode: string; tools: Item[] };
  return (
    type === 'allowed_tools' &&
    ['auto', 'required'].includes(mode) &&
    tools.length > 0 &&
    tools.every((tool) => names.includes(String(tool['name'] ?? tool['type'])))
  );
}

/** What reasoning is bound to that is made by this request, or before the item at a place of its input. */
export function bindingOf({ headers, body }: Seen, place?: number): Binding {
  const input = Array.isArray(body.input) ? body.input : [body.input];
  const told = place === undefined ? input : toldBefore(input, place);
  return {
    organization: digestOf(headers.authorization),
    model: body.model,
    prefix: digestOf([body.instructions, body.tools, told]),
  };
}

/** The reasoning items of a request that do not hold here. */
export function mismatchesOf(seen: Seen): readonly Mismatch[] {
  const input: readonly Item[] = Array.isArray(seen.body.input) ? seen.body.input : [];
  return input.flatMap(({ type, encrypted_content }, place) => {
    if (type !== 'reasoning') return [];
    const mismatch = mismatchOf(String(encrypted_content), bindingOf(seen, place));
    return mismatch ? [mismatch] : [];
  });
}

function checkSeals(seen: Seen): Problem | undefined {
  const [mismatch] = mismatchesOf(seen);
  return mismatch
    ? {
        status: 400,
        code: 'invalid_encrypted_content',
        message: `The encrypted content gAAA... could not be verified. Reason: ${mismatch}.`,
      }
    : undefined;
}
