import { Command } from 'commander';
import { version } from '../runtime/version.ts';
import { addClaudeCode } from './claude-code-program.ts';
import { common, type Exit } from './common.ts';
import { addContext } from './context-program.ts';
import type { AskFlags, McpFlags, ServeFlags } from './flags.ts';
import type { Output } from './output.ts';
import { addSession } from './session-program.ts';
import { refuseMisspelt, seconds, wholeNumber } from './usage.ts';
import { boundYoungGeneration } from './young-generation.ts';

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
  addServe(program, output);
  addMcp(program);
  addClaudeCode(program, output, exit);
  return program;
}

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

function addServe(program: Command, output: Output) {
  common(program.command('serve'))
    .description('serve the data over HTTP; its first line says where, and what opens it')
    .option('--port <number>', 'where (default: any that is free)', wholeNumber('--port', 0))
    .option('--host <address>', 'who can reach it (default: 127.0.0.1)')
    .option(
      '--token <token>',
      'what opens it; rather set MASSGEN_TOKEN, which nobody sees (default: one that the data folder keeps)',
    )
    .action(async (flags: ServeFlags) => {
      boundYoungGeneration();
      await (await import('./commands/serve.ts')).serve(output, flags);
    });
}

function addMcp(program: Command) {
  common(program.command('mcp'))
    .description(
      'offer a shared context to a program that speaks MCP, over standard input and output',
    )
    .option('--context <context>', 'only this one (default: each call names one)')
    .option('--branch <name>', 'its branch (default: main)')
    .option('--as <name>', 'under which name it writes (default: mcp)')
    .action(async (flags: McpFlags) => (await import('./commands/mcp.ts')).mcp(flags));
}
