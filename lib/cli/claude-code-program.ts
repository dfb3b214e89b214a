import type { Command } from 'commander';
import { common } from './common.ts';
import type { ShareFlags } from './flags.ts';
import type { Output } from './output.ts';

export function addClaudeCode(program: Command, output: Output) {
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
  shared(claudeCode.command('push <session>'))
    .description('share all that a session said, by its id or the file of its transcript')
    .action(async (session: string, flags: ShareFlags) =>
      (await import('./commands/claude-code.ts')).push(output, session, flags),
    );
}
