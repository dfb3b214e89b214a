import type { Route } from '../route.ts';
import type { Remote } from './remote.ts';

/** A route's input as it goes over the wire. */
export function toRequest(
  remote: Pick<Remote, 'url' | 'token'>,
  route: Route,
  input: object,
): Request {
  const members = Object.entries(input).filter(([, value]) => value !== undefined);
  const url = new URL(`${remote.url.replace(/\/+$/, '')}${pathOf(route, new Map(members))}`);
  const isInPath = (name: string) => route.path.includes(`{${name}}`);
  const isInQuery = (name: string) => Object.hasOwn(route.query?.shape ?? {}, name);
  for (const [name, value] of members)
    if (isInQuery(name))
      for (const one of [value].flat()) url.searchParams.append(name, String(one));
  const body = members.filter(([name]) => !isInPath(name) && !isInQuery(name));
  return new Request(url, {
    method: route.method,
    redirect: 'error',
    headers: {
      Authorization: `Bearer ${remote.token}`,
      ...(route.body && { 'Content-Type': 'application/json' }),
    },
    ...(route.body && { body: JSON.stringify(Object.fromEntries(body)) }),
  });
}

const pathOf = ({ path }: Route, members: ReadonlyMap<string, unknown>) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(members.get(name))));
