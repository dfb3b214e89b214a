import { expect, it } from 'vitest';
import { routes } from '../../lib/http/routes.ts';
import { house } from './_house.ts';

it('describes every route there is, to anybody, and nothing in it leads nowhere', async () => {
  const { status, body } = await house().send({ method: 'GET', path: '/openapi.json' });
  expect({ status, body }).toMatchObject({ status: 200, body: { openapi: '3.1.1' } });
  const paths = body['paths'] as Record<string, Record<string, { operationId: string }>>;
  const described = Object.values(paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  expect(described.toSorted()).toEqual(Object.keys(routes).toSorted());

  const { schemas } = body['components'] as { schemas: object };
  const text = JSON.stringify(body);
  const references = [...text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, to = '']) => to);
  expect(references.length).toBeGreaterThan(10);
  for (const to of references) expect(schemas).toHaveProperty(to.split('/').at(-1) ?? '');
  expect(text).not.toMatch(/#\/\$defs|"\$id"/);
});

it('says where what belongs, and what is obligatory', async () => {
  const { body } = await house().send({ method: 'GET', path: '/openapi.json' });
  const paths = body['paths'] as Record<string, Record<string, object>>;
  expect(paths['/v1/contexts/{context}/diff']?.['get']).toMatchObject({
    parameters: [
      { name: 'context', in: 'path', required: true },
      { name: 'branch', in: 'query', required: false },
      { name: 'from', in: 'query', required: true },
      { name: 'to', in: 'query', required: true },
    ],
  });
  expect(paths['/v1/contexts/{context}/commits']?.['post']).toMatchObject({
    requestBody: {
      content: { 'application/json': { schema: { required: ['operations'] } } },
    },
    responses: {
      200: {
        content: { 'application/json': { schema: { $ref: '#/components/schemas/CommitReport' } } },
      },
      409: {},
    },
  });
});
