import { expect, it } from 'vitest';
import { toResult } from '../../lib/tools/mcp/to-result.ts';

const text = (words: string) => ({ type: 'text', text: words });
const image = (characters: number) => ({
  type: 'image',
  mimeType: 'image/png',
  data: 'A'.repeat(characters),
});
const sizeOf = (content: readonly unknown[]) => JSON.stringify(toResult('c', { content })).length;
const last = (content: readonly unknown[]) => toResult('c', { content }).content.at(-1);

it('a tool may give as much as fits, and what does not is said', () => {
  expect(toResult('c', { content: [text('a'), image(100)] }).content).toHaveLength(2);
  expect(last([text('a'), image(2_000_000), text('b')])).toEqual(
    text('[1 more of its parts left out]'),
  );
});

it.each([
  ['many texts', Array.from({ length: 10_000 }, () => text('x'.repeat(1000)))],
  ['long texts', Array.from({ length: 50 }, () => text('x'.repeat(1_000_000)))],
  ['large images', Array.from({ length: 50 }, () => image(900_000))],
])('%s are bounded', (_, content) => {
  expect(sizeOf(content)).toBeLessThan(1_100_000);
  expect(last(content)).toMatchObject({ text: expect.stringContaining('left out') });
});
