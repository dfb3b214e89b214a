import { Fault } from '../core/shared/faults.ts';

/** `errno` names, https://nodejs.org/api/errors.html#common-system-errors */
const codeByErrno = new Map<unknown, 'store.readOnly' | 'store.full' | 'store.broken'>([
  ['EROFS', 'store.readOnly'],
  ['EACCES', 'store.readOnly'],
  ['EPERM', 'store.readOnly'],
  ['ENOENT', 'store.readOnly'], // what `mkdir` with `recursive` says on a read-only disk (measured)
  ['ENOSPC', 'store.full'],
  ['EDQUOT', 'store.full'],
  ['ENOTDIR', 'store.broken'],
  ['EISDIR', 'store.broken'],
  ['EEXIST', 'store.broken'],
  ['EIO', 'store.broken'],
]);

/** What a failed file operation means for a store; what is not ours to judge stays itself. */
export function toDiskFault(place: string, error: unknown): unknown {
  const code = codeByErrno.get(errnoOf(error));
  if (!code) return error;
  return new Fault(code, { place, detail: `${errnoOf(error)}` }, { cause: error });
}

export const isMissing = (error: unknown): boolean => errnoOf(error) === 'ENOENT';

const errnoOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;
