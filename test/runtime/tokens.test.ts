import { expect, it } from 'vitest';
import { roughTokens } from '../../lib/core/message/tokens.ts';
import { loadGptTokens } from '../../lib/runtime/gpt-tokens.ts';
import { tokensConformance } from '../conformance/tokens.ts';

tokensConformance('an estimate', () => () => roughTokens);
tokensConformance("OpenAI's vocabulary", async () => {
  const tokens = await loadGptTokens();
  return () => tokens;
});

it("counts as OpenAI's models do, and more for makers whose vocabulary is not known", async () => {
  const { count } = await loadGptTokens();
  const text = 'The quick brown fox jumps over the lazy dog.';
  expect(count(text, 'openai')).toBe(10);
  expect(count(text, 'claude')).toBe(12);
});
