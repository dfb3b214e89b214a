import { isMapping } from '../../config-document.ts';
import { formatPath, type Path } from '../../path.ts';
import type { Problem } from '../../problem.ts';
import { whyNotPublic } from '../../public-address.ts';
import { type At, everyBackendIn, type Rule } from '../rule.ts';

/** Tools that a stranger brings along are asked over https, at a public address. */
export const hasPublicToolServers: Rule = function* ({ filled }) {
  for (const backend of everyBackendIn(filled))
    for (const server of serversIn(backend)) yield* problemsOf(server);
};

function* problemsOf({ value, path }: At): Generator<Problem> {
  const { url, command, type } = value;
  const at = (key: string): Path => [...path, key];
  if (command !== undefined || type === 'stdio')
    yield {
      path: formatPath(at(command === undefined ? 'type' : 'command')),
      message: 'A configuration from outside starts no programs.',
      suggestion: 'Give the server `type: streamable-http` and a `url`.',
    };
  const why = typeof url === 'string' ? whyNotPublic(url) : 'is missing';
  if (why)
    yield {
      path: formatPath(at('url')),
      message: `A tool server needs a public https address; this ${why}.`,
      suggestion: 'Name a server that anybody can reach.',
    };
}

function serversIn({ value, path }: At): readonly At[] {
  const servers = value['mcp_servers'];
  if (typeof servers !== 'object' || servers === null) return [];
  return Object.entries(servers).flatMap(([name, server]: [string, unknown]) =>
    isMapping(server)
      ? [
          {
            value: server,
            path: [...path, 'mcp_servers', Array.isArray(servers) ? Number(name) : name],
          },
        ]
      : [],
  );
}
