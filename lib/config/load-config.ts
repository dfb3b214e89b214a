import { closeSync, openSync, readSync } from 'node:fs';
import { Fault } from '../core/shared/faults.ts';
import { type ConfigDocument, MAX_CONFIG_BYTES } from './config-document.ts';
import { parseConfig } from './parse-config.ts';
import type { Problem, Verdict } from './problem.ts';
import { requireValid, validateConfig } from './validate-config.ts';
import type { Lookup } from './variables.ts';

export interface LoadedConfig {
  readonly config: ConfigDocument;
  readonly warnings: readonly Problem[];
  readonly file: string;
}

/** A configuration that can be used. Throws `config.notFound`, `config.unreadable`, `config.invalid`. */
export function loadConfig(file: string, lookup: Lookup): LoadedConfig {
  const config = parseConfig(readConfig(file), file);
  const { warnings } = requireValid(config, lookup);
  return { config: config as ConfigDocument, warnings, file }; // plain data: just validated
}

/**
 * What is to be said of a file; one that cannot be parsed is an invalid one. Throws
 * `config.notFound` for a file that is not there.
 */
export function validateFile(file: string, lookup: Lookup): Verdict {
  try {
    return validateConfig(parseConfig(readConfig(file), file), lookup);
  } catch (error) {
    if (!(error instanceof Fault) || error.code === 'config.notFound') throw error;
    const problem = { path: '', message: error.message, suggestion: error.hint };
    return { valid: false, errors: [problem], warnings: [] };
  }
}

/** The bytes of a file or pipe, up to one more than allowed. */
function readConfig(file: string): Uint8Array {
  try {
    const handle = openSync(file, 'r');
    try {
      return readUpTo(handle, MAX_CONFIG_BYTES + 1);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw toFault(error, file);
  }
}

function readUpTo(handle: number, limit: number): Uint8Array {
  const bytes = new Uint8Array(limit);
  let filled = 0;
  while (filled < limit) {
    const count = readSync(handle, bytes, filled, limit - filled, null);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

function toFault(error: unknown, file: string): Fault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ERR_INVALID_ARG_VALUE')
    return new Fault('config.notFound', { file }, { cause: error });
  const detail = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return new Fault('config.unreadable', { file, detail }, { cause: error });
}

const reasons: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder.',
  EACCES: 'you may not read it.',
  EPERM: 'you may not read it.',
};
