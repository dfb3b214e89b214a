import type { Block } from './turns.ts';

const SERVER_RESULT =
  /^(web_search|web_fetch|(bash_|text_editor_)?code_execution|tool_search)_tool_result$/;

const allowed: Readonly<Record<string, readonly string[]>> = {
  user: ['text', 'image', 'document', 'search_result', 'tool_result'],
  assistant: ['text', 'thinking', 'redacted_thinking', 'tool_use', 'server_tool_use'],
  system: ['text'],
  result: ['text', 'image', 'document', 'search_result'],
};

/** What the server finds wrong with one block of content; undefined: nothing. */
export function checkBlock(block: Block, role: string): string | undefined {
  const type = String(block?.['type']);
  const isKnown =
    allowed[role]?.includes(type) || (role === 'assistant' && SERVER_RESULT.test(type));
  if (!isKnown) return `\`${type}\` blocks are not permitted in ${role} messages`;
  const fields = [...(fieldsOf[type] ?? ['tool_use_id', 'content', 'caller']), 'type'];
  const unknown = Object.keys(block).find((name) => ![...fields, 'cache_control'].includes(name));
  if (unknown) return `${type}.${unknown}: Extra inputs are not permitted`;
  return checks[type]?.(block, role);
}

const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  text: ['text', 'citations'],
  image: ['source', 'transformations'],
  document: ['source', 'title', 'context', 'citations'],
  search_result: ['source', 'title', 'content', 'citations'],
  thinking: ['thinking', 'signature'],
  redacted_thinking: ['data'],
  tool_use: ['id', 'name', 'input', 'caller'],
  tool_result: ['tool_use_id', 'content', 'is_error'],
  server_tool_use: ['id', 'name', 'input', 'caller'],
};

const isId = (id: unknown) => typeof id === 'string' && /^[a-zA-Z0-9_-]+$/.test(id);
const isName = (name: unknown) => typeof name === 'string' && /^[a-zA-Z0-9_-]{1,128}$/.test(name);
const isObject = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const checks: Readonly<Record<string, (block: Block, role: string) => string | undefined>> = {
  text: ({ text, citations }, role) => {
    if (typeof text !== 'string' || text === '') return 'text content blocks must be non-empty';
    if (text.trim() === '') return 'text content blocks must contain non-whitespace text';
    return role === 'user' && Array.isArray(citations) && citations.length > 0
      ? 'text.citations: citations are not permitted in user messages'
      : undefined;
  },
  image: ({ source }) => checkImage(source as Block),
  document: ({ source, title }) =>
    title === '' ? 'document.title: must not be empty' : checkDocument(source as Block),
  thinking: ({ thinking, signature }) =>
    typeof thinking === 'string' && typeof signature === 'string' && signature !== ''
      ? undefined
      : 'thinking.signature: Field required',
  redacted_thinking: ({ data }) => (data ? undefined : 'redacted_thinking.data: Field required'),
  tool_use: ({ id, name, input }) => checkUse(id, name, input),
  server_tool_use: ({ id, name, input }) => checkUse(id, name, input),
  tool_result: ({ tool_use_id, content, is_error }) => {
    if (!isId(tool_use_id)) return 'tool_use_id: String should match pattern';
    if (is_error !== undefined && typeof is_error !== 'boolean') return 'is_error: not a boolean';
    if (content === undefined || typeof content === 'string') return undefined;
    return (content as Block[]).map((block) => checkBlock(block, 'result')).find(Boolean);
  },
};

function checkUse(id: unknown, name: unknown, input: unknown): string | undefined {
  if (!isId(id)) return `id: String should match pattern '^[a-zA-Z0-9_-]+$'`;
  if (!isName(name)) return 'name: String should match pattern';
  return isObject(input) ? undefined : 'input: Input should be a valid dictionary';
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const isBase64 = (data: unknown) =>
  typeof data === 'string' && data.length % 4 === 0 && BASE64.test(data);
const isWebUrl = (url: unknown) =>
  typeof url === 'string' && /^https?:\/\//i.test(url) && URL.canParse(url);

function checkImage({ type, media_type, data, url, file_id }: Block): string | undefined {
  if (type === 'file') return file_id ? undefined : 'image.source.file_id: Field required';
  if (type === 'url') return isWebUrl(url) ? undefined : 'image.source.url: not a valid URL';
  if (type !== 'base64' || !isBase64(data)) return 'image.source.base64: invalid base64 data';
  return ['image/jpeg', 'image/png', 'image/gif', 'image/webp'].includes(String(media_type))
    ? undefined
    : 'image.source.base64.media_type: unknown';
}

function checkDocument({ type, media_type, data, url }: Block): string | undefined {
  const isTaken: Readonly<Record<string, boolean>> = {
    url: isWebUrl(url),
    text: media_type === 'text/plain' && data !== '',
    file: true,
    content: true,
    base64: media_type === 'application/pdf' && isBase64(data),
  };
  return isTaken[String(type)] ? undefined : `document.source.${type}: invalid`;
}
