import * as z from 'zod';
import table from './models.json' with { type: 'json' };

/** From the least to the most. */
const LEVELS = ['minimal', 'low', 'medium', 'high', 'xhigh'] as const;
export type Level = (typeof LEVELS)[number];

const Thinking = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('level'), levels: z.array(z.enum(LEVELS)).min(1) }),
  /** In tokens; 0 is no thinking at all. */
  z.object({ kind: z.literal('budget'), least: z.int(), most: z.int() }),
  z.object({ kind: z.literal('none') }),
]);

const Features = z.object({
  generation: z.int().positive(),
  thinking: Thinking,
  /** Whether temperature, top_p and top_k have an effect. */
  sampling: z.enum(['taken', 'ignored']),
  /** Room for thoughts and answer, where the server's own default is too small for both. */
  outputTokens: z.int().positive().optional(),
});
export type Features = z.infer<typeof Features>;

/** What models can do changes with each of them, so it is data with a date; the first row that fits decides. */
const { models } = z
  .object({
    date: z.iso.date(),
    models: z.array(Features.extend({ begins: z.string(), source: z.string() })),
  })
  .parse(table);

export function featuresOf(model: string): Features {
  const name = model.replace(/^models\//, '');
  const features = models.find(({ begins }) => name.startsWith(begins));
  if (!features) throw new Error('The last row of the models fits every name.');
  return features;
}

/**
 * From Gemini 3 on: calls carry signatures, functions answer with images, and the maker's own tools
 * stand beside functions.
 */
export const isThirdGeneration = ({ generation }: Features): boolean => generation >= 3;
