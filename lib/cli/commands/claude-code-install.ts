import { readdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  type Change,
  install as carryOut,
  planInstall,
  planUninstall,
  uninstall as restore,
} from '../../claude-code/join/install.ts';
import { type Joined, readJoined, spoolOf } from '../../claude-code/join/joined.ts';
import { lineDiff } from '../../claude-code/join/line-diff.ts';
import { textOf } from '../../claude-code/join/whole-file.ts';
import { environment } from '../../config/environment.ts';
import { checkedId } from '../../core/context/address.ts';
import { Fault, isFault } from '../../core/shared/faults.ts';
import type { InstallFlags, ProjectFlags, UninstallFlags } from '../flags.ts';
import { withContexts } from '../open.ts';
import type { Output } from '../output.ts';
import { createPrompt } from '../prompt.ts';
import { visibilityOf } from './claude-code.ts';

/** Exit code of whoever thought better of it. */
const LEFT_ALONE = 1;

export async function install(output: Output, flags: InstallFlags): Promise<number> {
  const project = folderOf(flags);
  const changes = flags.plugin ? [] : planInstall(project);
  if (!(await agrees(output, changes, flags.yes))) return LEFT_ALONE;
  await ensureContext(flags);
  carryOut(project, changes, joinedFrom(flags));
  const files = changes.map(({ file }) => file);
  if (output.isJson) output.json({ project, context: flags.context, changed: files });
  else output.data(`${project} shares ${flags.context} from its next session on.`);
  if (!isInstalled()) output.warn(NOT_INSTALLED);
  return 0;
}

export async function uninstall(output: Output, flags: UninstallFlags): Promise<number> {
  const project = folderOf(flags);
  const changes = planUninstall(project);
  if (!(await agrees(output, changes, flags.yes))) return LEFT_ALONE;
  restore(project, changes);
  if (output.isJson) output.json({ project, changed: changes.map(({ file }) => file) });
  else output.data(`${project} shares nothing any more; what was shared stays in the context.`);
  return 0;
}

export function status(output: Output, flags: ProjectFlags) {
  const project = folderOf(flags);
  const { token: _, ...joined } = readJoined(project);
  const spool = spoolOf(project);
  const keeper = Number(textOf(join(spool, 'keeper'))) || null;
  const sessions = readdirSync(join(spool, 'sessions'));
  const log = textOf(join(spool, 'log'))?.trim().split('\n').slice(-5) ?? [];
  const claude = isInstalled();
  const isWhole = joined.plugin === true || planInstall(project).length === 0;
  if (output.isJson)
    return output.json({ project, ...joined, installed: isWhole, keeper, sessions, log, claude });
  const place = joined.remote ?? joined.data;
  output.data(
    [
      `${project} shares ${joined.context} (${joined.branch}) in ${place} as ${joined.agent}.`,
      isWhole ? 'Hooks and server are in place.' : 'Hooks or server are missing: install again.',
      keeper ? `Process ${keeper} keeps ${sessions.length} sessions.` : 'No session is open.',
      ...log,
    ].join('\n'),
  );
  if (!claude) output.warn(NOT_INSTALLED);
}

/** Throws `usage.invalid` for a folder that is not there. */
function folderOf({ project }: ProjectFlags): string {
  try {
    return realpathSync(project);
  } catch {
    throw new Fault('usage.invalid', {
      problem: `There is no folder ${project}.`,
      hint: 'Name the folder that Claude Code works in with --project.',
    });
  }
}

async function agrees(output: Output, changes: readonly Change[], yes = false): Promise<boolean> {
  for (const { file, before, after } of changes)
    output.talk(`${output.bold(file)}\n${lineDiff(before ?? '', after ?? '')}`);
  if (yes || changes.length === 0) return true;
  if (!process.stdin.isTTY)
    throw new Fault('usage.invalid', {
      problem: 'Nobody is there to be asked.',
      hint: 'Add --yes to make the change that is shown.',
    });
  return /^y(es)?$/i.test((await createPrompt('Make this change? [y/N] ')()) ?? '');
}

const ensureContext = (flags: InstallFlags) =>
  withContexts(flags, async (contexts) => {
    await contexts.create(checkedId(flags.context)).catch((error: unknown) => {
      if (!isFault(error, 'context.exists')) throw error;
    });
  });

function joinedFrom({
  context,
  branch = 'main',
  as: agent,
  visibility,
  budget,
  hold,
  plugin,
  ...place
}: InstallFlags): Joined {
  const told = { budget, hold };
  const shared = { context, branch, agent, visibility: visibilityOf(visibility), ...told, plugin };
  const { remote, data = environment.home ?? '.massgen' } = place;
  const { token } = environment;
  if (remote === undefined) return { ...shared, data: resolve(data) };
  return { ...shared, remote, ...(token !== undefined && { token }) };
}

const NOT_INSTALLED =
  'There is no `claude` in the PATH: npm install --global @anthropic-ai/claude-code';

/** Whether there is a program `claude`. */
const isInstalled = (): boolean =>
  (environment.lookup('PATH') ?? '')
    .split(process.platform === 'win32' ? ';' : ':')
    .some((folder) => textOfProgram(folder));

const textOfProgram = (folder: string): boolean => {
  try {
    return readdirSync(folder).some((name) => /^claude(\.exe|\.cmd)?$/.test(name));
  } catch {
    return false;
  }
};
