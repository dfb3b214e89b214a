import type { MaskedItem } from '../../core/context/commit.ts';
import { Fault } from '../../core/shared/faults.ts';
import { toPosition } from '../../operations/position.ts';
import { WORK_FAILED } from '../exit-code.ts';
import { type BranchFlags, type CommitFlags, type CommonFlags, given } from '../flags.ts';
import { withContexts } from '../open.ts';
import type { Output } from '../output.ts';
import { table } from '../table.ts';
import { nameOf, readText } from '../text-file.ts';

export const create = (output: Output, name: string | undefined, flags: CommonFlags) =>
  withContexts(flags, async (context) => {
    const created = await context.create(name);
    if (output.isJson) output.json(created);
    else output.data(created.id);
  });

export const list = (output: Output, flags: CommonFlags) =>
  withContexts(flags, async (context) => {
    const found = await context.list();
    if (output.isJson) return output.json(found);
    const rows = found.contexts.map(({ id, head, updatedAt, name }) => [
      id,
      String(head),
      updatedAt,
      name,
    ]);
    output.data(table(['context', 'head', 'updated', 'name'], rows));
  });

export const log = (output: Output, id: string, flags: BranchFlags & { readonly after?: number }) =>
  withContexts(flags, async (context) => {
    const found = await context.log(id, given(flags, 'after', 'branch'));
    if (output.isJson) return output.json(found);
    const rows = found.commits.map(({ version, at, author, operations }) => [
      String(version),
      at,
      author.agent,
      operations.map(({ op, item }) => (op === 'put' ? item : `-${item}`)).join(' '),
    ]);
    output.data(table(['version', 'at', 'author', 'items'], rows));
  });

export const show = (output: Output, id: string, flags: BranchFlags & { readonly at?: string }) =>
  withContexts(flags, async (context) => {
    const found = await context.show(id, given(flags, 'at', 'branch'));
    if (output.isJson) return output.json(found);
    const rows = found.items.map(({ id: item, kind, version, author, body }) => [
      item,
      kind,
      String(version),
      author.agent,
      JSON.stringify(body).slice(0, 60),
    ]);
    output.data(table(['item', 'kind', 'version', 'author', 'body'], rows));
  });

export const commit = (output: Output, id: string, flags: CommitFlags): Promise<number> =>
  withContexts(flags, async (context) => {
    const document = readDocument(flags.file);
    const base = flags.base === undefined ? {} : { base: flags.base };
    const report = await context.commit(id, { ...document, ...base }, given(flags, 'branch'));
    if (output.isJson) output.json(report);
    else output.data(inWords(report));
    return report.kind === 'conflict' ? WORK_FAILED : 0;
  });

const inWords = ({
  kind,
  version,
  rebased,
  repeated,
  redacted = [],
  conflicts,
}: {
  readonly kind: string;
  readonly version: number;
  readonly rebased: boolean;
  readonly repeated: boolean;
  readonly redacted?: readonly MaskedItem[];
  readonly conflicts: readonly { readonly item: string }[];
}): string => {
  if (kind === 'conflict')
    return `Conflict with version ${version} on ${conflicts.map(({ item }) => item).join(', ')}; nothing was changed.`;
  const how = [repeated && 'it stood already', rebased && 'rebased'].filter(Boolean).join(', ');
  const masked = redacted.map(({ item, rule }) => ` ${rule} in ${item} was masked.`);
  return `Committed as version ${version}${how && ` (${how})`}.${masked.join('')}`;
};

export const verify = (
  output: Output,
  id: string,
  flags: BranchFlags & { readonly expect?: string },
): Promise<number> =>
  withContexts(flags, async (context) => {
    const expect = flags.expect === undefined ? {} : { expect: toPosition(flags.expect) };
    const verdict = await context.verify(id, { ...expect, ...given(flags, 'branch') });
    const { ok, checked, firstBad } = verdict;
    if (output.isJson) output.json(verdict);
    else if (ok) output.data(`${checked} commits, all as they were written.`);
    else output.data(`Version ${firstBad?.version} does not fit: ${firstBad?.why}.`);
    return ok ? 0 : WORK_FAILED;
  });

function readDocument(file: string): object {
  const document = parse(file, readText(file));
  if (typeof document === 'object' && document !== null && !Array.isArray(document))
    return document;
  throw new Fault('context.invalid', { problem: `${nameOf(file)} holds no JSON object.` });
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Fault('context.invalid', {
      problem: `${nameOf(file)} is no JSON: ${error instanceof Error ? error.message : error}.`,
    });
  }
}
