import { CommanderError } from 'commander';
import { type Fault, toFault } from '../core/shared/faults.ts';
import { exitCodeFor } from './exit-code.ts';
import { createOutput } from './output.ts';
import { createProgram } from './program.ts';
import { toUsageFault } from './usage.ts';

/** Carries out one command line and answers with its exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const output = createOutput(args);
  let exitCode = 0;
  const program = createProgram(output, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const fault =
      error instanceof CommanderError ? toUsageFault(error, args, program) : toFault(error);
    tell(output, fault);
    return exitCodeFor(fault.code);
  }
}

function tell(output: ReturnType<typeof createOutput>, fault: Fault) {
  const { code, message, hint, facts } = fault;
  if (output.isJson) output.json({ error: { code, message, hint, facts } });
  else output.error(message, hint);
  output.debug(fault);
}
