import * as z from 'zod';
import type { ResponsesQuirks } from '../../dialects/openai-responses/quirks.ts';
import table from './models.json' with { type: 'json' };

type MakerName = ResponsesQuirks['maker'];

const Rules = z.object({
  /** The models that these are the rules of, as a regular expression. */
  models: z.string().optional(),
  /** The efforts that are accepted; without a list any may be. */
  efforts: z.array(z.string()).optional(),
  /** Whether temperature and the like are accepted; `unreasoned`: only at effort `none`. */
  sampling: z.enum(['always', 'unreasoned', 'never']).default('always'),
  reasons: z.boolean().default(true),
  verbosity: z.boolean().default(true),
});
export type ModelRules = z.infer<typeof Rules>;

/** Models come and go, so what they accept is data with a date. */
const Table = z.object({
  date: z.iso.date(),
  source: z.string(),
  openai: z.array(Rules),
  grok: z.array(Rules),
  /** What no model of a maker accepts, though others know it. */
  refused: z.object({ openai: z.array(z.string()), grok: z.array(z.string()) }),
});

const known = Table.parse(table);

/** What a model accepts; one that nobody knows is taken to accept anything. */
export const rulesFor = (maker: MakerName, model: string): ModelRules =>
  known[maker].find(({ models }) => models && new RegExp(models).test(model)) ?? Rules.parse({});

export const refusedBy = (maker: MakerName): readonly string[] => known.refused[maker];
