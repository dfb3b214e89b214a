import type { Command, CommanderError } from 'commander';
import { nearest } from '../config/nearest.ts';
import { Fault } from '../core/shared/faults.ts';

/** What the command line's parser complains of, as a fault: one sentence, and the nearest right word. */
export function toUsageFault(
  error: CommanderError,
  args: readonly string[],
  program: Command,
): Fault {
  const [first = ''] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = /\(Did you mean (.+)\?\)/.exec(error.message)?.[1];
  const help = `massgen ${[...commandPath(args, program), '--help'].join(' ')}`;
  return new Fault('usage.invalid', {
    problem: `${first.charAt(0).toUpperCase()}${first.slice(1)}${first.endsWith('.') ? '' : '.'}`,
    hint: suggestion ? `Did you mean ${suggestion}?` : `See \`${help}\`.`,
  });
}

/** The commands that the arguments begin with. */
function commandPath(args: readonly string[], program: Command): readonly string[] {
  const [word = '', ...rest] = args;
  const command = program.commands.find((one) => one.name() === word);
  return command ? [word, ...commandPath(rest, command)] : [];
}

/** Throws `usage.invalid` for a question of one word that can only be a misspelt command. */
export function refuseMisspelt(words: readonly string[], program: Command): void {
  const [word = ''] = words;
  if (!/^[a-z-]{3,}$/.test(word)) return;
  const names = program.commands.map((command) => command.name());
  const meant = nearest(word, names);
  if (!isClose(word, meant)) return;
  throw new Fault('usage.invalid', {
    problem: `There is no command ${word}.`,
    hint: `Did you mean \`massgen ${meant}\`? To ask it as a question: massgen ask "${words.join(' ')}".`,
  });
}

const isClose = (word: string, name: string) =>
  Math.abs(word.length - name.length) <= 2 && sharedLetters(word, name) >= name.length - 1;

function sharedLetters(word: string, name: string): number {
  const left = [...word];
  return [...name].filter((letter) => {
    const at = left.indexOf(letter);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
}

/** A whole number of at least `least`. Throws `usage.invalid`. */
export const wholeNumber =
  (flag: string, least: number) =>
  (text: string): number => {
    const number = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number;
    throw new Fault('usage.invalid', {
      problem: `${flag} takes a whole number of at least ${least}, not ${JSON.stringify(text)}.`,
      hint: `For example: ${flag} ${Math.max(least, 1)}`,
    });
  };

export const seconds =
  (flag: string) =>
  (text: string): number => {
    const number = Number(text);
    if (text.trim() !== '' && Number.isFinite(number) && number > 0) return number;
    throw new Fault('usage.invalid', {
      problem: `${flag} takes seconds, not ${JSON.stringify(text)}.`,
      hint: `For example: ${flag} 300`,
    });
  };
