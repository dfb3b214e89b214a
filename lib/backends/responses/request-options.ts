import * as z from 'zod';
import type { Json } from '../../core/shared/json.ts';
import { isJsonObject, type JsonObject } from '../../dialects/json-object.ts';
import { type Lossy, loss, lossless, lossy, translateAll } from '../../dialects/lossy.ts';
import type { ResponsesQuirks } from '../../dialects/openai-responses/quirks.ts';
import { nearestEffort } from '../effort.ts';
import { isLimit, isOurKey, limitIn, type Options } from '../option-keys.ts';
import { ownTools } from '../own-tools.ts';
import { type ModelRules, refusedBy, rulesFor } from './model-rules.ts';

/** What the coordination itself decides of a request. */
const OUR_FIELDS: readonly string[] = [
  'background',
  'conversation',
  'include',
  'input',
  'messages',
  'n',
  'previous_response_id',
  'store',
  'stream',
  'stream_options',
  'tool_choice',
  'tools',
];

interface RequestOptions {
  readonly maxTokens?: number;
  readonly builtIns: readonly Json[];
  /** Go into the request as they are: the maker knows what they mean. */
  readonly fields: { readonly [field: string]: Json };
}

/** What the options of a backend say about each of its requests, less what the model refuses. */
export function toRequestOptions(
  options: Options,
  model: string,
  quirks: ResponsesQuirks,
): Lossy<RequestOptions> {
  const rules = rulesFor(quirks.maker, model);
  const { search, code } = ownTools(options);
  const maxTokens = limitIn(options);
  const reasoning = reasoningIn(options, rules);
  const effort = reasoning.value['effort'];
  const text = textIn(options, rules);
  const passed = passedOn(options, rules, { maker: quirks.maker, reasons: effort !== 'none' });
  const include = [
    ...(rules.reasons ? ['reasoning.encrypted_content'] : []),
    ...(code ? quirks.codeOutputs : []),
  ];
  return {
    value: {
      ...(maxTokens !== undefined && { maxTokens }),
      builtIns: [
        ...(search ? [quirks.builtIns.search] : []),
        ...(code ? [quirks.builtIns.code] : []),
      ],
      fields: {
        ...passed.value,
        ...filled('reasoning', reasoning.value),
        ...filled('text', text.value),
        ...(include.length > 0 && { include }),
      },
    },
    losses: [...passed.losses, ...reasoning.losses, ...text.losses],
  };
}

const filled = (name: string, value: JsonObject): JsonObject =>
  Object.keys(value).length > 0 ? { [name]: value } : {};

const objectIn = (options: Options, key: string): JsonObject => {
  const value = options[key];
  return isJsonObject(value) ? value : {};
};

/** `reasoning: {effort, summary}`, or chat completions' `reasoning_effort`. */
function reasoningIn(options: Options, { reasons, efforts }: ModelRules): Lossy<JsonObject> {
  const { effort = options['reasoning_effort'], ...others } = objectIn(options, 'reasoning');
  const at = 'options.reasoning';
  if (!reasons)
    return effort === undefined && Object.keys(others).length === 0
      ? lossless({})
      : lossy({}, loss('option', at, 'left out'));
  const asked = z.string().safeParse(effort).data;
  if (asked === undefined || !efforts || efforts.includes(asked))
    return lossless({ ...others, ...(asked !== undefined && { effort: asked }) });
  const nearest = nearestEffort(asked, efforts);
  return lossy(
    { ...others, ...(nearest && { effort: nearest }) },
    loss('option', `${at}.effort`, nearest ?? 'left out'),
  );
}

/** `text: {verbosity}`, or chat completions' `verbosity`. */
function textIn(options: Options, rules: ModelRules): Lossy<JsonObject> {
  const { verbosity = options['verbosity'], ...others } = objectIn(options, 'text');
  if (verbosity === undefined) return lossless(others);
  return rules.verbosity
    ? lossless({ ...others, verbosity })
    : lossy(others, loss('option', 'options.text.verbosity', 'left out'));
}

const SAMPLING: readonly string[] = ['temperature', 'top_p', 'top_logprobs'];
const READ: readonly string[] = ['reasoning', 'reasoning_effort', 'text', 'verbosity'];

interface Asked {
  readonly maker: ResponsesQuirks['maker'];
  /** The model is asked to reason. */
  readonly reasons: boolean;
}

function passedOn(
  options: Options,
  { sampling }: ModelRules,
  { maker, reasons }: Asked,
): Lossy<JsonObject> {
  const samples = sampling === 'always' || (sampling === 'unreasoned' && !reasons);
  const refused = [...refusedBy(maker), ...(samples ? [] : SAMPLING)];
  const { value, losses } = translateAll(Object.entries(options).filter(isTheirs), (entry) =>
    refused.includes(entry[0])
      ? lossy([], loss('option', `options.${entry[0]}`, 'left out: the model refuses it'))
      : lossless([entry]),
  );
  return { value: Object.fromEntries(value), losses };
}

const isTheirs = ([key]: readonly [string, Json]) =>
  !isOurKey(key) &&
  !isLimit(key) &&
  !READ.includes(key) &&
  !key.startsWith('enable_') &&
  !OUR_FIELDS.includes(key);
