import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { routes } from '../../lib/http/routes.ts';
import { house, TOKEN } from './_house.ts';

const guarded = Object.values(routes).filter(({ auth }) => auth === 'token');

const pathOf = (path: string) => path.replaceAll(/\{\w+\}/g, 'run_1');

const unauthorised = {
  status: 401,
  headers: { 'www-authenticate': 'Bearer', 'content-type': 'application/problem+json' },
  body: { type: 'urn:massgen:fault:request.unauthorised', status: 401 },
};

describe.each(guarded)('$method $path', ({ method, path }) => {
  it.each([
    '',
    TOKEN,
    'Bearer',
    'Bearer ',
    `Bearer ${TOKEN.slice(0, -1)}`,
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN} ${TOKEN}`,
    `Bearer "${TOKEN}"`,
    `Basic ${TOKEN}`,
    `Bearer ${'a'.repeat(5000)}`,
    'Bearer ../../secret',
    'Bearer token-of-a-st\u00e4nger',
    `Bearer ${TOKEN.toUpperCase()}`,
  ])('does not open to %j', async (authorization) => {
    const { send, table } = house();
    const headers = authorization ? { Authorization: authorization } : {};
    expect(await send({ method, path: pathOf(path), headers })).toMatchObject(unauthorised);
    expect(table.counts()).toEqual({ gets: 0, puts: 0, lists: 0, rows: 0 });
  });
});

it('no route but that of health opens to any text that is not the token', async () => {
  const { send } = house();
  const headers = fc.stringMatching(/^[ -~]*$/).filter((text) => !text.includes(TOKEN));
  await fc.assert(
    fc.asyncProperty(headers, fc.boolean(), async (text, isBearer) => {
      const Authorization = isBearer ? `Bearer ${text}` : text;
      const path = '/v1/runs/run_1';
      expect(await send({ method: 'GET', path, headers: { Authorization } })).toMatchObject(
        unauthorised,
      );
    }),
  );
});

it.each([`Bearer ${TOKEN}`, `bearer ${TOKEN}`, `BEARER   ${TOKEN}`])('%j opens', async (token) => {
  const { send } = house();
  const headers = { Authorization: token };
  expect(await send({ method: 'GET', path: '/v1/runs/run_1', headers })).toMatchObject({
    status: 404,
    body: { code: 'run.unknown' },
  });
});

it('health asks for nothing', async () => {
  expect(await house().send({ method: 'GET', path: '/v1/health' })).toMatchObject({
    status: 200,
    body: { status: 'ok', version: '1.2.3', environment: 'test', backends: ['rehearsal'] },
  });
});
