import { once } from 'node:events';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { checkedId } from '../../core/context/address.ts';
import { createContextServer } from '../../mcp/context-server.ts';
import type { McpFlags } from '../flags.ts';
import { withContexts } from '../open.ts';

/** Serves until standard input ends, or a signal ends it. */
export const mcp = (flags: McpFlags): Promise<void> =>
  withContexts(flags, async (contexts) => {
    const { context, branch, as } = flags;
    const server = createContextServer(contexts, {
      ...(context !== undefined && { context: checkedId(context) }),
      ...(branch !== undefined && { branch }),
      ...(as !== undefined && { author: { agent: as } }),
    });
    const ending = ['SIGINT', 'SIGTERM'].map((signal) => once(process, signal));
    const ended = Promise.race([
      once(process.stdin, 'end'),
      once(process.stdin, 'close'),
      ...ending,
    ]);
    await server.connect(new StdioServerTransport());
    await ended;
    await server.close();
    process.stdin.destroy();
  });
