import { expect, it } from 'vitest';
import { createContextDeps } from '../../functions/_contexts.ts';
import type { CloudDeps } from '../../functions/_deps.ts';

it('a warm function keeps what it has made of items', async () => {
  const { viewer } = createContextDeps({} as CloudDeps); // a viewer needs none of them
  expect(await viewer()).toBe(await viewer());
});
