import * as z from 'zod';
import { McpServers } from '../../config/schema/mcp-server.ts';
import { fillInAll, type Lookup } from '../../config/variables.ts';
import type { BackendSpec } from '../../core/agent/agent.ts';
import { Fault } from '../../core/shared/faults.ts';

/** How one MCP server is reached, and which of its tools are offered. */
export interface ServerSpec {
  readonly name: string;
  readonly reach:
    | {
        readonly kind: 'stdio';
        readonly command: string;
        readonly args: readonly string[];
        readonly env: Readonly<Record<string, string>>;
      }
    | {
        readonly kind: 'http';
        readonly url: URL;
        readonly headers: Readonly<Record<string, string>>;
      };
  readonly offers: (tool: string) => boolean;
}

type Entry =
  z.infer<typeof McpServers> extends readonly (infer S)[] | Record<string, infer S> ? S : never;

const Names = z.array(z.string()).optional().catch(undefined);

/**
 * The servers that a backend's `mcp_servers` names, a list or a mapping by name, with `${NAME}` from
 * the environment. Throws `config.invalid` for one that cannot be reached as it is written.
 */
export function serversOf({ options }: BackendSpec, lookup: Lookup): readonly ServerSpec[] {
  const written = options['mcp_servers'];
  if (written === undefined) return [];
  const servers = McpServers.parse(fillInAll(written, lookup));
  const named = Array.isArray(servers)
    ? servers.map((server, at) => [server.name ?? `server${at + 1}`, server] as const)
    : Object.entries(servers);
  const allowed = Names.parse(options['allowed_tools']);
  const excluded = Names.parse(options['exclude_tools']);
  return named.map(([name, server]) => ({
    name,
    reach: reachOf(name, server),
    offers: (tool) =>
      isOffered(tool, server.allowed_tools, server.exclude_tools) &&
      isOffered(qualified(name, tool), undefined, excluded) &&
      isOffered(tool, undefined, excluded) &&
      (allowed === undefined || allowed.includes(tool) || allowed.includes(qualified(name, tool))),
  }));
}

/** The name under which agents know a tool: the one that Claude Code gives it. */
export const qualified = (server: string, tool: string): string => `mcp__${server}__${tool}`;

const isOffered = (tool: string, allowed?: readonly string[], excluded?: readonly string[]) =>
  (allowed === undefined || allowed.includes(tool)) && !excluded?.includes(tool);

function reachOf(name: string, { type, command, args = [], env = {}, url, headers = {} }: Entry) {
  if (url !== undefined && (type === undefined || type !== 'stdio'))
    return httpReach(name, url, headers);
  if (command !== undefined)
    return { kind: 'stdio' as const, command, args: args.map(String), env: inText(env) };
  throw invalid(name, 'It has neither a `command` nor a `url`.');
}

function httpReach(name: string, url: string, headers: Readonly<Record<string, string>>) {
  if (!/^https?:/i.test(url) || !URL.canParse(url))
    throw invalid(name, `${url} is no address that begins with http:// or https://.`);
  return { kind: 'http' as const, url: new URL(url), headers };
}

const inText = (env: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(env).map(([key, value]) => [key, String(value)]));

const invalid = (name: string, problem: string) =>
  new Fault('config.invalid', {
    path: `backend.mcp_servers.${name}`,
    problem,
    suggestion: 'Give it `command` and `args`, or `type: streamable-http` and `url`.',
  });
