import { type Command, Option } from 'commander';
import { holds } from '../claude-code/join/hold.ts';
import { common, type Exit } from './common.ts';
import type {
  InstallFlags,
  KeepFlags,
  ProjectFlags,
  ResumeFlags,
  ShareFlags,
  UninstallFlags,
} from './flags.ts';
import type { Output } from './output.ts';
import { wholeNumber } from './usage.ts';

/** Tokens of one piece of news: little enough to be told at every prompt. */
const NEWS_TOKENS = 2_000;

export function addClaudeCode(program: Command, output: Output, exit: Exit) {
  const claudeCode = program
    .command('claude-code')
    .description("share a context with a person's own Claude Code");
  const shared = (command: Command) =>
    common(command)
      .requiredOption('--context <context>', 'the context that is shared')
      .option('--branch <name>', 'the branch (default: main)')
      .option('--as <name>', 'how Claude Code is called in the context', 'claude-code')
      .option(
        '--visibility <who>',
        'shared, private, or the agents that may see it: a,b',
        'shared',
      );
  const ofProject = (command: Command) =>
    command.option('--project <dir>', 'the folder that Claude Code works in', '.');

  ofProject(shared(claudeCode.command('install')))
    .description("let a project's Claude Code share a context; shows the change and asks first")
    .option(
      '--budget <tokens>',
      'most tokens of one piece of news',
      wholeNumber('--budget', 200),
      NEWS_TOKENS,
    )
    .addOption(
      new Option('--hold <what>', 'what it is told before it stops, at one more call of its model')
        .choices(holds)
        .default(holds[0]),
    )
    .option('--plugin', 'the plugin brings hooks and server: no settings are changed')
    .option('--yes', 'do not ask')
    .action(async (flags: InstallFlags) =>
      exit(await (await import('./commands/claude-code-install.ts')).install(output, flags)),
    );
  ofProject(common(claudeCode.command('uninstall')))
    .description('let it share nothing any more; every byte is as it was')
    .option('--yes', 'do not ask')
    .action(async (flags: UninstallFlags) =>
      exit(await (await import('./commands/claude-code-install.ts')).uninstall(output, flags)),
    );
  ofProject(common(claudeCode.command('status')))
    .description('show what a project shares, and how that goes')
    .action(async (flags: ProjectFlags) =>
      (await import('./commands/claude-code-install.ts')).status(output, flags),
    );
  shared(claudeCode.command('push <session>'))
    .description('share all that a session said, by its id or the file of its transcript')
    .action(async (session: string, flags: ShareFlags) =>
      (await import('./commands/claude-code.ts')).push(output, session, flags),
    );
  common(claudeCode.command('resume <context>'))
    .description('make a session that holds the shared conversation, to be resumed')
    .option('--branch <name>', 'the branch (default: main)')
    .option('--dir <dir>', 'the folder that it is to work in', '.')
    .option('--as <name>', 'what this agent may see (default: what everybody may)')
    .action(async (context: string, flags: ResumeFlags) =>
      (await import('./commands/claude-code.ts')).resume(output, context, flags),
    );
  ofProject(claudeCode.command('keep', { hidden: true }))
    .description('what Claude Code starts: shares its sessions, and offers the context as tools')
    .option('--once', 'share what is written by now, and end')
    .action(async (flags: KeepFlags) =>
      (await import('./commands/claude-code-keep.ts')).keep(flags),
    );
}
