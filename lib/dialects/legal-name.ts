import { sha256 } from '../core/shared/hash.ts';

/** What every maker accepts as the name of a tool. */
const LEGAL_NAME = /^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/;

/** A tool's name, or one made from it that every maker accepts: the same each time, and not another's. */
export function legalName(name: string): string {
  if (LEGAL_NAME.test(name)) return name;
  const readable = name.replaceAll(/[^a-zA-Z0-9_-]/g, '_').slice(0, 50);
  return `_${readable}_${sha256(name).slice(0, 8)}`;
}
