import type { GeminiRules } from './rules.ts';

// biome-ignore lint/suspicious/noExplicitAny: a server looks into whatever was sent
type Wire = any;

const BY_MODEL = [
  'functionCall',
  'executableCode',
  'codeExecutionResult',
  'toolCall',
  'toolResponse',
];

/** What the server finds wrong with a part; undefined: nothing. */
export function checkPart(part: Wire, role: string, rules: GeminiRules): string | undefined {
  const { thought, thoughtSignature, ...data } = part;
  const [kind, other] = Object.keys(data);
  if (!kind || other) return 'a part must have exactly one initialized field of `data`.';
  if (kind === 'text' && data.text === '' && !thoughtSignature) return 'text must not be empty.';
  return (
    checkSpeaker(kind, thought, role) ??
    (checks[kind]?.(data[kind], rules) ? undefined : `broken ${kind}: ${JSON.stringify(part)}`)
  );
}

function checkSpeaker(kind: string, thought: unknown, role: string): string | undefined {
  const isOfModel = BY_MODEL.includes(kind) || thought !== undefined;
  if (role === 'user') return isOfModel ? `${kind} is of the model alone.` : undefined;
  return kind === 'functionResponse' ? 'functionResponse is of the user.' : undefined;
}

const isName = (name: unknown) => typeof name === 'string' && /^[a-zA-Z_][\w.:-]{0,63}$/.test(name);
const isObject = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isType = (type: unknown) => typeof type === 'string' && TYPES.test(type);
const isId = (id: unknown) =>
  id === undefined || (typeof id === 'string' && /^[a-zA-Z0-9_-]{1,40}$/.test(id));
const TYPES =
  /^(image\/(png|jpeg|webp|heic|heif)|audio\/\w+|video\/\w+|application\/pdf|text\/\w+)$/;

const isInline = ({ mimeType, data, ...others }: Wire) =>
  isType(mimeType) &&
  /^[A-Za-z0-9+/]+={0,2}$/.test(data) &&
  data.length % 4 === 0 &&
  Object.keys(others).length === 0;

const isFile = ({ mimeType, fileUri }: Wire) =>
  isType(mimeType) && URL.canParse(fileUri) && /^https?:/.test(fileUri);

const hasReference = (value: unknown): boolean =>
  isObject(value) || Array.isArray(value)
    ? Object.entries(value as object).some(
        ([key, member]) => key === '$ref' || hasReference(member),
      )
    : false;

const isResponse = ({ id, name, response, parts = [], ...others }: Wire, rules: GeminiRules) =>
  isId(id) &&
  isName(name) &&
  isObject(response) &&
  !hasReference(response) &&
  (parts.length === 0 || rules.generation >= 3) &&
  parts.every((part: Wire) =>
    part.inlineData ? isInline(part.inlineData) : isFile(part.fileData),
  ) &&
  Object.keys(others).length === 0;

const checks: Readonly<Record<string, (value: Wire, rules: GeminiRules) => boolean>> = {
  text: (text) => typeof text === 'string',
  inlineData: isInline,
  fileData: isFile,
  functionCall: ({ id, name, args, ...others }) =>
    isId(id) && isName(name) && isObject(args) && Object.keys(others).length === 0,
  functionResponse: isResponse,
  executableCode: isObject,
  codeExecutionResult: isObject,
  toolCall: isObject,
  toolResponse: isObject,
};
