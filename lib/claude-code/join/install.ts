import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { Fault } from '../../core/shared/faults.ts';
import {
  objectAt,
  type Settings,
  withHooks,
  withMember,
  withName,
  withoutHooks,
  withoutMember,
  withoutName,
} from './edit-settings.ts';
import { COMMANDS, SERVER_ENTRY, scripts } from './entries.ts';
import { type Joined, joinedFile, spoolOf } from './joined.ts';
import { textOf, writeWhole } from './whole-file.ts';

/** What becomes of a file; null: it is not there. */
export interface Change {
  readonly file: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The name of our MCP server, and where it and our hooks are named. */
const SERVER = 'massgen';
const APPROVED = 'enabledMcpjsonServers';

const Originals = z.array(
  z.object({ file: z.string(), before: z.string().nullable(), after: z.string() }),
);
type Originals = z.infer<typeof Originals>;

/**
 * What has to change so that a project's Claude Code shares a context. The hooks go into
 * `settings.local.json`: who commits `settings.json` would make everybody share. Throws
 * `joining.brokenSettings`, for settings that are not changed as well: Claude Code would read neither.
 */
export function planInstall(project: string): readonly Change[] {
  objectAt(read(project, SETTINGS), []);
  return changesOf(project, (settings) =>
    settings.file === MCP ? withServer(settings) : withOurs(settings),
  );
}

/** What has to change so that it shares nothing any more: what was there before, to the byte, or without what is ours. */
export function planUninstall(project: string): readonly Change[] {
  const originals = readOriginals(project);
  return changesOf(project, (settings) => {
    const known = originals.find(({ file }) => file === settings.file);
    if (known?.after === settings.text) return known.before ?? '';
    const bare = settings.file === MCP ? withoutServer(settings) : withoutOurs(settings);
    return isNothing(bare) && known?.before === null ? '' : bare;
  });
}

/** Carries out a plan to install, and notes what stood there before. */
export function install(project: string, changes: readonly Change[], joined: Joined): void {
  const spool = spoolOf(project);
  mkdirSync(join(spool, 'sessions'), { recursive: true, mode: 0o700 });
  chmodSync(spool, 0o700);
  writeWhole(join(spool, '.gitignore'), '*\n');
  writeWhole(joinedFile(project), `${JSON.stringify(joined, null, 2)}\n`);
  for (const [name, text] of Object.entries(scripts())) writeWhole(join(spool, name), text, 0o700);
  copyFileSync(hookFile(), join(spool, 'hook.cjs'));
  const known = readOriginals(project);
  const now = changes.map(({ file, before, after }) => ({
    file,
    before: known.find((one) => one.file === file && one.after === before)?.before ?? before,
    after: after ?? '',
  }));
  const others = known.filter(({ file }) => !now.some((one) => one.file === file));
  writeWhole(join(spool, 'originals.json'), JSON.stringify([...others, ...now]));
  for (const change of changes) apply(project, change);
}

/** Carries out a plan to uninstall; a folder that is left empty goes as well. */
export function uninstall(project: string, changes: readonly Change[]): void {
  for (const change of changes) apply(project, change);
  rmSync(spoolOf(project), { recursive: true, force: true });
  const folder = join(project, '.claude');
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

const MCP = '.mcp.json';
const LOCAL = join('.claude', 'settings.local.json');
const SETTINGS = join('.claude', 'settings.json');

const withOurs = ({ file, text }: Settings): string =>
  withName({ file, text: withHooks({ file, text }, COMMANDS) }, APPROVED, SERVER);

const withoutOurs = ({ file, text }: Settings): string =>
  withoutName({ file, text: withoutHooks({ file, text }) }, APPROVED, SERVER);

function withServer(settings: Settings): string {
  const standing = objectAt(settings, ['mcpServers'])[SERVER];
  if (JSON.stringify(standing) === JSON.stringify(SERVER_ENTRY)) return settings.text;
  if (standing !== undefined)
    throw new Fault('usage.invalid', {
      problem: `${MCP} has another MCP server called ${SERVER} already.`,
      hint: 'Give that one another name first.',
    });
  return withMember(settings, ['mcpServers', SERVER], SERVER_ENTRY);
}

const withoutServer = (settings: Settings): string =>
  withoutMember(settings, ['mcpServers', SERVER]);

function changesOf(project: string, toText: (settings: Settings) => string): readonly Change[] {
  return [LOCAL, MCP].flatMap((file) => {
    const before = textOf(join(project, file));
    const after = withBom(before, toText({ file, text: withoutBom(before ?? '') }));
    if ((before ?? '') === after) return [];
    return [{ file, before, after: after === '' ? null : after }];
  });
}

const BOM = '\uFEFF';
const withoutBom = (text: string) => (text.startsWith(BOM) ? text.slice(1) : text);
const withBom = (before: string | null, text: string) =>
  before?.startsWith(BOM) && text !== '' ? `${BOM}${text}` : text;

const isNothing = (text: string) => /^\s*\{\s*\}\s*$/.test(text);

const read = (project: string, file: string): Settings => ({
  file,
  text: withoutBom(textOf(join(project, file)) ?? ''),
});

function readOriginals(project: string): Originals {
  const text = textOf(join(spoolOf(project), 'originals.json'));
  return text === null ? [] : Originals.parse(JSON.parse(text));
}

function apply(project: string, { file, after }: Change): void {
  const path = join(project, file);
  if (after === null) rmSync(path, { force: true });
  else writeWhole(path, after, existsSync(path) ? statSync(path).mode & 0o777 : 0o644);
}

/** Built with the package. */
const hookFile = (): string =>
  join(
    dirname(fileURLToPath(import.meta.resolve('massgen/package.json'))),
    'dist/claude-code-hook.cjs',
  );
