import { expect, it } from 'vitest';
import { routes } from '../../lib/http/routes.ts';

it('no two routes are one', () => {
  const all = Object.values(routes).map(({ method, path }) => `${method} ${path}`);
  expect(new Set(all).size).toBe(all.length);
});

it('every route asks for a token, except those that say what the service is', () => {
  const open = Object.values(routes).filter(({ auth }) => auth === 'none');
  expect(open.map(({ path }) => path)).toEqual(['/v1/health', '/openapi.json']);
});
