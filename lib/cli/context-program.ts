import { type Command, Option } from 'commander';
import { mergePolicies } from '../core/context/merge-policy.ts';
import { common, type Exit } from './common.ts';
import type {
  BranchFlags,
  CommitFlags,
  CommonFlags,
  ExtractFlags,
  MergeFlags,
  RenderFlags,
  SearchFlags,
  ViewFlags,
  WatchFlags,
} from './flags.ts';
import type { Output } from './output.ts';
import { wholeNumber } from './usage.ts';

export function addContext(program: Command, output: Output, exit: Exit) {
  const context = program.command('context').description('read and write the shared context');
  const branch = (command: Command) =>
    common(command).option('--branch <name>', 'the branch (default: main)');
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
    .action(async (id: string, flags: BranchFlags & { readonly after?: number }) =>
      (await import('./commands/context.ts')).log(output, id, flags),
    );
  branch(context.command('show <context>'))
    .description('show the items')
    .option('--at <version>', 'as they were then: a number, or BRANCH@NUMBER')
    .action(async (id: string, flags: BranchFlags & { readonly at?: string }) =>
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
    .option('--at <version>', 'as it was then: a number, or BRANCH@NUMBER')
    .option(
      '--budget <tokens>',
      'most tokens of it: what is pinned and newest stays',
      wholeNumber('--budget', 1),
    )
    .action(async (id: string, flags: RenderFlags) =>
      (await import('./commands/translation.ts')).render(output, id, flags),
    );
  branch(context.command('view <context>'))
    .description('print what an agent is shown, and what was left out of it')
    .option('--agent <id>', 'who is shown it (default: what everybody may see)')
    .option('--query <text>', 'what it is at: what has to do with it is left out last')
    .option('--budget <tokens>', 'most tokens of it', wholeNumber('--budget', 1))
    .option('--at <version>', 'as it was then: a number, or BRANCH@NUMBER')
    .option('--expand <item...>', 'show these whole instead: items, or ITEM@VERSION')
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
  branch(context.command('search <text...>'))
    .description('find the items that hold all of these words, the best first')
    .option('--context <context>', 'in this one (default: in all)')
    .option('--kind <kind>', 'message, answer, vote, note, artifact, summary or event')
    .option('--agent <id>', 'only what this agent may see')
    .option('--limit <number>', 'at most so many (default: 10)', wholeNumber('--limit', 1))
    .action(async (words: string[], flags: SearchFlags) =>
      (await import('./commands/search.ts')).search(output, words.join(' '), flags),
    );
  branch(context.command('verify <context>'))
    .description('check that history is as it was written')
    .option('--expect <version:hash>', 'where it must once have stood')
    .action(async (id: string, flags: BranchFlags & { readonly expect?: string }) => {
      const { verify } = await import('./commands/context.ts');
      exit(await verify(output, id, flags));
    });
  addHistory(context, output, exit);
}

/** What git does for files. */
function addHistory(context: Command, output: Output, exit: Exit) {
  const onBranch = (command: Command) =>
    common(command).option('--branch <name>', 'the branch (default: main)');
  onBranch(context.command('branch <context> [name]'))
    .description('let a branch leave another; without a name: list the branches')
    .option('--from <version>', 'where it leaves (default: the head)')
    .action(
      async (
        id: string,
        name: string | undefined,
        flags: BranchFlags & { readonly from?: string },
      ) => (await import('./commands/history.ts')).branch(output, id, name, flags),
    );
  common(context.command('merge <context> <from>'))
    .description('merge a branch into another, item by item; a conflict exits with 2')
    .option('--into <name>', 'the branch that takes it in (default: main)')
    .addOption(
      new Option('--policy <policy>', 'what stands where both have changed an item').choices(
        mergePolicies,
      ),
    )
    .action(async (id: string, from: string, flags: MergeFlags) =>
      exit(await (await import('./commands/history.ts')).merge(output, id, from, flags)),
    );
  onBranch(context.command('rollback <context>'))
    .description('restore an earlier state, by a commit')
    .requiredOption('--to <version>', 'the version that is to stand again')
    .action(async (id: string, flags: BranchFlags & { readonly to: string }) =>
      (await import('./commands/history.ts')).rollback(output, id, flags),
    );
  onBranch(context.command('diff <context> <from> <to>'))
    .description('what one version has of another; each a number, or BRANCH@NUMBER')
    .action(async (id: string, from: string, to: string, flags: BranchFlags) =>
      (await import('./commands/history.ts')).diff(output, id, from, to, flags),
    );
  onBranch(context.command('blame <context>'))
    .description('who wrote each item last')
    .option('--at <version>', 'as it was then')
    .action(async (id: string, flags: BranchFlags & { readonly at?: string }) =>
      (await import('./commands/history.ts')).blame(output, id, flags),
    );
  onBranch(context.command('watch <context>'))
    .description('print a line per commit: what there is, then what comes')
    .option('--from <version>', 'only what comes behind it', wholeNumber('--from', 0))
    .option('--until <version>', 'end behind it', wholeNumber('--until', 0))
    .action(async (id: string, flags: WatchFlags) =>
      exit(await (await import('./commands/history.ts')).watch(output, id, flags)),
    );
  onBranch(context.command('purge <context> <item>'))
    .description('forget every body that an item ever had; the chain still verifies')
    .action(async (id: string, item: string, flags: BranchFlags) =>
      (await import('./commands/history.ts')).purge(output, id, item, flags),
    );
}
