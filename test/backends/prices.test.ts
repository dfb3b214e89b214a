import { describe, expect, it } from 'vitest';
import { costOf } from '../../lib/backends/prices.ts';

describe('what a call of Claude costs', () => {
  it('is more for what was written to the cache, and far less for what was read from it', () => {
    const usage = {
      inputTokens: 100_000,
      cachedTokens: 60_000,
      cacheWriteTokens: 30_000,
      outputTokens: 1_000,
    };
    const cost = 0.01 * 4 + 0.06 * 0.2 + 0.03 * 5 + 0.001 * 20;
    expect(costOf('claude', 'claude-opus-5-5', usage)).toBeCloseTo(cost, 9);
  });

  it('counts by the whole prompt, the cached part of it too, where long ones cost more', () => {
    const usage = { inputTokens: 200_000, cachedTokens: 150_000, outputTokens: 0 };
    const cost = 0.05 * 0.5 + 0.15 * 0.05;
    expect(costOf('claude', 'claude-haiku-5-5', usage)).toBeCloseTo(cost, 9);
  });

  it('never counts a token twice, whatever a server says', () => {
    const usage = { inputTokens: 100, cachedTokens: 80, cacheWriteTokens: 80, outputTokens: 0 };
    const cost = (80 * 0.1 + 20 * 2.5) / 1_000_000;
    expect(costOf('claude', 'claude-sonnet-5-5', usage)).toBeCloseTo(cost, 12);
  });

  it('is that of plain input for a maker that has no price for writing', () => {
    const usage = { inputTokens: 1_000, cacheWriteTokens: 1_000, outputTokens: 0 };
    expect(costOf('zai', 'glm-5.3', usage)).toBeCloseTo(0.0014, 9);
  });

  it('is not known for a model whose price is not', () => {
    expect(costOf('claude', 'claude-fable-5-2', { inputTokens: 1, outputTokens: 1 })).toBeNull();
  });
});
