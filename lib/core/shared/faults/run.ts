import { because, type Says } from './says.ts';

/** What goes wrong in a run, or with its session. */
export const runFaults = {
  'turn.noDecision': (f: { agent: string; attempts: number; detail: string }): Says => [
    `${f.agent} made no valid decision in ${f.attempts} attempts: ${f.detail}`,
    'Choose a model that can call tools.',
  ],
  'turn.lost': (f: { agent: string; detail: string }): Says => [
    `The turn of ${f.agent} ended without a trace${because(f.detail)}.`,
    'Resume the run.',
  ],
  'turn.overBudget': (f: { agent: string }): Says => [
    `The run's budget was spent before ${f.agent} could act.`,
    'Raise `orchestrator.budget`.',
  ],
  'run.unknown': (f: { run: string }): Says => [
    `There is no run ${f.run} here.`,
    'List the sessions with `massgen session list`; check --data.',
  ],
  'run.rolledBack': (f: { run: string; session: string }): Says => [
    `Session ${f.session} was rolled back to before run ${f.run} was asked for.`,
    'Roll the session forward again, or ask anew.',
  ],
  'run.notStarted': (f: { run: string; detail: string }): Says => [
    `The state machine did not start run ${f.run}: ${f.detail}`,
    'Resume the run; its request is in the log.',
  ],
  'run.notStopped': (f: { run: string; detail: string }): Says => [
    `The state machine did not stop run ${f.run}: ${f.detail}`,
    'Nothing more is asked of its agents when the log says that it was stopped; stop it again.',
  ],
  'run.noAnswer': (f: { run: string; detail: string }): Says => [
    `No agent answered${because(f.detail)}.`,
    'See the reason of each agent in the result.',
  ],
  'session.unknown': (f: { session: string }): Says => [
    `There is no session ${f.session} here.`,
    'List the sessions with `massgen session list`; check --data.',
  ],
  'session.busy': (f: { session: string; run: string }): Says => [
    `Session ${f.session} is answering another question (run ${f.run}).`,
    'Wait until it is done, or ask in another session.',
  ],
  'session.invalidId': (f: { id: string }): Says => [
    `${JSON.stringify(f.id)} cannot be the id of a session or context.`,
    'Use 1 to 64 letters, digits, dots, dashes and underscores, a letter or digit first.',
  ],
  'session.invalidFile': (f: { detail: string }): Says => [
    `The file holds no session that can be loaded: ${f.detail}.`,
    'Load what `massgen session save` wrote, as it wrote it.',
  ],
  'session.differs': (f: { session: string; place: string }): Says => [
    `Another ${f.session} stands here already: its ${f.place} is not the file's.`,
    'Load the file into another data folder (--data), or keep the one that stands.',
  ],
} as const satisfies Record<string, (facts: never) => Says>;
