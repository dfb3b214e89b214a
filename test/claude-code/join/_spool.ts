import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createKeeper, type KeeperParts } from '../../../lib/claude-code/join/keeper.ts';
import { createSeat } from '../../../lib/claude-code/join/seat.ts';
import { openSpool, type Spool } from '../../../lib/claude-code/join/spool.ts';
import { systemClock } from '../../../lib/runtime/system.ts';
import { folder, MAIN } from '../../support/command.ts';

const HOOK = join(dirname(MAIN), 'claude-code-hook.cjs');

export interface Project {
  readonly spool: Spool;
  readonly folder: string;
  /** Runs the hook as Claude Code does, in sight of a person or not; gives what it would tell the model. */
  readonly hook: (
    event: string,
    session: string,
    more?: object,
    attended?: '0' | '1',
  ) => Promise<string | undefined>;
  readonly transcriptOf: (session: string) => string;
  readonly write: (session: string, ...lines: readonly string[]) => void;
}

/** A project that shares a context, without Claude Code. */
export function openProject(): Project {
  const root = folder();
  const spoolFolder = join(root, 'spool');
  const spool = openSpool(spoolFolder);
  copyFileSync(HOOK, join(spoolFolder, 'hook.cjs'));
  const transcriptOf = (session: string) => join(root, `${session}.jsonl`);
  return {
    spool,
    folder: spoolFolder,
    transcriptOf,
    hook: async (event, session, more = {}, attended = '1') => {
      const child = spawn(process.execPath, [join(spoolFolder, 'hook.cjs'), attended], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const ended = once(child, 'close');
      child.stdin.end(
        JSON.stringify({
          session_id: session,
          transcript_path: transcriptOf(session),
          hook_event_name: event,
          ...more,
        }),
      );
      const said = await text(child.stdout);
      const [status] = await ended;
      if (status !== 0) throw new Error(`the hook ended with ${status}`);
      return said === '' ? undefined : JSON.parse(said).hookSpecificOutput.additionalContext;
    },
    write: (session, ...lines) => {
      mkdirSync(dirname(transcriptOf(session)), { recursive: true });
      appendFileSync(transcriptOf(session), lines.map((line) => `${line}\n`).join(''));
    },
  };
}

const begun = new Date();

/** A keeper at work, until it is stopped. */
export function startKeeper(
  { spool, folder: at }: Project,
  contexts: KeeperParts['contexts'],
  more: Partial<KeeperParts> = {},
) {
  const abort = new AbortController();
  const keeper = createKeeper({
    contexts,
    stream: { context: 'team', branch: 'main' },
    sharing: { agent: 'claude-code', visibility: 'shared' },
    budget: 2_000,
    hold: 'written',
    spool,
    seat: createSeat(join(at, 'keeper')),
    // What hooks were given does not grow old while a test runs.
    clock: { ...systemClock, now: () => begun },
    ...more,
  });
  const kept = keeper.keep(abort.signal);
  return {
    keeper,
    stop: async () => {
      abort.abort();
      await kept;
    },
  };
}
