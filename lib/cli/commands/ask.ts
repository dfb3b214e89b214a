import type { RunDocument } from '../../core/session/run-document.ts';
import type { AskOptions } from '../../local/asking.ts';
import type { ChosenTeam } from '../../local/choose-team.ts';
import { converse } from '../conversation.ts';
import { exitCodeOf } from '../exit-code.ts';
import type { AskFlags } from '../flags.ts';
import { interruption } from '../interruption.ts';
import { withAsking, withMassGen } from '../open.ts';
import type { Output } from '../output.ts';
import { createProgress } from '../progress.ts';
import type { Asking } from '../remote-asking.ts';
import { tellResult } from '../tell-result.ts';
import { inWords } from './config.ts';

/** Asks a team, or holds a conversation with it where no question is given. */
export const ask = (output: Output, question: string, flags: AskFlags): Promise<number> =>
  withAsking(flags, async (massgen) => {
    const options = { ...toOptions(flags), ...(await sessionFor(massgen, flags)) };
    if (question === '' && process.stdin.isTTY && process.stdout.isTTY && !output.isJson)
      return converse(output, massgen, options, (words, session) =>
        follow(output, flags, (watch) => massgen.ask(words, { ...options, session, ...watch })),
      );
    const result = await follow(output, flags, (watch) =>
      massgen.ask(question, { ...options, ...watch }),
    );
    return exitCodeOf(result);
  });

export const resume = (output: Output, run: string, flags: AskFlags): Promise<number> =>
  withMassGen(flags, async (massgen) => {
    const config = flags.config === undefined ? {} : { config: flags.config };
    const result = await follow(output, flags, (watch) =>
      massgen.session.resume(run, { ...config, ...watch }),
    );
    return exitCodeOf(result);
  });

type Watch = Required<Pick<AskOptions, 'signal' | 'onEvent' | 'onTeam'>>;

/** Shows a run while it goes on, lets Ctrl+C stop it, and tells how it ended. */
async function follow(
  output: Output,
  flags: AskFlags,
  start: (watch: Watch) => Promise<RunDocument>,
): Promise<RunDocument> {
  const progress = createProgress(output, flags.display !== false);
  const interrupt = interruption(progress.say);
  try {
    const result = await start({
      signal: interrupt.signal,
      onTeam: (chosen) => introduce(output, chosen),
      onEvent: (event) => {
        if (flags.events) output.json(event, true);
        progress.show(event);
      },
    });
    progress.end();
    tellResult(output, result, flags);
    return result;
  } finally {
    progress.end();
    interrupt.forget();
  }
}

function introduce(output: Output, { says, warnings }: ChosenTeam) {
  if (says) output.talk(output.dim(says));
  for (const problem of warnings) output.warn(inWords(problem));
}

const toOptions = (flags: AskFlags): AskOptions => ({
  ...(flags.config !== undefined && { config: flags.config }),
  ...(flags.preset !== undefined && { preset: flags.preset }),
  ...(flags.backend !== undefined && { backend: flags.backend }),
  ...(flags.model !== undefined && { model: flags.model }),
  ...(flags.baseUrl !== undefined && { baseUrl: flags.baseUrl }),
  ...(flags.systemMessage !== undefined && { systemMessage: flags.systemMessage }),
  ...(flags.orchestratorTimeout !== undefined && { timeoutSeconds: flags.orchestratorTimeout }),
});

async function sessionFor(massgen: Asking, flags: AskFlags) {
  const session = flags.continue ? await massgen.lastSession() : flags.session;
  return session === undefined ? {} : { session };
}
