import { stripVTControlCharacters } from 'node:util';
import { environment } from '../config/environment.ts';

export type Verbosity = 'quiet' | 'normal' | 'verbose' | 'debug';

export const verbosities: readonly Verbosity[] = ['quiet', 'normal', 'verbose', 'debug'];

/** Where words go: data to stdout, talk to stderr. */
export interface Output {
  readonly isJson: boolean;
  readonly verbosity: Verbosity;
  /** Whether somebody watches stderr, so that lines may be drawn anew. */
  readonly isWatched: boolean;
  /** One JSON document, on one line where it is one of many. */
  readonly json: (value: unknown, oneLine?: boolean) => void;
  /** Text for people or pipes; a terminal gets no control characters from it. */
  readonly data: (text: string) => void;
  readonly talk: (text: string) => void;
  readonly warn: (text: string) => void;
  readonly error: (message: string, hint: string) => void;
  readonly debug: (error: Error) => void;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
}

export function createOutput(args: readonly string[]): Output {
  const verbosity = verbosityIn(args);
  const isColoured = !environment.noColor && (environment.forceColor || process.stderr.isTTY);
  const paint = (code: number) => (text: string) =>
    isColoured ? `\u001B[${code}m${text}\u001B[0m` : text;
  const say = (text: string) => process.stderr.write(`${text}\n`);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  return {
    isJson: args.includes('--json'),
    verbosity,
    isWatched: process.stderr.isTTY && !environment.ci,
    json: (value, oneLine = false) =>
      process.stdout.write(`${JSON.stringify(value, null, oneLine ? 0 : 2)}\n`),
    data: (text) => process.stdout.write(`${process.stdout.isTTY ? harmless(text) : text}\n`),
    talk: (text) => verbosity !== 'quiet' && say(text),
    warn: (text) => verbosity !== 'quiet' && say(`warning: ${harmless(text)}`),
    error: (message, hint) => say(`error: ${harmless(message)}\nhint: ${harmless(hint)}`),
    debug: (error) => verbosity === 'debug' && say(error.stack ?? error.message),
    bold: paint(1),
    dim: paint(2),
  };
}

/** Text that cannot move the cursor, change the title or ring. */
export const harmless = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  stripVTControlCharacters(text).replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, '');

function verbosityIn(args: readonly string[]): Verbosity {
  const at = args.findIndex((arg) => arg === '--verbosity' || arg.startsWith('--verbosity='));
  const word = args[at]?.split('=')[1] ?? args[at + 1];
  return (at >= 0 && verbosities.find((one) => one === word)) || 'normal';
}

/** Whoever reads from a pipe may close it when they have seen enough. */
function ignoreClosedPipe(error: Error) {
  if ('code' in error && error.code === 'EPIPE') return;
  throw error;
}
