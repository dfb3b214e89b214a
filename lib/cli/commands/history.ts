import type { HistoryReport } from '../../operations/history.ts';
import { INTERRUPTED, WORK_FAILED } from '../exit-code.ts';
import { type BranchFlags, given, type MergeFlags, type WatchFlags } from '../flags.ts';
import { interruption } from '../interruption.ts';
import { withContexts } from '../open.ts';
import type { Output } from '../output.ts';
import { table } from '../table.ts';

export const branch = (
  output: Output,
  id: string,
  name: string | undefined,
  flags: BranchFlags & { readonly from?: string },
) =>
  withContexts(flags, async (context) => {
    if (name === undefined) {
      const found = await context.branches(id);
      if (output.isJson) return output.json(found);
      const rows = found.branches.map((one) => [one.name, String(one.head), one.from ?? '']);
      return output.data(table(['branch', 'head', 'from'], rows));
    }
    const report = await context.branch(id, name, given(flags, 'from', 'branch'));
    tell(output, report, `${name} leaves at version ${report.version}.`);
  });

export const merge = (
  output: Output,
  id: string,
  from: string,
  flags: MergeFlags,
): Promise<number> =>
  withContexts(flags, async (context) => {
    const report = await context.merge(id, from, given(flags, 'into', 'policy'));
    tell(output, report, `${from} is merged; version ${report.version}.`);
    return report.kind === 'conflict' ? WORK_FAILED : 0;
  });

export const rollback = (
  output: Output,
  id: string,
  flags: BranchFlags & { readonly to: string },
) =>
  withContexts(flags, async (context) => {
    const report = await context.rollback(id, { to: flags.to, ...given(flags, 'branch') });
    tell(output, report, `Version ${report.version} holds what ${flags.to} held.`);
  });

export const diff = (output: Output, id: string, from: string, to: string, flags: BranchFlags) =>
  withContexts(flags, async (context) => {
    const found = await context.diff(id, from, to, given(flags, 'branch'));
    if (output.isJson) return output.json(found);
    const { added, changed, retired } = found;
    const lines = [
      ...added.map((item) => `+ ${item}`),
      ...changed.map((one) => `~ ${one.item}: ${short(one.from)} -> ${short(one.to)}`),
      ...retired.map((item) => `- ${item}`),
    ];
    output.data(lines.join('\n') || 'No difference.');
  });

export const blame = (output: Output, id: string, flags: BranchFlags & { readonly at?: string }) =>
  withContexts(flags, async (context) => {
    const found = await context.blame(id, given(flags, 'at', 'branch'));
    if (output.isJson) return output.json(found);
    const rows = found.items.map(({ item, version, author, at }) => [
      item,
      String(version),
      author.agent,
      at,
    ]);
    output.data(table(['item', 'version', 'author', 'at'], rows));
  });

export const purge = (output: Output, id: string, item: string, flags: BranchFlags) =>
  withContexts(flags, async (context) => {
    const purged = await context.purge(id, item, given(flags, 'branch'));
    if (output.isJson) output.json(purged);
    else output.data(`${item} is forgotten; version ${purged.version}.`);
  });

/** Prints a line per commit until it has come to the end, or somebody ends it. */
export const watch = (output: Output, id: string, flags: WatchFlags): Promise<number> =>
  withContexts(flags, async (context) => {
    const { signal, forget } = interruption(() => undefined);
    const options = { ...given(flags, 'from', 'until', 'branch'), signal };
    try {
      for await (const commit of context.watch(id, options)) output.json(commit, true);
      return signal.aborted ? INTERRUPTED : 0;
    } finally {
      forget();
    }
  });

function tell(output: Output, report: HistoryReport, done: string) {
  if (output.isJson) return output.json(report);
  const items = report.conflicts.map(({ item }) => item).join(', ');
  output.data(
    report.kind === 'conflict'
      ? `In conflict: ${items}; nothing was changed (--json shows both sides, --policy decides).`
      : done,
  );
}

const short = (body: unknown): string => {
  const text = JSON.stringify(body);
  return text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text;
};
