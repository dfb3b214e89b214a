import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createMassGen } from '../../lib/local/massgen.ts';
import { startChatServer } from '../support/chat-server/chat-server.ts';
import { folder, massgen, type Running, start } from '../support/command.ts';
import type { MakerServer } from '../support/maker-server/maker-server.ts';
import { sensible } from '../support/scripted-model.ts';

/** Two quick agents, and one that takes its time until it is told not to. */
async function slowThird() {
  const behaviour = { slow: true };
  const quick = await startChatServer({
    mode: 'common',
    respond: sensible({ answer: 'A quick answer.', votesFor: 'agent1' }),
  });
  const slow = await startChatServer({
    mode: 'common',
    respond: (request) => ({
      ...sensible({ answer: 'A slow answer.', votesFor: 'agent1' })(request),
      ...(behaviour.slow && { delayMs: 600_000 }),
    }),
  });
  const config = join(folder(), 'team.json');
  const agent = (id: string, { url }: MakerServer) => ({
    id,
    backend: { type: 'chatcompletion', model: id, base_url: url },
  });
  const agents = [agent('first', quick), agent('second', quick), agent('third', slow)];
  writeFileSync(config, JSON.stringify({ agents }));
  const data = folder();
  const close = async () => {
    await Promise.all([quick.close(), slow.close()]);
  };
  return { behaviour, quick, slow, config, data, [Symbol.asyncDispose]: close };
}

/** Resolves when the log holds as many answers as said, read as another process would. */
async function answersIn(data: string, session: string, count: number) {
  const reader = await createMassGen({ data, lookup: () => undefined });
  try {
    for (;;) {
      const items = await reader.context.show(session).then(
        (shown) => shown.items,
        () => [],
      );
      if (items.filter(({ kind }) => kind === 'answer').length >= count) return;
      await sleep(50);
    }
  } finally {
    reader.close();
  }
}

async function runOf(data: string, session: string): Promise<string> {
  const reader = await createMassGen({ data, lookup: () => undefined });
  const { run } = await reader.session.show(session);
  reader.close();
  return run ?? '';
}

async function cutOff(team: Awaited<ReturnType<typeof slowThird>>, signal: 'SIGKILL' | 'SIGINT') {
  const args = ['Why?', '--config', team.config, '--data', team.data, '--session', 's', '--json'];
  const running: Running = start(args);
  await answersIn(team.data, 's', 2);
  while (team.slow.requests.length === 0) await sleep(20);
  running.process.kill(signal);
  return running.ended;
}

it('a run that was killed in mid-round goes on, and repeats no call that was committed', async () => {
  await using team = await slowThird();
  await cutOff(team, 'SIGKILL');
  const before = team.quick.requests.length;
  expect(before).toBe(2);

  team.behaviour.slow = false;
  const run = await runOf(team.data, 's');
  const resumed = await massgen(['session', 'resume', run, '--data', team.data, '--json']);
  expect(resumed).toMatchObject({ code: 0 });
  expect(JSON.parse(resumed.stdout)).toMatchObject({
    runId: run,
    status: 'completed',
    winner: 'first',
    answer: 'The final answer.',
    calls: 6,
    rounds: 2,
  });
  expect(team.quick.requests.length - before).toBe(3);

  const again = await massgen(['session', 'resume', run, '--data', team.data, '--json']);
  expect(JSON.parse(again.stdout)).toEqual(JSON.parse(resumed.stdout));
  expect(team.quick.requests.length - before).toBe(3);
  const verified = await massgen(['context', 'verify', 's', '--data', team.data, '--json']);
  expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true });
});

it('a question in the session of a killed run ends that run and is answered', async () => {
  await using team = await slowThird();
  await cutOff(team, 'SIGKILL');
  const killed = await runOf(team.data, 's');
  team.behaviour.slow = false;
  const args = [
    'And now?',
    '--config',
    team.config,
    '--data',
    team.data,
    '--session',
    's',
    '--json',
  ];
  const asked = await massgen(args);
  expect(JSON.parse(asked.stdout)).toMatchObject({ status: 'completed', turn: 2 });
  const past = await massgen(['session', 'resume', killed, '--data', team.data, '--json']);
  expect(past.code).toBe(4);
  expect(JSON.parse(past.stdout)).toMatchObject({ status: 'interrupted', turn: 1 });
});

it('Ctrl+C keeps what was committed and exits with 4, and the run can go on', async () => {
  await using team = await slowThird();
  const stopped = await cutOff(team, 'SIGINT');
  expect(stopped.code).toBe(4);
  const result = JSON.parse(stopped.stdout);
  expect(result).toMatchObject({ status: 'interrupted', calls: 2 });
  const shown = await massgen(['context', 'show', 's', '--data', team.data, '--json']);
  const kinds = JSON.parse(shown.stdout).items.map((item: { kind: string }) => item.kind);
  expect(kinds.filter((kind: string) => kind === 'answer')).toHaveLength(2);

  team.behaviour.slow = false;
  const resumed = await massgen(['session', 'resume', result.runId, '--data', team.data, '--json']);
  expect(resumed.code).toBe(0);
  expect(JSON.parse(resumed.stdout)).toMatchObject({ status: 'completed', calls: 6, rounds: 2 });
});

it('a session answers one question at a time, and another process is told so', async () => {
  await using team = await slowThird();
  const args = ['Why?', '--config', team.config, '--data', team.data, '--session', 's', '--json'];
  const running = start(args);
  await answersIn(team.data, 's', 2);
  const second = await massgen(args);
  expect(second.code).toBe(2);
  expect(JSON.parse(second.stdout)).toMatchObject({ error: { code: 'session.busy' } });
  running.process.kill('SIGINT');
  await running.ended;
});
