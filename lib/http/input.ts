import type { HonoRequest } from 'hono';
import * as z from 'zod';
import { nearest } from '../config/nearest.ts';
import { quoted } from '../config/path.ts';
import { Fault } from '../core/shared/faults.ts';
import { jsonBody } from './json-body.ts';
import type { Route } from './route.ts';

const nothing = z.strictObject({});

/** All that a request says, in one object. Throws `request.*` for what its route does not take. */
export async function inputOf(route: Route, request: HonoRequest): Promise<object> {
  const query = parsed(route.query ?? nothing, queryOf(request));
  const body = route.body ? parsed(route.body, await jsonBody(request.raw, route.maxBytes)) : {};
  return { ...query, ...body, ...request.param() };
}

/** What is said once is text; what is said again is a list. */
const queryOf = (request: HonoRequest): Readonly<Record<string, string | readonly string[]>> =>
  Object.fromEntries(
    Object.entries(request.queries()).map(([name, [first = '', ...more]]) => [
      name,
      more.length > 0 ? [first, ...more] : first,
    ]),
  );

function parsed(schema: z.ZodObject, value: unknown): object {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw faultOf(result.error, Object.keys(schema.shape));
}

function faultOf({ issues: [issue] }: z.ZodError, known: readonly string[]): Fault {
  const field = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') return stranger(issue.keys[0] ?? '', known);
  if (field === '') return invalid('', 'The body is no JSON object.', takes(known));
  return invalid(field, `\`${field}\`: ${issue?.message}.`, takes(known));
}

function stranger(key: string, known: readonly string[]): Fault {
  const near = known.length > 0 && nearest(key, known);
  const hint = near ? `Did you mean \`${near}\`?` : 'Leave it out.';
  return invalid(key, `There is no field ${quoted(key)} here.`, hint);
}

const takes = (known: readonly string[]) =>
  `This route takes ${known.map((name) => `\`${name}\``).join(', ')}; \`GET /openapi.json\` says how.`;

const invalid = (field: string, problem: string, hint: string) =>
  new Fault('request.invalid', { field, problem, hint });
