import { Fault } from '../core/shared/faults.ts';

/** The dialects by their names, without what it takes to speak them. */
export const dialectNames = [
  'anthropic-messages',
  'openai-responses',
  'openai-chat',
  'gemini',
  'claude-code',
  'codex',
  'gemini-cli',
] as const;

export type DialectName = (typeof dialectNames)[number];

/** Throws `usage.invalid` for a dialect that there is not. */
export function dialectCalled(name: string): DialectName {
  const known = dialectNames.find((one) => one === name);
  if (known) return known;
  throw new Fault('usage.invalid', {
    problem: `There is no dialect ${JSON.stringify(name)}.`,
    hint: `There are ${dialectNames.join(', ')}.`,
  });
}
