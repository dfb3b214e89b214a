import * as z from 'zod';
import { Item } from '../core/context/item.ts';
import { Author } from '../core/message/author.ts';
import { Message } from '../core/message/message.ts';
import { Part } from '../core/message/part.ts';
import * as commits from './documents/commit.ts';
import * as contexts from './documents/context.ts';
import * as history from './documents/history.ts';
import { Problem } from './documents/problem.ts';
import * as runs from './documents/run.ts';
import * as sessions from './documents/session.ts';
import * as translation from './documents/translation.ts';
import type { Route, Status } from './route.ts';
import { routes } from './routes.ts';

const named: Readonly<Record<string, z.ZodType>> = {
  ...{ Author, Item, Message, Part, Problem },
  ...commits,
  ...contexts,
  ...history,
  ...runs,
  ...sessions,
  ...translation,
};

const components = z.registry<{ readonly id: string }>();
for (const [id, schema] of Object.entries(named)) components.add(schema, { id });

const saysByStatus = {
  200: 'Done.',
  201: 'Made.',
  202: 'Begun.',
  409: "Somebody else's change stands in the way: the document says which. Or the place is taken: a problem document.",
} as const satisfies Record<Status, string>;

/** The routes as OpenAPI has them: https://spec.openapis.org/oas/v3.1.1.html */
export const openApi = (version: string): object => ({
  openapi: '3.1.1',
  info: { title: 'MassGen Serverless', version },
  security: [{ token: [] }],
  paths: pathsOf(routes),
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: schemas(),
  },
});

const pathsOf = (all: Readonly<Record<string, Route>>) => {
  const paths: Record<string, Record<string, object>> = {};
  for (const [operationId, route] of Object.entries(all)) {
    const { path, method } = route;
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(operationId, route) };
  }
  return paths;
};

const operationOf = (operationId: string, route: Route) => ({
  operationId,
  summary: route.says,
  ...(route.auth === 'none' && { security: [] }),
  parameters: parametersOf(route),
  ...(route.body && {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: shapeOf(route.body, 'input') } },
    },
  }),
  responses: responsesOf(route),
});

const responsesOf = ({ statuses = [200], streams, answer }: Route) => {
  const type = streams ? 'text/event-stream' : 'application/json';
  const content = { [type]: { schema: shapeOf(answer, 'input') } };
  const answers = statuses.map((status) => [
    status,
    { description: saysByStatus[status], content },
  ]);
  return { ...Object.fromEntries(answers), default: problem };
};

const problem = {
  description: 'A problem document: its type ends in the code of the fault.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const parametersOf = ({ path, query, headers = [] }: Route) => [
  ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  })),
  ...Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !z.safeParse(schema, undefined).success && !isOptional(schema),
    schema: shapeOf(schema, 'output'),
  })),
  ...headers.map((name) => ({ name, in: 'header', schema: { type: 'string' } })),
];

const isOptional = (schema: z.core.$ZodType) => schema._zod.optin === 'optional';

/** A schema in place, what has a name by its name. */
function shapeOf(schema: z.core.$ZodType, io: 'input' | 'output'): object {
  const known = components.get(schema);
  if (known) return { $ref: `#/components/schemas/${known.id}` };
  const { $schema, $defs, ...shape } = z.toJSONSchema(schema, { metadata: components, io });
  return JSON.parse(JSON.stringify(shape).replaceAll('#/$defs/', '#/components/schemas/'));
}

function schemas() {
  const uri = (id: string) => `#/components/schemas/${id}`;
  const { schemas: all } = z.toJSONSchema(components, { uri, io: 'input' });
  return Object.fromEntries(
    Object.entries(all).map(([id, { $schema, $id, ...schema }]) => [id, schema]),
  );
}
