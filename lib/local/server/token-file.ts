import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../core/shared/faults.ts';
import { tokenIn } from '../../http/bearer.ts';
import { IN_MEMORY } from '../place.ts';

const TOKEN_BYTES = 32;

/** Characters that somebody's own token has, at least. */
const MIN_LENGTH = 16;

/** Only whose file it is may read it. */
const OWNER_ONLY = 0o600;

const newToken = () => randomBytes(TOKEN_BYTES).toString('base64url');

/** The token of a data folder: made when it is asked for first, and the same from then on. Throws `store.readOnly`. */
export function tokenOf(data: string): string {
  if (data === IN_MEMORY) return newToken();
  const file = join(data, 'token');
  try {
    const token = read(file) ?? make(data, file);
    chmodSync(file, OWNER_ONLY);
    return token;
  } catch (error) {
    throw new Fault('store.readOnly', { place: file }, { cause: error });
  }
}

/** Of several that make one at once, the first has made it. */
function make(folder: string, file: string): string {
  mkdirSync(folder, { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, newToken(), { mode: OWNER_ONLY });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8');
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

const isCode = (error: unknown, code: string) =>
  error instanceof Error && 'code' in error && error.code === code;

/** Hands back a token of somebody's own. Throws `usage.invalid` for what no header could carry. */
export function checkedToken(token: string): string {
  if (tokenIn(`Bearer ${token}`) === token && token.length >= MIN_LENGTH) return token;
  throw new Fault('usage.invalid', {
    problem: `A token has ${MIN_LENGTH} to 1024 letters, digits, and - . _ ~ + /.`,
    hint: 'Leave it out to have one made, which the data folder keeps.',
  });
}
