import * as z from 'zod';
import { CallRecord } from '../agent/call-record.ts';
import type { Commit } from '../context/commit.ts';
import type { Reactor } from './reactor.ts';

/** What is written down of one act, beside what the agent said. */
export const ActRecord = z.object({
  /** The news up to this version has been acted on. */
  upTo: z.int().positive(),
  /** How many acts the news goes back to, this one included. */
  depth: z.int().positive(),
  calls: z.array(CallRecord),
});
export type ActRecord = z.infer<typeof ActRecord>;

/** The names of an act on the news from a version on; the same for whoever acts on it. */
export function actNames({ id }: Pick<Reactor, 'id'>, branch: string, from: number) {
  const act = `react/${id}/${branch}/${from}`;
  return { commit: act, record: act, said: `${act}/said` };
}

/** The acts of a reactor that commits hold. */
export const actsIn = (commits: readonly Commit[], { id }: Pick<Reactor, 'id'>) =>
  commits
    .filter((commit) => commit.id.startsWith(`react/${id}/`))
    .flatMap(({ id: act, operations }) =>
      operations.flatMap((operation) => {
        if (operation.op !== 'put' || operation.item !== act) return [];
        const { success, data } = ActRecord.safeParse(operation.body);
        return success ? [data] : [];
      }),
    );
