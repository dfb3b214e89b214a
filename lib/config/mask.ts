import type { ConfigDocument } from './config-document.ts';
import { type Path, valueAt } from './path.ts';
import { isSecret } from './secrets.ts';
import { mapScalars } from './strings.ts';
import { isReference } from './variables.ts';

export const MASK = '********';

/**
 * The same configuration with every secret masked: keys, the environment and headers of tool servers,
 * whatever has the name or the looks of a key. A reference is no secret and stays.
 */
export const maskConfig = (document: ConfigDocument): ConfigDocument =>
  mapScalars(document, (scalar, path) => {
    const text = String(scalar);
    if (text === '' || isReference(text)) return scalar;
    if (isHidden(path) || isSecret(path, text) || followsFlag(document, path)) return MASK;
    return typeof scalar === 'string' ? withoutCredentials(scalar) : scalar;
  }) as ConfigDocument; // a mapping stays one

/** Anything may be a secret under `env` and `headers`. */
const isHidden = (path: Path) => path.includes('env') || path.includes('headers');

const SECRET_FLAG = /^--?[\w-]*(key|token|secret|password)[\w-]*$/i;

/** Whether an entry of a list is what the entry before it promises: `--api-key`, `abc`. */
function followsFlag(document: ConfigDocument, path: Path): boolean {
  const at = path.at(-1);
  if (typeof at !== 'number') return false;
  const before = valueAt(document, [...path.slice(0, -1), at - 1]);
  return typeof before === 'string' && SECRET_FLAG.test(before);
}

/** Addresses hold users, passwords and keys as parameters; arguments hold `--token=...`. */
const withoutCredentials = (text: string) =>
  text
    .replaceAll(/(\w:\/\/)[^/\s@]+@/g, `$1${MASK}@`)
    .replaceAll(
      /((?:[?&]|--?)[\w-]*(?:key|token|secret|password|sig)[\w-]*=)[^&\s]+/gi,
      `$1${MASK}`,
    );
