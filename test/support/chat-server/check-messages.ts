import type { ChatRules } from './mode.ts';

type Entry = Readonly<Record<string, unknown>>;

/** What a server finds wrong with the messages of a request; undefined: nothing. */
export function checkMessages(messages: unknown, rules: ChatRules): string | undefined {
  if (!Array.isArray(messages) || messages.length === 0)
    return "'messages' must be a list of at least one message.";
  return (
    first(messages, (message, at) => checkMessage(message, at, rules)) ?? checkPairing(messages)
  );
}

const first = <T>(items: readonly T[], check: (item: T, at: number) => string | undefined) => {
  for (const [at, item] of items.entries()) {
    const problem = check(item, at);
    if (problem) return problem;
  }
  return undefined;
};

function checkMessage(message: Entry, at: number, rules: ChatRules): string | undefined {
  const known = ['role', 'content', 'tool_calls', 'tool_call_id', ...rules.messageFields];
  const unknown = Object.keys(message).find((field) => !known.includes(field));
  if (unknown) return `messages[${at}]: unknown field '${unknown}'.`;
  const check = checks[String(message['role'])];
  if (!check) return `messages[${at}]: unknown role '${message['role']}'.`;
  const problem = check(message, rules);
  return problem && `messages[${at}]: ${problem}`;
}

const checks: Readonly<Record<string, (message: Entry, rules: ChatRules) => string | undefined>> = {
  system: ({ content }, rules) => checkText(content, rules),
  developer: ({ content }, rules) =>
    rules.form === 'openai' ? checkText(content, rules) : "unknown role 'developer'.",
  user: ({ content }, rules) => checkUserContent(content, rules),
  assistant: checkAssistant,
  tool: ({ content, tool_call_id }, rules) =>
    isId(tool_call_id) ? checkText(content, rules) : `'${tool_call_id}' is no id of a call.`,
};

const isId = (id: unknown) => typeof id === 'string' && /^[a-zA-Z0-9_-]{1,40}$/.test(id);
const isName = (name: unknown) =>
  typeof name === 'string' && /^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/.test(name);

function checkText(content: unknown, { form }: ChatRules): string | undefined {
  if (typeof content === 'string') return undefined;
  if (form === 'common') return 'content must be a string.';
  if (!Array.isArray(content) || content.length === 0) return 'content must be text.';
  return first(content, (part) =>
    part.type === 'text' && typeof part.text === 'string' ? undefined : 'content must be text.',
  );
}

function checkUserContent(content: unknown, rules: ChatRules): string | undefined {
  if (typeof content === 'string') return undefined;
  if (!Array.isArray(content) || content.length === 0) return 'content must be a string or parts.';
  if (rules.form === 'common' && content.every((part) => part.type === 'text'))
    return 'content must be a string where it is text alone.';
  return first(content, (part) => checkPart(part, rules));
}

function checkPart(part: Entry, { form }: ChatRules): string | undefined {
  const check = partChecks[String(part['type'])];
  if (!check || (form === 'common' && !['text', 'image_url'].includes(String(part['type']))))
    return `unknown part '${part['type']}'.`;
  return check(part[String(part['type'])]) ? undefined : `broken part '${part['type']}'.`;
}

const DATA_URL = /^data:[a-z]+\/[\w.+-]+;base64,[A-Za-z0-9+/]+={0,2}$/i;

const partChecks: Readonly<Record<string, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string' && value !== '',
  image_url: (value) => {
    const { url } = value as { url: string };
    return URL.canParse(url) && (/^https?:/i.test(url) || DATA_URL.test(url));
  },
  file: (value) => DATA_URL.test((value as { file_data: string }).file_data),
  input_audio: (value) => typeof value === 'object',
};

function checkAssistant({ content, tool_calls, ...others }: Entry, rules: ChatRules) {
  if (content == null && tool_calls === undefined) return 'content is missing.';
  const problem = content == null ? undefined : checkText(content, rules);
  if (problem || tool_calls === undefined) return problem;
  if (!Array.isArray(tool_calls) || tool_calls.length === 0) return 'tool_calls must not be empty.';
  if (rules.wantsReasoning && !others['reasoning_content'])
    return 'thinking is enabled but reasoning_content is missing in assistant tool call message.';
  return first(tool_calls, (call) => checkCall(call, rules));
}

function checkCall(call: Entry, { form }: ChatRules): string | undefined {
  const { name, arguments: text } = call['function'] as Entry;
  if (call['type'] !== 'function' || !isId(call['id']))
    return `'${call['id']}' is no id of a call.`;
  if (!isName(name)) return `'${name}' is no name of a function.`;
  if (typeof text !== 'string') return 'arguments must be a string.';
  return form === 'openai' || isObjectText(text) ? undefined : 'Expecting value: line 1 column 1.';
}

function isObjectText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Each call is answered once, at once, and nothing else is. */
function checkPairing(messages: readonly Entry[]): string | undefined {
  let open: string[] = [];
  for (const message of [...messages, { role: 'end' }]) {
    if (message['role'] === 'tool') {
      const id = String(message['tool_call_id']);
      if (!open.includes(id))
        return "messages with role 'tool' must be a response to a preceding message with 'tool_calls'.";
      open = open.filter((other) => other !== id);
      continue;
    }
    if (open.length > 0) return unanswered(open);
    open = idsOf(message);
    if (new Set(open).size < open.length) return 'Two calls of one message have the same id.';
  }
  return undefined;
}

const idsOf = ({ tool_calls }: Entry) =>
  Array.isArray(tool_calls) ? tool_calls.map(({ id }) => String(id)) : [];

const unanswered = (ids: readonly string[]) =>
  `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. These had none: ${ids.join(', ')}`;
