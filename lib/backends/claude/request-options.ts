import * as z from 'zod';
import { isControlKey } from '../../config/schema/control-keys.ts';
import type { Loss } from '../../core/message/loss.ts';
import { Json } from '../../core/shared/json.ts';
import type { JsonObject } from '../../dialects/json-object.ts';
import { type Lossy, loss, lossless, lossy } from '../../dialects/lossy.ts';
import { isLimit, isOurKey, limitIn, type Options } from '../option-keys.ts';
import type { ModelRow } from './models.ts';
import { toThinking } from './thinking.ts';

/** Read here, one by one, or before. */
const READ_KEYS: readonly string[] = [
  'cache_control',
  'output_config',
  'parallel_tool_calls',
  'reasoning',
  'reasoning_effort',
  'response_format',
  'service_tier',
  'stop',
  'system_prompt',
  'thinking',
];

/**
 * Refused since API version 2026-10-21 (sampling), or unknown to this maker, or decided by the
 * coordination: https://platform.claude.com/docs/en/api/migration-2026-10-21
 */
const LEFT_OUT: readonly string[] = [
  'frequency_penalty',
  'messages',
  'presence_penalty',
  'seed',
  'stream',
  'system',
  'temperature',
  'text',
  'tool_choice',
  'tools',
  'top_k',
  'top_p',
];

export interface RequestOptions {
  readonly maxTokens?: number;
  /** One call at a time. */
  readonly single: boolean;
  /** Go into the request as they are. */
  readonly fields: JsonObject;
  /** The options that have no effect, or another than they say. */
  readonly losses: readonly Loss[];
}

/** What the options of a backend say about each of its requests, as far as the model takes it. */
export function toRequestOptions(
  options: Options,
  row: ModelRow | undefined,
  defaultMaxTokens: number,
): RequestOptions {
  const maxTokens = limitIn(options);
  const { thinking: way, reasoning, reasoning_effort } = options;
  const wish = { thinking: way, reasoning, reasoning_effort };
  const { value, losses } = toThinking(wish, row, maxTokens ?? defaultMaxTokens);
  const { thinking, effort } = value;
  const format = toFormat(options['response_format']);
  const tier = toServiceTier(options['service_tier']);
  const output = {
    ...objectIn(options['output_config']),
    ...(effort && { effort }),
    ...format.value,
  };
  return {
    ...(maxTokens !== undefined && { maxTokens }),
    single: options['parallel_tool_calls'] === false,
    fields: {
      ...cacheFields(options['cache_control']),
      ...(thinking && { thinking }),
      ...(Object.keys(output).length > 0 && { output_config: output }),
      ...stopFields(options['stop']),
      ...tier.value,
      ...Object.fromEntries(Object.entries(options).filter(([key]) => isPassedOn(key))),
    },
    losses: [
      ...Object.keys(options)
        .filter((key) => LEFT_OUT.includes(key))
        .map(leftOut),
      ...losses,
      ...format.losses,
      ...tier.losses,
    ],
  };
}

const isPassedOn = (key: string) =>
  ![isOurKey, isControlKey, isLimit].some((is) => is(key)) &&
  ![...READ_KEYS, ...LEFT_OUT].includes(key);

const leftOut = (key: string) => loss('option', `options.${key}`, 'left out');

const anObject = z.record(z.string(), Json);

const objectIn = (value: Json | undefined): JsonObject => anObject.safeParse(value).data ?? {};

/** All that was said before is read from the cache, unless that is switched off with null. */
const cacheFields = (cache: Json | undefined): JsonObject =>
  cache === null ? {} : { cache_control: cache ?? { type: 'ephemeral' } };

const stopFields = (stop: Json | undefined): JsonObject => {
  if (stop === undefined) return {};
  return { stop_sequences: Array.isArray(stop) ? stop : [stop] };
};

const Schema = z.object({ json_schema: z.object({ schema: anObject }) });

/** OpenAI's spelling of a schema that the reply keeps to. */
function toFormat(format: Json | undefined): Lossy<JsonObject> {
  if (format === undefined) return lossless({});
  const { data } = Schema.safeParse(format);
  return data
    ? lossless({ format: { type: 'json_schema', schema: data.json_schema.schema } })
    : lossy({}, leftOut('response_format'));
}

function toServiceTier(tier: Json | undefined): Lossy<JsonObject> {
  if (tier === undefined) return lossless({});
  return tier === 'auto' || tier === 'standard_only'
    ? lossless({ service_tier: tier })
    : lossy({}, leftOut('service_tier'));
}
