import { join } from 'node:path';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { readJoined, spoolOf } from '../../claude-code/join/joined.ts';
import { createKeeper } from '../../claude-code/join/keeper.ts';
import { createSeat } from '../../claude-code/join/seat.ts';
import { signed } from '../../claude-code/join/signed.ts';
import { openSpool } from '../../claude-code/join/spool.ts';
import { environment } from '../../config/environment.ts';
import { BACKEND } from '../../dialects/claude-code/wire.ts';
import { createContextServer } from '../../mcp/context-server.ts';
import { systemClock } from '../../runtime/system.ts';
import type { KeepFlags } from '../flags.ts';
import { given } from '../flags.ts';
import { withContexts } from '../open.ts';

/** How long the last word of a session may take to be shared. */
const LAST_LOOK_MS = 30_000;

/**
 * Shares a project's sessions, and offers the context as tools over standard input and output, until
 * Claude Code ends it. What goes wrong is in the spool's log.
 */
export function keep({ project, once = false }: KeepFlags): Promise<void> {
  const joined = readJoined(project);
  const { context, branch, agent, visibility, budget, hold } = joined;
  const folder = spoolOf(project);
  const spool = openSpool(folder);
  const stream = { context, branch };
  return withContexts(given(joined, 'data', 'remote', 'token'), async (contexts) => {
    const keeper = createKeeper({
      contexts,
      stream,
      sharing: { agent, visibility },
      budget,
      hold,
      spool,
      seat: createSeat(join(folder, 'keeper')),
      clock: systemClock,
    });
    const ending = new AbortController();
    const end = () => ending.abort();
    process.on('SIGINT', end).on('SIGTERM', end);
    const kept = keeper.keep(ending.signal);
    if (once) {
      await until(() => spool.sessions().every(({ isEnded }) => !isEnded), LAST_LOOK_MS);
      end();
      return kept;
    }
    process.stdin.once('end', end).once('close', end);
    const session = environment.lookup('CLAUDE_CODE_SESSION_ID');
    const server = createContextServer(session ? signed(contexts, session) : contexts, {
      ...stream,
      author: { agent, backend: BACKEND },
    });
    await server.connect(new StdioServerTransport());
    await kept;
    await server.close();
    process.stdin.destroy();
  });
}

const POLL_MS = 10;

async function until(isSo: () => boolean, mostMs: number): Promise<void> {
  for (let waited = 0; waited < mostMs && !isSo(); waited += POLL_MS)
    await systemClock.pause(POLL_MS);
}
