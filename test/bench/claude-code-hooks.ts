import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { COMMANDS, scripts } from '../../lib/claude-code/join/entries.ts';
import { spoolOf } from '../../lib/claude-code/join/joined.ts';
import { createKeeper } from '../../lib/claude-code/join/keeper.ts';
import { createSeat } from '../../lib/claude-code/join/seat.ts';
import { openSpool } from '../../lib/claude-code/join/spool.ts';
import { remoteContexts } from '../../lib/http/client/contexts.ts';
import { createMassGen } from '../../lib/local/massgen.ts';
import type { Contexts } from '../../lib/operations/contexts.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import { beside, type Figure, timesInTurn } from './measure.ts';

const DIST = join(import.meta.dirname, '../../dist');
const SESSION = '6f1c2a52-0000-4000-8000-000000000000';
const RUNS = { n: 30, warmUp: 3 };

/** What a hook costs each prompt and each tool call, and how long news takes from one session's keeper to another. */
export async function claudeCodeHooks(): Promise<readonly Figure[]> {
  const root = mkdtempSync(join(tmpdir(), 'massgen-bench-'));
  try {
    return [
      ...(await hooks(join(root, 'hooks'))),
      await embedded(join(root, 'embedded')),
      await service(join(root, 'service')),
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function hooks(project: string): Promise<readonly Figure[]> {
  const folder = spoolOf(project);
  const spool = openSpool(folder);
  copyFileSync(join(DIST, 'claude-code-hook.cjs'), join(folder, 'hook.cjs'));
  writeFileSync(join(folder, 'hook'), scripts().hook, { mode: 0o700 });
  const transcript = join(project, 'transcript.jsonl');
  const run = (event: keyof typeof COMMANDS) => {
    const input = JSON.stringify({
      session_id: SESSION,
      transcript_path: transcript,
      hook_event_name: event,
    });
    const env = { CLAUDE_PROJECT_DIR: project, CLAUDE_CODE_SESSION_ID: SESSION };
    const { status } = spawnSync('sh', ['-c', COMMANDS[event]], { input, env });
    if (status !== 0) throw new Error(`the hook ended with ${status}`);
  };
  run('SessionStart');
  const settle = () => rmSync(join(folder, 'sessions', SESSION, 'new'), { force: true });
  settle();
  const bare = () => spawnSync(process.execPath, ['-e', '0']);
  const against = async (name: string, work: () => void) => {
    const [taken, baseline] = await timesInTurn(RUNS, work, bare);
    return beside(name, taken, 'node -e 0', baseline);
  };
  return [
    await against('hooks.nothing-new', () => run('PostToolUse')),
    await against('hooks.stop', () => run('Stop')),
    await against('hooks.session-start', () => run('SessionStart')),
    await against('hooks.news', () => {
      settle();
      spool.offer(SESSION, { version: 1, text: 'news '.repeat(1_000) });
      run('PostToolUse');
    }),
  ];
}

/** Two processes' worth of one data folder: who commits is not who keeps. */
async function embedded(data: string): Promise<Figure> {
  const [writer, keeping] = [await createMassGen({ data }), await createMassGen({ data })];
  await writer.context.create('team');
  const figure = await newsOf('news.embedded', data, writer.context, keeping.context);
  writer.close();
  keeping.close();
  return figure;
}

async function service(data: string): Promise<Figure> {
  const server = spawn(process.execPath, [join(DIST, 'main.js'), 'serve', '--data', data]);
  const [line] = await once(createInterface({ input: server.stdout }), 'line');
  const { url, token } = JSON.parse(line);
  const open = () => remoteContexts({ url, token, fetch, clock: systemClock, ids: randomIds });
  const writer = open();
  await writer.create('team');
  const figure = await newsOf('news.served', data, writer, open());
  server.kill();
  return figure;
}

/** From the moment at which a commit is confirmed until its news lies in a spool. */
async function newsOf(name: string, root: string, writer: Contexts, contexts: Contexts) {
  const folder = join(root, 'spool');
  const spool = openSpool(folder);
  const session = join(folder, 'sessions', SESSION);
  mkdirSync(session);
  writeFileSync(join(session, 'transcript'), join(root, 'transcript.jsonl'));
  const abort = new AbortController();
  const keeper = createKeeper({
    contexts,
    stream: { context: 'team', branch: 'main' },
    sharing: { agent: 'claude-code', visibility: 'shared' },
    budget: 2_000,
    hold: 'written',
    spool,
    seat: createSeat(join(folder, 'keeper')),
    clock: systemClock,
  });
  const kept = keeper.keep(abort.signal);
  const taken: number[] = [];
  const bare: number[] = [];
  for (let n = -3; n < 30; n += 1) {
    const operations = [{ op: 'put', item: `note/${n}`, kind: 'note', body: 'A fact.' }];
    const begun = performance.now();
    await writer.commit('team', { author: { agent: 'other' }, operations });
    const committed = performance.now();
    while (!existsSync(join(session, 'news'))) await new Promise(setImmediate);
    const told = performance.now();
    spool.withdraw(SESSION);
    await systemClock.pause(50);
    if (n < 0) continue;
    bare.push(committed - begun);
    taken.push(told - committed);
  }
  abort.abort();
  await kept;
  return beside(name, taken, 'the commit itself', bare);
}
