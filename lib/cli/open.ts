import { Fault } from '../core/shared/faults.ts';
import { createMassGen, type MassGen } from '../local/massgen.ts';
import type { CommonFlags } from './flags.ts';

/** Opens the data that the flags name, for as long as the work takes. */
export async function withMassGen<T>(
  { data, env, remote }: CommonFlags,
  work: (massgen: MassGen) => Promise<T>,
  onWarning: (text: string) => void = () => undefined,
): Promise<T> {
  refuse('--env', env);
  refuse('--remote', remote);
  const massgen = await createMassGen({ onWarning, ...(data !== undefined && { data }) });
  try {
    const done = await work(massgen);
    await massgen.settled();
    return done;
  } finally {
    massgen.close();
  }
}

function refuse(flag: string, value: string | undefined) {
  if (value === undefined) return;
  throw new Fault('usage.invalid', {
    problem: `${flag} is not available in this version.`,
    hint: 'Leave it out to work on the data of this machine.',
  });
}
