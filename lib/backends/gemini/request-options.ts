import * as z from 'zod';
import type { Json } from '../../core/shared/json.ts';
import { type Features, featuresOf, isThirdGeneration } from '../../dialects/gemini/features.ts';
import { type Lossy, loss, lossless, lossy } from '../../dialects/lossy.ts';
import { isLimit, isOurKey, limitIn, type Options } from '../option-keys.ts';
import { THINKING_KEYS, toThinkingConfig } from './thinking.ts';

type Fields = { readonly [field: string]: Json };

/** What the coordination itself decides of a request, and the dialect writes. */
const OUR_FIELDS: readonly string[] = [
  'candidateCount',
  'contents',
  'messages',
  'n',
  'stream',
  'systemInstruction',
  'toolChoice',
  'toolConfig',
  'tools',
];

/** What stands in the body itself and not in its `generationConfig`. */
const BODY_FIELDS: readonly string[] = [
  'cachedContent',
  'labels',
  'safetySettings',
  'serviceTier',
  'store',
];

const SAMPLING: readonly string[] = ['temperature', 'topP', 'topK'];

/** What the API knows nothing like. */
const UNKNOWN: readonly string[] = ['text', 'parallelToolCalls'];

/**
 * What the options of a backend say about each of its requests: fields of the body. Names are taken
 * in either spelling; what is not known here goes into `generationConfig`, where most of them belong.
 */
export function toRequestOptions(options: Options, model: string, calls: boolean): Lossy<Fields> {
  const features = featuresOf(model);
  const entries = Object.entries(options)
    .filter(([key]) => isForMaker(key))
    .map(([key, value]) => toEntry(key, value, features, calls));
  const fields = Object.fromEntries(entries.flatMap(({ value }) => value));
  const thinking = toThinkingConfig(options, features.thinking);
  const limit = limitIn(options) ?? features.outputTokens;
  const inBody = Object.entries(fields).filter(([name]) => BODY_FIELDS.includes(name));
  const inConfig = Object.entries(fields).filter(([name]) => !BODY_FIELDS.includes(name));
  return {
    value: {
      ...Object.fromEntries(inBody),
      generationConfig: {
        ...(limit !== undefined && { maxOutputTokens: limit }),
        ...thinking.value,
        ...Object.fromEntries(inConfig),
      },
    },
    losses: [...entries.flatMap(({ losses }) => losses), ...thinking.losses],
  };
}

const isForMaker = (key: string) =>
  !isOurKey(key) &&
  !isLimit(key) &&
  !key.startsWith('enable_') &&
  !THINKING_KEYS.includes(key) &&
  !OUR_FIELDS.includes(camel(key));

const camel = (key: string) =>
  key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

type Entry = readonly [name: string, value: Json];

function toEntry(
  key: string,
  value: Json,
  features: Features,
  calls: boolean,
): Lossy<readonly Entry[]> {
  const name = camel(key);
  const isIgnored = SAMPLING.includes(name) && features.sampling === 'ignored';
  if (isIgnored || UNKNOWN.includes(name))
    return lossy([], loss('option', `options.${key}`, 'left out'));
  if (name === 'stop') return lossless([['stopSequences', [value].flat()]]);
  if (name === 'responseFormat') return toResponseFormat(value, features, calls);
  return lossless([[name, value]]);
}

/** As chat completions ask for JSON. */
const ResponseFormat = z.object({
  type: z.string(),
  json_schema: z.object({ schema: z.record(z.string(), z.json()) }).optional(),
});

/** Beside functions from Gemini 3 on: https://ai.google.dev/gemini-api/docs/structured-output */
function toResponseFormat(
  value: Json,
  features: Features,
  calls: boolean,
): Lossy<readonly Entry[]> {
  const { data } = ResponseFormat.safeParse(value);
  if (!data || (calls && !isThirdGeneration(features)))
    return lossy([], loss('option', 'options.response_format', 'left out'));
  if (data.type === 'text') return lossless([]);
  return lossless([
    ['responseMimeType', 'application/json'],
    ...(data.json_schema ? [['responseJsonSchema', data.json_schema.schema] as const] : []),
  ]);
}
