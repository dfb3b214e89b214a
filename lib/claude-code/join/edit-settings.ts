import {
  applyEdits,
  type FormattingOptions,
  type JSONPath,
  modify,
  type ParseError,
  parse,
  printParseErrorCode,
} from 'jsonc-parser';
import { Fault } from '../../core/shared/faults.ts';

/** Settings as Claude Code has them: JSON, perhaps with comments, in its author's own spelling. */
export interface Settings {
  /** For sentences. */
  readonly file: string;
  /** Empty where there is no file. */
  readonly text: string;
}

type Hooks = Readonly<Record<string, string>>;

interface Hook {
  readonly type: string;
  readonly command: string;
}

/** Whether a command of a hook is ours, whatever version wrote it. */
const isOurs = (hook: unknown): boolean =>
  typeof hook === 'object' &&
  hook !== null &&
  'command' in hook &&
  String(hook.command).includes('/.claude/massgen"');

/** The same settings with a hook of ours for each event, behind those that stand there. Throws `joining.brokenSettings`. */
export function withHooks({ file, text }: Settings, commands: Hooks): string {
  let edited = text || '{}\n';
  for (const [event, command] of Object.entries(commands)) {
    const groups = groupsOf({ file, text: edited }, event);
    const hook: Hook = { type: 'command', command };
    const at = groups.findIndex(hasOurs);
    if (JSON.stringify(groups[at]) === JSON.stringify({ hooks: [hook] })) continue;
    const place: JSONPath = ['hooks', event, at === -1 ? groups.length : at];
    edited = edit(edited, place, { hooks: [hook] }, at === -1);
  }
  return edited;
}

/** The same settings without our hooks, and without what that leaves empty. */
export function withoutHooks({ file, text }: Settings): string {
  let edited = text;
  const events = Object.keys(objectAt({ file, text }, ['hooks']));
  for (const event of events) {
    const groups = groupsOf({ file, text: edited }, event);
    for (const [at, group] of [...groups.entries()].toReversed())
      if (hasOurs(group)) edited = edit(edited, ['hooks', event, at], undefined);
    const isLast = groups.length > 0 && groups.every(hasOurs);
    if (isLast) edited = edit(edited, ['hooks', event], undefined);
  }
  return withoutEmpty({ file, text: edited }, ['hooks'], events.length > 0);
}

/** Puts a member of a member, which is made where it is not there. */
export const withMember = ({ text }: Settings, path: JSONPath, value: unknown): string =>
  edit(text || '{}\n', path, value);

/** Takes it away, and the member around it where that leaves it empty. */
export function withoutMember({ file, text }: Settings, path: readonly [string, string]): string {
  const [outer, inner] = path;
  if (!(inner in objectAt({ file, text }, [outer]))) return text;
  return withoutEmpty({ file, text: edit(text, [...path], undefined) }, [outer], true);
}

/** The list of names with one more. */
export function withName({ file, text }: Settings, member: string, name: string): string {
  const names = listAt({ file, text }, [member]);
  return names.includes(name) ? text : edit(text || '{}\n', [member, names.length], name, true);
}

export function withoutName({ file, text }: Settings, member: string, name: string): string {
  const names = listAt({ file, text }, [member]);
  const at = names.indexOf(name);
  if (at === -1) return text;
  return edit(text, names.length === 1 ? [member] : [member, at], undefined);
}

/** Throws `joining.brokenSettings` where it is none, or has something else where an object has to be. */
export function objectAt(settings: Settings, path: readonly string[]): Record<string, unknown> {
  const value = valueAt(settings, path) ?? {};
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  throw broken(settings, `${path.join('.')} is no object`);
}

function listAt(settings: Settings, path: readonly string[]): readonly unknown[] {
  const value = valueAt(settings, path) ?? [];
  if (Array.isArray(value)) return value;
  throw broken(settings, `${path.join('.')} is no list`);
}

const groupsOf = (settings: Settings, event: string): readonly unknown[] => {
  objectAt(settings, ['hooks']);
  return listAt(settings, ['hooks', event]);
};

const hasOurs = (group: unknown): boolean =>
  typeof group === 'object' &&
  group !== null &&
  'hooks' in group &&
  Array.isArray(group.hooks) &&
  group.hooks.some(isOurs);

function valueAt(settings: Settings, path: readonly string[]): unknown {
  const errors: ParseError[] = [];
  const root: unknown = parse(settings.text || '{}', errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first)
    throw broken(settings, `${printParseErrorCode(first.error)} at character ${first.offset}`);
  if (typeof root !== 'object' || root === null || Array.isArray(root))
    throw broken(settings, 'it holds no object');
  return path.reduce<unknown>(memberOf, root);
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;

const broken = ({ file }: Settings, detail: string) =>
  new Fault('joining.brokenSettings', { file, detail });

const withoutEmpty = (settings: Settings, path: readonly string[], wasThere: boolean): string =>
  wasThere && Object.keys(objectAt(settings, path)).length === 0
    ? edit(settings.text, [...path], undefined)
    : settings.text;

const edit = (text: string, path: JSONPath, value: unknown, isArrayInsertion = false): string =>
  applyEdits(
    text,
    modify(text, path, value, { formattingOptions: formattingOf(text), isArrayInsertion }),
  );

/** As the author indents, and ends lines. */
function formattingOf(text: string): FormattingOptions {
  const [, indent = '  '] = /\n([ \t]+)"/.exec(text) ?? [];
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return indent.startsWith('\t')
    ? { insertSpaces: false, tabSize: 1, eol }
    : { insertSpaces: true, tabSize: indent.length, eol };
}
