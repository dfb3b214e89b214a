import * as z from 'zod';
import type { Citation } from '../../core/message/part.ts';

const text = z.string().nullish().catch(undefined);

/** https://ai.google.dev/gemini-api/docs/google-search, `groundingMetadata` */
export const Grounding = z.object({
  groundingChunks: z
    .array(z.object({ web: z.object({ uri: text, title: text }).nullish() }))
    .nullish(),
});

/** What a model quoted at length: https://ai.google.dev/api/generate-content#citationmetadata */
export const Quoted = z.object({
  citations: z.array(z.object({ uri: text, title: text })).nullish(),
});

/** What an answer rests on, each source once. */
export function toCitations(
  grounding: z.infer<typeof Grounding> | null | undefined,
  quoted: z.infer<typeof Quoted> | null | undefined,
): readonly Citation[] {
  const webs = (grounding?.groundingChunks ?? []).flatMap(({ web }) => (web ? [web] : []));
  return [...webs, ...(quoted?.citations ?? [])].flatMap(({ uri, title }) =>
    uri ? [{ url: uri, ...(title && { title }) }] : [],
  );
}

export const eachOnce = (citations: readonly Citation[]): readonly Citation[] => [
  ...new Map(citations.map((citation) => [citation.url, citation])).values(),
];
