import * as z from 'zod';
import { readDetails } from './problem-details.ts';

/** What a server, or the way to it, says went wrong. */
export interface Problem {
  readonly status: number | undefined;
  /** The maker's own codes and types. */
  readonly words: readonly string[];
  readonly text: string;
  /** How long it asks to be left alone, where its body says so. */
  readonly retryAfterSeconds?: number;
}

const word = z.union([z.string(), z.number()]).nullish().catch(undefined);

const Body = z.object({
  message: z.string().nullish().catch(undefined),
  code: word,
  type: word,
  status: word,
  detail: z.unknown().optional(),
  details: z.unknown().optional(),
  error: z.unknown().optional(),
});

/**
 * Reads the body of an error. Makers have `{error: {message, code, type}}`, `{error: text, code}`
 * (xAI), `{error: text}` (LM Studio), `{message, type, code}` (vLLM, SGLang), `{error: {message, code,
 * status, details}}` (Google), `{detail}`, or a page.
 */
export function toProblem(body: unknown, status?: number): Problem {
  if (typeof body === 'string') return { status, words: [], text: plainText(body) };
  const { success, data } = Body.safeParse(body);
  if (!success) return { status, words: [], text: '' };
  const inner = data.error === undefined ? undefined : toProblem(data.error);
  const { words: reasons, retryAfterSeconds = inner?.retryAfterSeconds } = readDetails(
    data.details,
  );
  const words = [data.code, data.type, data.status].filter((said) => said != null).map(String);
  const all = [...words, ...reasons, ...(inner?.words ?? [])];
  return {
    status: status ?? all.map(Number).find(isStatus),
    words: all,
    text: inner?.text || data.message || inText(data.detail),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}

const isStatus = (code: number) => code >= 400 && code < 600;

const inText = (detail: unknown) =>
  typeof detail === 'string' || detail === undefined ? (detail ?? '') : JSON.stringify(detail);

/** A page says what it is in its title. */
const plainText = (text: string) =>
  /<title>([^<]*)<\/title>/i.exec(text)?.[1] ?? (text.includes('<html') ? 'an HTML page' : text);
