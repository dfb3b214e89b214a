import { type Command, Option } from 'commander';
import { sessionFormats } from '../core/session/story/session-format.ts';
import { common, type Exit } from './common.ts';
import type { AskFlags, CommonFlags, ExportFlags, SessionFlags } from './flags.ts';
import type { Output } from './output.ts';

export function addSession(program: Command, output: Output, exit: Exit) {
  const session = program
    .command('session')
    .description('look at conversations, keep them as files, resume runs');
  common(session.command('list'))
    .description('list the sessions, the last touched first')
    .option('--search <text>', 'a piece of the title, or words that were said')
    .option('--agent <id>', 'with this agent')
    .option('--backend <type>', 'with this backend')
    .option('--since <date>', 'touched at that date or later')
    .action(async (flags: SessionFlags) =>
      (await import('./commands/session.ts')).list(output, flags),
    );
  common(session.command('show <id>'))
    .description('show the questions and answers of a session')
    .action(async (id: string, flags: CommonFlags) =>
      (await import('./commands/session.ts')).show(output, id, flags),
    );
  addFiles(session, output);
  common(session.command('resume <run>'))
    .description('go on with a run that was cut off or stopped; of one that is over: its result')
    .option('--config <file>', 'where keys are taken from that the environment does not hold')
    .option('--events', 'print one JSON event per line while it runs, then the result')
    .option('--no-display', 'show no progress')
    .action(async (run: string, flags: AskFlags) => {
      const { resume } = await import('./commands/ask.ts');
      exit(await resume(output, run, flags));
    });
}

function addFiles(session: Command, output: Output) {
  common(session.command('export <id>'))
    .description('print a session, or write it to a file')
    .addOption(
      new Option('--format <format>', 'json holds all of it; the others are to be read')
        .choices(sessionFormats)
        .default('json'),
    )
    .option('--out <file>', 'where to (default: stdout)')
    .action(async (id: string, flags: ExportFlags) =>
      (await import('./commands/session-file.ts')).exportTo(output, id, flags),
    );
  common(session.command('save <id>'))
    .description('write all of a session to a file, for `session load`')
    .requiredOption('--out <file>', 'where to')
    .action(async (id: string, flags: ExportFlags) =>
      (await import('./commands/session-file.ts')).exportTo(output, id, {
        ...flags,
        format: 'json',
      }),
    );
  common(session.command('load <file>'))
    .description('take in a session that was saved (-: stdin); load only what you trust')
    .action(async (file: string, flags: CommonFlags) =>
      (await import('./commands/session-file.ts')).load(output, file, flags),
    );
}
