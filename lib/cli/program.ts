import { Command, Option } from 'commander';
import { version } from '../runtime/version.ts';
import type {
  AskFlags,
  CommitFlags,
  CommonFlags,
  ExtractFlags,
  RenderFlags,
  SessionFlags,
  ViewFlags,
} from './flags.ts';
import { type Output, verbosities } from './output.ts';
import { refuseMisspelt, seconds, wholeNumber } from './usage.ts';

type Exit = (code: number) => void;

/** All commands. Each loads what it needs when it is called, so that the others stay quick. */
export function createProgram(output: Output, exit: Exit): Command {
  const program = new Command('massgen')
    .description(
      'Teams of AI agents answer a question together over one shared, versioned context.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .showSuggestionAfterError()
    .enablePositionalOptions();
  addAsk(program, output, exit);
  addConfig(program, output, exit);
  addSession(program, output, exit);
  addContext(program, output, exit);
  return program;
}

const common = (command: Command): Command =>
  command
    .option('--data <dir>', 'the data folder (default: $MASSGEN_HOME, else .massgen)')
    .option('--json', 'print one JSON document')
    .addOption(new Option('--verbosity <level>', 'how much is said').choices(verbosities))
    .addOption(new Option('--env <name>').hideHelp())
    .addOption(new Option('--remote <url>').hideHelp());

function addAsk(program: Command, output: Output, exit: Exit) {
  const ask = program
    .command('ask [question...]', { isDefault: true })
    .description('ask a team; without a question, on a terminal: a conversation')
    .option('--config <file>', "a configuration: MassGen's YAML or JSON")
    .option('--preset <name>', 'a built-in team: see `massgen config presets`')
    .option('--backend <type>', 'one agent on this backend')
    .option('--model <name>', 'its model')
    .option('--base-url <url>', 'its address')
    .option('--system-message <text>', 'what every agent is told first')
    .option('--session <id>', 'ask in this session; it is made when it is not there')
    .option('--continue', 'ask in the session of the last question')
    .option('--events', 'print one JSON event per line while it runs, then the result')
    .option(
      '--orchestrator-timeout <seconds>',
      'time for the whole run',
      seconds('--orchestrator-timeout'),
    )
    .option('--no-display', 'show no progress')
    .option('--no-logs', 'accepted for compatibility: the log is the shared context itself');
  common(ask).action(async (words: string[], flags: AskFlags) => {
    if (!process.argv.includes('ask')) refuseMisspelt(words, program);
    const { ask: run } = await import('./commands/ask.ts');
    exit(await run(output, words.join(' '), flags));
  });
}

function addConfig(program: Command, output: Output, exit: Exit) {
  const config = program.command('config').description('check and show configurations');
  common(config.command('validate <file>'))
    .description('name every problem of a configuration')
    .option('--strict', 'warnings count as well')
    .action(async (file: string, flags: { readonly strict?: boolean }) => {
      const { validate } = await import('./commands/config.ts');
      exit(validate(output, file, flags.strict === true));
    });
  common(config.command('schema'))
    .description('print the JSON Schema of configurations')
    .action(async () => (await import('./commands/config.ts')).schema(output));
  common(config.command('show <file>'))
    .description('print a configuration with everything spelt out and secrets masked')
    .action(async (file: string) => (await import('./commands/config.ts')).show(output, file));
  common(config.command('presets'))
    .description('list the built-in teams')
    .action(async () => (await import('./commands/config.ts')).listPresets(output));
}

function addSession(program: Command, output: Output, exit: Exit) {
  const session = program.command('session').description('look at conversations and resume runs');
  common(session.command('list'))
    .description('list the sessions, the last touched first')
    .option('--search <text>', 'words of the title')
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

function addContext(program: Command, output: Output, exit: Exit) {
  const context = program.command('context').description('read and write the shared context');
  const branch = (command: Command) =>
    common(command).option('--branch <name>', 'the branch', 'main');
  common(context.command('create [name]'))
    .description('make an empty context')
    .action(async (name: string | undefined, flags: CommonFlags) =>
      (await import('./commands/context.ts')).create(output, name, flags),
    );
  common(context.command('list'))
    .description('list the contexts')
    .action(async (flags: CommonFlags) =>
      (await import('./commands/context.ts')).list(output, flags),
    );
  branch(context.command('log <context>'))
    .description('list the commits')
    .option('--after <version>', 'only what came after', wholeNumber('--after', 0))
    .action(async (id: string, flags: CommonFlags & { readonly after?: number }) =>
      (await import('./commands/context.ts')).log(output, id, flags),
    );
  branch(context.command('show <context>'))
    .description('show the items')
    .option('--at <version>', 'as they were then', wholeNumber('--at', 0))
    .action(async (id: string, flags: CommonFlags & { readonly at?: number }) =>
      (await import('./commands/context.ts')).show(output, id, flags),
    );
  branch(context.command('commit <context>'))
    .description('offer a commit; a conflict exits with 2 and changes nothing')
    .requiredOption('--file <file>', 'the commit as JSON; - for standard input')
    .option(
      '--base <version>',
      'what its author had seen (default: the head)',
      wholeNumber('--base', 0),
    )
    .action(async (id: string, flags: CommitFlags) => {
      const { commit } = await import('./commands/context.ts');
      exit(await commit(output, id, flags));
    });
  branch(context.command('render <context>'))
    .description('print the conversation as the request that a maker takes')
    .requiredOption(
      '--to <dialect>',
      'anthropic-messages, openai-responses, openai-chat, gemini, claude-code',
    )
    .option('--agent <id>', 'what this agent may see, for its model')
    .option('--at <version>', 'as it was then', wholeNumber('--at', 0))
    .option('--budget <tokens>', 'leave out what is oldest', wholeNumber('--budget', 1))
    .action(async (id: string, flags: RenderFlags) =>
      (await import('./commands/translation.ts')).render(output, id, flags),
    );
  branch(context.command('view <context>'))
    .description('print what an agent is shown, and what was left out of it')
    .option('--agent <id>', 'who is shown it (default: what everybody may see)')
    .option('--query <text>', 'what it is at: what has to do with it is left out last')
    .option('--budget <tokens>', 'most tokens of it', wholeNumber('--budget', 1))
    .option('--at <version>', 'as it was then', wholeNumber('--at', 0))
    .action(async (id: string, flags: ViewFlags) =>
      (await import('./commands/view.ts')).view(output, id, flags),
    );
  common(context.command('extract <file>'))
    .description('read a request or a transcript of any maker; - for standard input')
    .option('--from <dialect>', 'what it is', 'auto')
    .option('--into <context>', 'take its messages into this context')
    .action(async (file: string, flags: ExtractFlags) =>
      (await import('./commands/translation.ts')).extract(output, file, flags),
    );
  branch(context.command('verify <context>'))
    .description('check that history is as it was written')
    .option('--expect <version:hash>', 'where it must once have stood')
    .action(async (id: string, flags: CommonFlags & { readonly expect?: string }) => {
      const { verify } = await import('./commands/context.ts');
      exit(await verify(output, id, flags));
    });
}
