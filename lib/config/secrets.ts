import type { Path } from './path.ts';
import { refersToVariables } from './variables.ts';

const SECRET_NAME =
  /(^|_)(api_?key|access_?key|private_?key|secret|password|passwd|credentials?|authorization|bearer|cookie)(_|$)|(^|_)token$/;

/** What makers' keys look like, wherever they stand. */
const SECRET_TEXT =
  /\b(sk-[\w-]{16,}|xai-\w{16,}|gsk_\w{16,}|hf_\w{16,}|gh[pousr]_\w{20,}|AIza[\w-]{30,}|AKIA[0-9A-Z]{16}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]+)|\bBearer\s+(?=\S*\d)\S{16,}/;

/** Whether a key of a mapping promises a secret. */
const isSecretName = (name: string): boolean =>
  SECRET_NAME.test(
    name
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replaceAll('-', '_')
      .toLowerCase(),
  );

const looksSecret = (text: string): boolean => SECRET_TEXT.test(text);

/** Whether the text at `path` should not be written down: by its name, or by its looks. */
export const isSecret = (path: Path, text: string): boolean =>
  isSecretName(nameOf(path)) || looksSecret(text);

/** Whether a secret is written out instead of being referred to as `${NAME}`. */
export const isLiteralSecret = (path: Path, text: string): boolean =>
  text !== '' && isSecret(path, text) && !refersToVariables(text);

/** A list's entry is named by the list. */
const nameOf = (path: Path): string =>
  String(path.findLast((step) => typeof step === 'string') ?? '');
