import * as z from 'zod';

/** https://cloud.google.com/apis/design/errors#error_details: RetryInfo, QuotaFailure, ErrorInfo. */
const Details = z
  .array(
    z.object({
      reason: z.string().optional().catch(undefined),
      /** Seconds, as in `17.5s`. */
      retryDelay: z.string().optional().catch(undefined),
      violations: z
        .array(z.object({ quotaId: z.string().optional().catch(undefined) }))
        .optional()
        .catch(undefined),
    }),
  )
  .catch([]);

/** https://platform.claude.com/docs/en/api/errors */
const Coded = z.object({ error_code: z.string() });

/** Stands among the words of a problem where it is a day's quota that is used up. */
export const DAILY_QUOTA = 'DAILY_QUOTA';

interface Told {
  readonly words: readonly string[];
  readonly retryAfterSeconds?: number;
}

/** What Google and Anthropic say beside the message of an error. */
export function readDetails(details: unknown): Told {
  const known = Details.parse(details);
  const quotas = known.flatMap(({ violations = [] }) => violations.map(({ quotaId }) => quotaId));
  const [, seconds] =
    known.map(({ retryDelay }) => SECONDS.exec(retryDelay ?? '')).find(Boolean) ?? [];
  return {
    words: [
      ...[Coded.safeParse(details).data?.error_code ?? []].flat(),
      ...known.flatMap(({ reason }) => (reason ? [reason] : [])),
      ...(quotas.some((id) => id && /PerDay/i.test(id)) ? [DAILY_QUOTA] : []),
    ],
    ...(seconds !== undefined && { retryAfterSeconds: Number(seconds) }),
  };
}

const SECONDS = /^(\d+(?:\.\d+)?)s$/;
