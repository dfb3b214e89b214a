import type { RunDocument } from '../core/session/run-document.ts';
import { Fault, toFault } from '../core/shared/faults.ts';
import type { AskOptions } from '../local/asking.ts';
import { newSessionId } from '../runtime/system.ts';
import type { Output } from './output.ts';
import { createPrompt } from './prompt.ts';
import type { Asking } from './remote-asking.ts';

const HELP = `/help    this list
/status  the session and its turns
/reset   a new session
/quit    leave`;

/** Answers to a question in a session. */
type Ask = (question: string, session: string) => Promise<RunDocument>;

/** A conversation of many turns on a terminal, until its person leaves. */
export async function converse(
  output: Output,
  massgen: Asking,
  { session: first }: AskOptions,
  ask: Ask,
): Promise<number> {
  const read = createPrompt('\n> ');
  let session = first ?? newSessionId(new Date());
  output.talk(`Session ${session}. Ask something; /help lists the commands.`);
  const commands: Readonly<Record<string, () => Promise<void> | void>> = {
    '/help': () => output.talk(HELP),
    '/status': () => status(output, massgen, session),
    '/reset': () => {
      session = newSessionId(new Date());
      output.talk(`Session ${session}.`);
    },
  };
  for (let line = await read(); line !== undefined && !LEAVE.has(line); line = await read()) {
    const command = commands[alias(line)];
    if (command) await command();
    else if (line.startsWith('/')) output.talk(`There is no command ${line}.\n${HELP}`);
    else if (line !== '') await answer(output, () => ask(line, session));
  }
  return 0;
}

const LEAVE = new Set(['/quit', '/exit', '/q']);

const alias = (line: string) => (line === '/clear' ? '/reset' : line);

/** A question that fails ends the question, not the conversation. */
async function answer(output: Output, ask: () => Promise<RunDocument>) {
  try {
    await ask();
  } catch (error) {
    const { message, hint } = toFault(error);
    output.error(message, hint);
  }
}

async function status(output: Output, massgen: Asking, id: string) {
  try {
    const { turns, agents } = await massgen.session.show(id);
    output.talk(
      `Session ${id}: ${turns} ${turns === 1 ? 'turn' : 'turns'} with ${agents.join(', ')}.`,
    );
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    output.talk(`Session ${id}: nothing asked yet.`);
  }
}
