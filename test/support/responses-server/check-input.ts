import { checkContent } from './check-content.ts';
import type { ResponsesRules } from './mode.ts';

export type Item = Readonly<Record<string, unknown>>;

/** What a server finds wrong with the input of a request; undefined: nothing. */
export function checkInput(input: unknown, rules: ResponsesRules): string | undefined {
  if (typeof input === 'string') return input === '' ? "'input' is empty." : undefined;
  if (!Array.isArray(input) || input.length === 0)
    return "'input' must be text or a list of items.";
  return (
    first(input, (item, at) => checkItem(item, at, rules)) ??
    checkPairing(input) ??
    checkReasoning(input)
  );
}

export const first = <T>(
  items: readonly T[],
  check: (item: T, at: number) => string | undefined,
): string | undefined => {
  for (const [at, item] of items.entries()) {
    const problem = check(item, at);
    if (problem) return problem;
  }
  return undefined;
};

function checkItem(item: Item, at: number, rules: ResponsesRules): string | undefined {
  const type = String(item['type'] ?? 'message');
  const kind = kinds[type];
  if (!kind) return `Invalid value: '${type}'. (input[${at}])`;
  const known = ['type', 'id', 'status', ...kind.fields];
  const unknown = Object.keys(item).find((field) => !known.includes(field));
  if (unknown) return `Unknown parameter: 'input[${at}].${unknown}'.`;
  if (rules.itemIds === 'none' && 'id' in item)
    return `Item with id '${item['id']}' not found. Items are not persisted when \`store\` is set to false.`;
  const problem = kind.check(item, rules);
  return problem && `input[${at}]: ${problem}`;
}

interface Kind {
  readonly fields: readonly string[];
  readonly check: (item: Item, rules: ResponsesRules) => string | undefined;
}

const kinds: Readonly<Record<string, Kind>> = {
  message: { fields: ['role', 'content', 'phase'], check: checkMessage },
  function_call: { fields: ['call_id', 'name', 'arguments'], check: checkCall },
  function_call_output: {
    fields: ['call_id', 'output'],
    check: ({ output }, rules) => checkContent(output, 'input', rules),
  },
  reasoning: {
    fields: ['summary', 'content', 'encrypted_content'],
    check: ({ summary, encrypted_content }) =>
      Array.isArray(summary) && typeof encrypted_content === 'string'
        ? undefined
        : 'reasoning without its encrypted_content.',
  },
  web_search_call: {
    fields: ['action'],
    check: ({ action, status }) => (action && status ? undefined : 'action is missing.'),
  },
  code_interpreter_call: {
    fields: ['container_id', 'code', 'outputs'],
    check: ({ container_id }) => (container_id ? undefined : 'container_id is missing.'),
  },
};

function checkMessage(item: Item, rules: ResponsesRules): string | undefined {
  const { role, content, phase } = item;
  if (role === 'assistant') {
    const mayBeParts = rules.spokenParts || 'id' in item;
    if (!mayBeParts && typeof content !== 'string') return 'content must be a string.';
    return checkContent(content, 'output', rules);
  }
  if (phase !== undefined) return "'phase' is the assistant's.";
  if (role !== 'user' && !rules.systemRoles.includes(String(role)))
    return `unknown role '${role}'.`;
  return checkContent(content, 'input', rules);
}

function checkCall(item: Item, rules: ResponsesRules): string | undefined {
  const { call_id, name, id, status } = item;
  if (typeof call_id !== 'string' || !/^.{1,64}$/s.test(call_id))
    return `'${call_id}' is no call_id.`;
  if (!/^[a-zA-Z0-9_-]{1,64}$/.test(String(name))) return `'${name}' is no name of a function.`;
  if (typeof item['arguments'] !== 'string') return 'arguments must be a string.';
  if (rules.itemIds === 'as they came' && (!id || !status)) return 'id and status are missing.';
  return rules.objectsOnly && !isObjectText(item['arguments'])
    ? 'arguments are no JSON object.'
    : undefined;
}

function isObjectText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Each call has one output somewhere after it, and each output a call. */
function checkPairing(input: readonly Item[]): string | undefined {
  const open = new Set<string>();
  const seen = new Set<string>();
  for (const { type, call_id } of input) {
    const id = String(call_id);
    if (type === 'function_call') {
      if (seen.has(id)) return `Two calls have the call_id ${id}.`;
      seen.add(id);
      open.add(id);
    }
    if (type === 'function_call_output' && !open.delete(id))
      return `No tool call found for function call output with call_id ${id}.`;
  }
  const [unanswered] = open;
  return unanswered && `No tool output found for function call ${unanswered}.`;
}

function checkReasoning(input: readonly Item[]): string | undefined {
  return first(input, ({ type, id }, at) => {
    if (type !== 'reasoning') return undefined;
    const led = input.slice(at + 1).find((next) => next['type'] !== 'reasoning');
    const isLed = led && (led['role'] === 'assistant' || /_call$/.test(String(led['type'])));
    return isLed
      ? undefined
      : `Item '${id ?? 'rs'}' of type 'reasoning' was provided without its required following item.`;
  });
}
