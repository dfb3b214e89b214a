import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { createMassGen } from '../../lib/local/massgen.ts';
import { folder, massgen } from '../support/command.ts';

const MORTAL = pathToFileURL(join(import.meta.dirname, '_mortal.ts')).href;
const QUESTION = 'What is a cache?';

/** The command, which dies right before that write. */
const ask = (data: string, diesAt: number) =>
  massgen([QUESTION, '--backend', 'rehearsal', '--session', 's', '--data', data, '--json'], {
    NODE_OPTIONS: `--import ${MORTAL}`,
    DIES_AT: `${diesAt}`,
  });

/** Whoever comes next: goes on with the run, or asks where there is none yet. */
async function goOn(data: string) {
  const next = await createMassGen({ data, lookup: () => undefined });
  try {
    const { run } = await next.session.show('s').catch(() => ({ run: null }));
    const { status, answer, winner, calls, rounds } = await (run === null
      ? next.ask(QUESTION, { session: 's', backend: 'rehearsal' })
      : next.session.resume(run));
    const { ok } = await next.context.verify('s');
    return { status, answer, winner, calls, rounds, ok };
  } finally {
    next.close();
  }
}

it('a run that is killed right before any one of its writes is gone on with, and ends as if it had not been', {
  timeout: 300_000,
}, async () => {
  const whole = await ask(folder(), 0);
  const { status, answer, winner, calls, rounds } = JSON.parse(whole.stdout);
  const result = { status, answer, winner, calls, rounds };
  const writes = Number(whole.stderr.split('\n').at(-1));
  expect(writes).toBeGreaterThan(20);
  for (let at = 1; at <= writes; at += 1) {
    const data = folder();
    expect(await ask(data, at), `write ${at}`).toMatchObject({ code: null, stdout: '' });
    expect(await goOn(data), `write ${at}`).toEqual({ ...result, ok: true });
  }
});
