import type { Problem } from '../maker-server/maker-server.ts';
import type { ResponsesMode } from './mode.ts';

type Body = Readonly<Record<string, unknown>>;

/** What depends on the model: sampling, effort, verbosity, what it can be asked to tell. */
export function checkModel(body: Body, mode: ResponsesMode): Problem | undefined {
  const model = String(body['model']);
  const { effort } = (body['reasoning'] ?? {}) as { effort?: string };
  return mode === 'grok' ? checkGrok(model, effort) : checkOpenAI(body, model, effort);
}

const unsupported = (param: string): Problem => ({
  status: 400,
  code: 'unsupported_parameter',
  message: `Unsupported parameter: '${param}' is not supported with this model.`,
});

const checkGrok = (model: string, effort: string | undefined) =>
  effort && model.startsWith('grok-4.20') ? unsupported('reasoning.effort') : undefined;

const NEVER_SAMPLED = /^(gpt-6-astra|gpt-6\.1-sol|gpt-5(-|$)|o\d)/;
const SAMPLED_ALWAYS = /^gpt-4/;

const efforts: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(gpt-6-astra|gpt-6\.1-sol)/, ['low', 'medium', 'high', 'xhigh', 'max']],
  [/^(gpt-6|gpt-5\.6)/, ['none', 'low', 'medium', 'high', 'xhigh', 'max']],
  [/^gpt-5\.1/, ['none', 'low', 'medium', 'high']],
  [/^gpt-5(-|$)/, ['minimal', 'low', 'medium', 'high']],
  [/^gpt-4/, []],
];

function checkOpenAI(body: Body, model: string, effort: string | undefined): Problem | undefined {
  const known = efforts.find(([pattern]) => pattern.test(model))?.[1];
  if (effort && known && !known.includes(effort))
    return {
      status: 400,
      code: 'unsupported_value',
      message: `Unsupported value: 'reasoning.effort' does not support '${effort}' with this model.`,
    };
  if (SAMPLED_ALWAYS.test(model)) return checkPlain(body);
  const sampled = ['temperature', 'top_p'].find((name) => name in body);
  const refuses = NEVER_SAMPLED.test(model) || effort !== 'none';
  return sampled && refuses ? unsupported(sampled) : undefined;
}

/** A model that does not reason has nothing encrypted to tell, and one verbosity. */
function checkPlain(body: Body): Problem | undefined {
  const include = body['include'];
  if (Array.isArray(include) && include.includes('reasoning.encrypted_content'))
    return { status: 400, message: 'Encrypted content is not supported with this model.' };
  return body['text'] === undefined ? undefined : unsupported('text.verbosity');
}
