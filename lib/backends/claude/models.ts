import * as z from 'zod';
import { carefulQuirks, type Quirks } from '../../dialects/anthropic-messages/quirks.ts';
import { isModel } from '../is-model.ts';
import table from './models.json' with { type: 'json' };

/** What Anthropic's models take moves with each of them, so it is data with a date. */
const Models = z.object({
  date: z.iso.date(),
  models: z.array(
    z.object({
      models: z.array(z.string()),
      /** The values of `thinking.type` that it takes. */
      thinking: z.array(z.enum(['adaptive', 'between_tools', 'enabled', 'disabled'])),
      /** It thinks where `thinking` is left out. */
      thinksUnasked: z.boolean(),
      /** The values of `output_config.effort` that it takes, lowest first. */
      efforts: z.array(z.string()),
      /** It can be told that it must call a tool. Nothing here ever does. */
      forcedTools: z.boolean(),
      /** `system` may be said in the midst of a conversation. */
      systemTurns: z.boolean(),
      /** Its thoughts hold only after exactly what was said before them. */
      bindsThinking: z.boolean(),
      /** Tokens below which nothing is cached; null: not known. */
      cacheMinimumTokens: z.int().nullable(),
      /** Of one reply, its thoughts included. */
      maxTokens: z.int(),
      /** Who says so. */
      source: z.string(),
    }),
  ),
});

const { models } = Models.parse(table);

export type ModelRow = (typeof models)[number];

/** What is known of a model; undefined: nothing, and options go to it as they are. */
export const rowOf = (model: string): ModelRow | undefined =>
  models.find((row) => row.models.some((name) => isModel(model, name)));

/** What the dialect has to know of a model. */
export const quirksOf = (model: string): Quirks => rowOf(model) ?? carefulQuirks;
