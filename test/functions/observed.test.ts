import { expect, it, vi } from 'vitest';
import { toTeam } from '../../lib/config/to-team.ts';
import { startCloud } from '../support/cloud/cloud.ts';

const agents = [
  { id: 'one', backend: { type: 'rehearsal', script: [{ answer: 'A' }, { vote: 'one' }] } },
];

/** Everything that functions write, line by line, as CloudWatch gets it. */
async function linesOfARun() {
  const lines: Record<string, unknown>[] = [];
  const write = (text: unknown) => void lines.push(JSON.parse(String(text)));
  const spies = (['log', 'info', 'error', 'warn'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation(write),
  );
  const cloud = await startCloud({
    variables: {
      POWERTOOLS_DEV: 'true',
      POWERTOOLS_LOG_LEVEL: 'INFO',
      POWERTOOLS_METRICS_DISABLED: 'false',
    },
  });
  const run = await cloud.request(toTeam({ agents }, () => undefined).team);
  await cloud.settle();
  for (const spy of spies) spy.mockRestore();
  return { run, lines };
}

it('every line bears the ids of its request, and of its run, session and agent where it has them; hops are counted and timed', async () => {
  const { run, lines } = await linesOfARun();
  const written = lines.filter((line) => 'message' in line);
  expect(new Set(written.map((line) => line['function_name']))).toEqual(
    new Set(['backend', 'coordinate', 'publish-commits'].map((name) => `massgen-test-${name}`)),
  );
  for (const line of written)
    expect(line).toMatchObject({
      function_request_id: expect.stringMatching(/^request-/),
      ...(line['function_name'] !== 'massgen-test-publish-commits' && { run, session: 's' }),
    });
  const turns = lines.filter((line) => line['agent'] === 'one' && line['message'] === 'done');
  expect(turns.length).toBeGreaterThanOrEqual(3);
  for (const line of turns)
    expect(line).toMatchObject({
      run,
      session: 's',
      function_request_id: expect.stringMatching(/^request-/),
      ms: expect.any(Number),
    });
  expect(turns[0]).toMatchObject({
    round: 1,
    hops: { table: { calls: 2, ms: expect.any(Number) }, model: { calls: 1 } },
  });
});

it('what a function took is a metric, in the format that CloudWatch reads', async () => {
  const { lines } = await linesOfARun();
  const metrics = lines.filter((line) => '_aws' in line);
  expect(metrics.length).toBeGreaterThan(0);
  for (const line of metrics)
    expect(line).toMatchObject({
      _aws: { CloudWatchMetrics: [{ Namespace: 'MassGen' }] },
      service: 'massgen',
      TableCalls: expect.any(Number),
      TableTime: expect.any(Number),
      ModelCalls: expect.any(Number),
    });
});
