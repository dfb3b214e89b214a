import * as z from 'zod';

const MOST_TEXTS = 100;

/** Whether a text says enough to look for it everywhere. */
const isTelling = (text: string) => text.length >= 4 && text.length <= 200;

const Texts = z
  .array(
    z.string().refine(isTelling, {
      message: 'A text to look for has 4 to 200 characters.',
      params: { suggestion: 'Write more of it.' },
    }),
  )
  .refine((texts) => texts.length <= MOST_TEXTS, {
    message: `At most ${MOST_TEXTS} texts are looked for.`,
    params: { suggestion: 'Say what several begin with.' },
  });

/** Unless something else is said, it is `true`: everything that has the form of a secret. */
export const Redact = z.union([
  z.boolean(),
  z.looseObject({
    allow: Texts.optional().describe('What holds one of these texts is no secret.'),
    also: Texts.optional().describe('How words begin that are secrets of your own.'),
  }),
]);
export type Redact = z.infer<typeof Redact>;
