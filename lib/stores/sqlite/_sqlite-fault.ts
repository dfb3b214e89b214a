import { Fault } from '../../core/shared/faults.ts';
import { toDiskFault } from '../disk-fault.ts';

type Problem = 'store.busy' | 'store.readOnly' | 'store.full' | 'store.broken';

/** Primary result codes, https://sqlite.org/rescode.html */
const codeByResult = new Map<number, Problem>([
  [3, 'store.readOnly'], // PERM
  [5, 'store.busy'], // BUSY
  [6, 'store.busy'], // LOCKED
  [8, 'store.readOnly'], // READONLY
  [10, 'store.broken'], // IOERR
  [11, 'store.broken'], // CORRUPT
  [13, 'store.full'], // FULL
  [14, 'store.readOnly'], // CANTOPEN: it could not make its files
  [15, 'store.busy'], // PROTOCOL: lost every race for the write-ahead log's lock
  [26, 'store.broken'], // NOTADB
]);

/** IOERR_SHMSIZE: the index of the write-ahead log could not grow, which is a full disk. */
const NO_ROOM_FOR_INDEX = 4874;

/** What a failed call of SQLite or of the file system means; what is not ours to judge stays itself. */
export function toSqliteFault(place: string, error: unknown): unknown {
  const result = resultOf(error);
  if (!result) return toDiskFault(place, error);
  const code = result.errcode === NO_ROOM_FOR_INDEX ? 'store.full' : problemOf(result.errcode);
  return code ? new Fault(code, { place, detail: result.message }, { cause: error }) : error;
}

export function isBusy(error: unknown): boolean {
  const result = resultOf(error);
  return result !== undefined && problemOf(result.errcode) === 'store.busy';
}

/** Extended codes keep their primary code in the low byte. */
const problemOf = (errcode: number) => codeByResult.get(errcode & 255);

const resultOf = (error: unknown) =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? { errcode: error.errcode, message: error.message }
    : undefined;
