import { checkPart } from './check-part.ts';
import { type GeminiRules, STAND_IN, signatureOf } from './rules.ts';

// biome-ignore lint/suspicious/noExplicitAny: a server looks into whatever was sent
type Wire = any;

/** What the server finds wrong with the contents of a request; undefined: nothing. */
export function checkContents(contents: Wire, rules: GeminiRules): string | undefined {
  if (!Array.isArray(contents) || contents.length === 0) return 'contents are required';
  return (
    firstOf(contents, (content, at) => checkContent(content, at, rules)) ??
    checkOrder(contents) ??
    firstOf(contents, (content, at) => checkAnswers(content, contents[at + 1])) ??
    firstOf(contents, (content) => checkSignatures(content, rules))
  );
}

export const firstOf = <T>(
  items: readonly T[],
  check: (item: T, at: number) => string | undefined,
) => {
  for (const [at, item] of items.entries()) {
    const problem = check(item, at);
    if (problem) return problem;
  }
  return undefined;
};

function checkContent(content: Wire, at: number, rules: GeminiRules): string | undefined {
  const { role, parts, ...others } = content;
  const [unknown] = Object.keys(others);
  if (unknown) return `Unknown name "${unknown}" at 'contents[${at}]'`;
  if (role !== 'user' && role !== 'model') return 'Please use a valid role: user, model.';
  if (!Array.isArray(parts) || parts.length === 0)
    return `contents[${at}].parts must not be empty.`;
  const problem = firstOf(parts, (part) => checkPart(part, role, rules));
  return problem && `contents[${at}]: ${problem}`;
}

const callsIn = (content: Wire): readonly Wire[] =>
  (content?.parts ?? []).flatMap((part: Wire) => part.functionCall ?? []);
const responsesIn = (content: Wire): readonly Wire[] =>
  (content?.parts ?? []).flatMap((part: Wire) => part.functionResponse ?? []);

function checkOrder(contents: readonly Wire[]): string | undefined {
  if (contents[0].role !== 'user') return 'Please ensure that the first turn is of role user.';
  return firstOf(contents, (content, at) => {
    if (callsIn(content).length > 0 && contents[at - 1]?.role !== 'user')
      return 'Please ensure that function call turn comes immediately after a user turn or after a function response turn.';
    if (responsesIn(content).length > 0 && callsIn(contents[at - 1]).length === 0)
      return 'Please ensure that function response turn comes immediately after a function call turn.';
    return undefined;
  });
}

function checkAnswers(content: Wire, next: Wire): string | undefined {
  const calls = callsIn(content);
  const responses = responsesIn(next);
  if (calls.length === 0) return undefined;
  if (responses.length !== calls.length)
    return 'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.';
  return calls.every((call, at) => responses[at].name === call.name && responses[at].id === call.id)
    ? undefined
    : 'The name and id of a function response must be those of its function call.';
}

/** The maker insists on them in the current turn; here, in every turn. */
function checkSignatures(content: Wire, rules: GeminiRules): string | undefined {
  const signatures = content.parts.flatMap((part: Wire) => part.thoughtSignature ?? []);
  const mayStandIn = rules.generation >= 3;
  const isGood = (signature: string) =>
    signature === signatureOf(rules) || (mayStandIn && signature === STAND_IN);
  if (!signatures.every(isGood)) return 'Invalid thought signature.';
  const first = content.parts.findIndex((part: Wire) => part.functionCall);
  if (rules.generation < 3 || first < 0 || content.parts[first].thoughtSignature) return undefined;
  const { name } = content.parts[first].functionCall;
  return `Function call is missing a thought_signature in functionCall parts. Function call \`default_api:${name}\`, position ${first + 1}.`;
}
