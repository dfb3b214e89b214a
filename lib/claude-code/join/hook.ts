import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv, kill } from 'node:process';
import { tell, tellBeforeStop } from './tell.ts';
import { replaceFile } from './whole-file.ts';

/**
 * What Claude Code runs at its events, for each a new process, so it loads nothing: it notes where
 * the session's transcript is, and prints the news that lies ready. It asks nobody, and never fails.
 * Input and output: https://code.claude.com/docs/en/hooks, as measured with 2.1.331.
 */
const spool = dirname(argv[1] ?? '');

/** Whether a person sees what the session says, and prompts it again: as Claude Code tells its hooks. */
const IS_ATTENDED = argv[2] === '1';

/** Bytes of the log of what went wrong. */
const MAX_LOG = 64 * 1024;

/** How long a keeper may take to be begun, and one that is there to look at a session. */
const MAX_BEGIN_MS = 1_000;
const MAX_WAIT_MS = 5_000;

/** Events at which the model can be told something, and goes on anyway. */
const TOLD_AT: readonly unknown[] = ['SessionStart', 'UserPromptSubmit', 'PostToolUse'];

try {
  react(JSON.parse(readFileSync(0, 'utf8')));
} catch (error) {
  complain(error);
}

function react(event: Record<string, unknown>): void {
  const { session_id: session, transcript_path: transcript, hook_event_name: name } = event;
  if (typeof session !== 'string' || !/^[\w-]{1,64}$/.test(session)) return;
  const folder = join(spool, 'sessions', session);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (name === 'SessionStart') begin(folder, event['source']);
  if (typeof transcript === 'string') replaceFile(join(folder, 'transcript'), transcript);
  if (name === 'UserPromptSubmit') waitForKeeper(folder);
  if (name === 'SessionEnd') end(folder, String(transcript));
  if (event['agent_id'] !== undefined) return;
  if (TOLD_AT.includes(name)) tell(String(name), folder);
  if (name === 'Stop' && event['stop_hook_active'] === false) tellBeforeStop(folder, IS_ATTENDED);
}

/**
 * Until a keeper has looked at it, a session is new: one that was resumed as well. What hooks told an
 * earlier process counts as its transcript says: it may have been rewound since.
 */
function begin(folder: string, source: unknown): void {
  rmSync(join(folder, 'ended'), { force: true });
  if (source !== 'compact') rmSync(join(folder, 'given'), { force: true });
  if (source === 'fork') replaceFile(join(folder, 'fork'), '');
  replaceFile(join(folder, 'new'), '');
}

/** The first prompt may come before the keeper does; once for a session it is waited for, not for ever. */
function waitForKeeper(folder: string): void {
  const mark = join(folder, 'new');
  const most = () => (isKept() ? MAX_WAIT_MS : MAX_BEGIN_MS);
  for (let waited = 0; existsSync(mark) && waited < most(); waited += 20)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  rmSync(mark, { force: true });
}

/** Whether there is a keeper at work, or one that has just been begun. */
const isKept = (): boolean => ['keeper', 'begun'].some((name) => isAlive(join(spool, name)));

function isAlive(file: string): boolean {
  try {
    return kill(Number(readFileSync(file, 'utf8')), 0);
  } catch {
    return false;
  }
}

/** What the keeper, which may have ended already, has not read is shared by a process of its own. */
function end(folder: string, transcript: string): void {
  replaceFile(join(folder, 'ended'), '');
  if (isReadUp(folder, transcript)) return;
  const keeper = spawn(join(spool, 'keep'), ['--once'], { detached: true, stdio: 'ignore' });
  keeper.on('error', complain).unref();
}

function isReadUp(folder: string, transcript: string): boolean {
  try {
    const read = Number(readFileSync(join(folder, 'read'), 'utf8'));
    const rest = readFileSync(transcript).subarray(read).toString();
    return !/"type":"(user|assistant)"/.test(rest);
  } catch {
    return false;
  }
}

function complain(error: unknown): void {
  try {
    const log = join(spool, 'log');
    const { size } = statSync(log, { throwIfNoEntry: false }) ?? { size: 0 };
    if (size < MAX_LOG) appendFileSync(log, `${new Date().toISOString()} hook: ${error}\n`);
  } catch {
    // There is nobody left to tell.
  }
}
