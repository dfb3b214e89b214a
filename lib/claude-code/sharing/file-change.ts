import * as z from 'zod';
import type { PutOperation } from '../../core/context/operation.ts';
import { sha256, sha256Hex } from '../../core/shared/hash.ts';
import { type Json, utf8Bytes } from '../../core/shared/json.ts';
import type { Entry } from '../../dialects/claude-code/line.ts';
import { stringIn } from '../../dialects/json-object.ts';
import { excerpt } from './excerpt.ts';

/** Characters of a diff that are shared. */
const MAX_DIFF = 16_000;
/** Characters of a path that an item's name has. */
const MAX_NAME = 300;

const Hunk = z.object({
  oldStart: z.int(),
  oldLines: z.int(),
  newStart: z.int(),
  newLines: z.int(),
  lines: z.array(z.string()),
});
type Hunk = z.infer<typeof Hunk>;

/** What the tools Write and Edit of Claude Code 2.1.330 say that they did, in `toolUseResult`. */
const Changed = z.object({
  filePath: z.string().min(1),
  structuredPatch: z.array(Hunk),
  originalFile: z.string().nullish().catch(null),
  content: z.string().optional(),
  oldString: z.string().optional(),
  newString: z.string().optional(),
  replaceAll: z.boolean().optional(),
  userModified: z.boolean().optional(),
});
type Changed = z.infer<typeof Changed>;

/** The file that a tool wrote or edited, as an item of its own by its path; undefined: it did neither. */
export function fileChangeIn({ value }: Entry): PutOperation | undefined {
  const changed = Changed.safeParse(value['toolUseResult']).data;
  if (!changed) return undefined;
  const place = placeOf(changed.filePath, stringIn(value, 'cwd'));
  const after = contentAfter(changed);
  const { originalFile: before } = changed;
  const body: { readonly [key: string]: Json } = {
    ...place,
    ...(typeof before === 'string' && { before: sha256Hex(before) }),
    ...(after !== undefined && { sha256: sha256Hex(after), bytes: utf8Bytes(after) }),
    diff: excerpt(unifiedDiff(changed, place.path), MAX_DIFF),
  };
  return { op: 'put', item: itemFor(place), kind: 'artifact', body };
}

interface Place {
  /** The last name of the folder that Claude Code works in. */
  readonly project: string;
  /** Within that folder; as it came where it lies elsewhere. */
  readonly path: string;
}

function placeOf(file: string, cwd: string): Place {
  const path = file.replaceAll('\\', '/');
  const folder = cwd.replaceAll('\\', '/').replace(/\/+$/, '');
  const project = folder.slice(folder.lastIndexOf('/') + 1);
  const isWithin = folder !== '' && path.startsWith(`${folder}/`);
  return { project, path: isWithin ? path.slice(folder.length + 1) : path };
}

function itemFor({ project, path }: Place): string {
  const name = `file/${project}/${path}`.replaceAll(/[\p{Cc}\p{Cs}]/gu, '·');
  return name.length <= MAX_NAME ? name : `${name.slice(0, MAX_NAME)}~${sha256(path).slice(0, 16)}`;
}

/** Undefined where nobody can say: a person may have changed what was proposed. */
function contentAfter(changed: Changed): string | undefined {
  const { content, originalFile, oldString, newString, replaceAll, userModified } = changed;
  if (content !== undefined) return content;
  if (userModified || typeof originalFile !== 'string') return undefined;
  if (!oldString || newString === undefined) return undefined;
  return replaceAll
    ? originalFile.replaceAll(oldString, () => newString)
    : originalFile.replace(oldString, () => newString);
}

function unifiedDiff({ structuredPatch, content }: Changed, path: string): string {
  const isNew = structuredPatch.length === 0 && content !== undefined;
  const hunks = isNew ? [wholeFile(content)] : structuredPatch;
  return [`--- ${isNew ? '/dev/null' : path}`, `+++ ${path}`, ...hunks.flatMap(linesOf)].join('\n');
}

function wholeFile(content: string): Hunk {
  const lines = content.replace(/\n$/, '').split('\n');
  const added = lines.map((line) => `+${line}`);
  return { oldStart: 0, oldLines: 0, newStart: 1, newLines: lines.length, lines: added };
}

const linesOf = ({ oldStart, oldLines, newStart, newLines, lines }: Hunk): readonly string[] => [
  `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
  ...lines,
];
