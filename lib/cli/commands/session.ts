import { Fault } from '../../core/shared/faults.ts';
import type { CommonFlags, SessionFlags } from '../flags.ts';
import { withSessions } from '../open.ts';
import type { Output } from '../output.ts';
import { table } from '../table.ts';

export const list = (output: Output, flags: SessionFlags): Promise<void> =>
  withSessions(
    flags,
    async (sessions) => {
      const { search, agent, backend, since } = flags;
      const found = await sessions.list({
        ...(search !== undefined && { search }),
        ...(agent !== undefined && { agent }),
        ...(backend !== undefined && { backend }),
        ...(since !== undefined && { since: toDate(since) }),
      });
      if (output.isJson) return output.json(found);
      const rows = found.sessions.map(({ id, turns, status, updatedAt, title }) => [
        id,
        String(turns),
        status,
        updatedAt,
        title,
      ]);
      output.data(table(['session', 'turns', 'status', 'updated', 'title'], rows));
      if (found.capped)
        output.talk('Too much was said in these words; older sessions may be left out.');
    },
    output.warn,
  );

export const show = (output: Output, id: string, flags: CommonFlags): Promise<void> =>
  withSessions(flags, async (sessions) => {
    const session = await sessions.show(id);
    if (output.isJson) return output.json(session);
    output.data(`${session.id}  ${session.status}  ${session.agents.join(', ')}`);
    for (const { turn, run, question, answer } of session.history) {
      output.data(`\n${turn}. ${question}  (${run})`);
      output.data(answer ?? '(no answer)');
    }
  });

function toDate(text: string): Date {
  const date = new Date(text);
  if (!Number.isNaN(date.getTime())) return date;
  throw new Fault('usage.invalid', {
    problem: `--since takes a date, not ${JSON.stringify(text)}.`,
    hint: 'For example: --since 2026-11-24',
  });
}
