import { createHash } from 'node:crypto';
import type { ModelRules } from './model-rules.ts';
import { type Block, type Turn, toTurns } from './turns.ts';

interface Request {
  readonly model: string;
  readonly messages: readonly Block[];
  readonly [field: string]: unknown;
}

/** What signs the thoughts of a reply to this request: nobody else can make it. */
export function signatureFor(body: Request, account: string): string {
  const turns = toTurns(body.messages);
  const before = turns.at(-1)?.role === 'assistant' ? turns.slice(0, -1) : turns;
  return sign(body, account, before);
}

const sign = ({ model, system, tools }: Request, account: string, before: readonly Turn[]) =>
  [
    model,
    digest(account),
    digest([withoutCache(system), withoutCache(tools), withoutCache(before)]),
  ].join('~');

const digest = (value: unknown) =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 24);

const withoutCache = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? null), (key, member) =>
    key === 'cache_control' ? undefined : member,
  );

const BOUND =
  'Invalid `signature` in `thinking` block. The block is bound to a different conversation.';

/** Thoughts of models that this one cannot read are passed over; others must be its own. */
export function checkSignatures(
  body: Request,
  account: string,
  rules: ModelRules,
): string | undefined {
  const turns = toTurns(body.messages);
  for (const [at, turn] of turns.entries()) {
    const expected = sign(body, account, turns.slice(0, at));
    for (const [place, block] of turn.blocks.entries()) {
      const problem = checkThought(block, expected, rules);
      if (problem) return `messages.${at}.content.${place}: ${problem}`;
    }
  }
  return undefined;
}

function checkThought(block: Block, expected: string, { bindsThinking }: ModelRules) {
  const signature = block['signature'] ?? block['data'];
  if (!String(block['type']).endsWith('thinking')) return undefined;
  const [model, account, prefix] = String(signature).split('~');
  const [reader, owner, before] = expected.split('~');
  if (!prefix || !model?.startsWith('claude-')) return 'Invalid `signature` in `thinking` block';
  if (model !== reader) return undefined;
  return account !== owner || (bindsThinking && prefix !== before) ? BOUND : undefined;
}
