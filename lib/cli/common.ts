import { type Command, Option } from 'commander';
import { verbosities } from './output.ts';

export type Exit = (code: number) => void;

/** What every command takes. */
export const common = (command: Command): Command =>
  command
    .option('--data <dir>', 'the data folder (default: $MASSGEN_HOME, else .massgen)')
    .option('--json', 'print one JSON document')
    .addOption(new Option('--verbosity <level>', 'how much is said').choices(verbosities))
    .addOption(new Option('--env <name>').hideHelp())
    .addOption(
      new Option('--remote <url>', 'a service, opened by MASSGEN_TOKEN, in place of this machine'),
    );
