type Says = readonly [message: string, hint: string];

interface ByBackend {
  readonly backend: string;
  readonly detail?: string;
}

const because = (detail: string | undefined) => (detail ? `: ${detail}` : '');

/** Every fault there is: its code, the facts a thrower owes, what happened and what to do. */
const catalogue = {
  'usage.invalid': (f: { problem: string; hint: string }): Says => [f.problem, f.hint],

  'config.notFound': (f: { file: string }): Says => [
    `There is no configuration file ${f.file}.`,
    'Check the path, or list the built-in teams with `massgen config presets`.',
  ],
  'config.unreadable': (f: { file: string; detail: string }): Says => [
    `${f.file} cannot be read: ${f.detail}`,
    'Mend the file; `massgen config validate FILE` names each place.',
  ],
  'config.invalid': (f: { path: string; problem: string; suggestion: string }): Says => [
    f.path ? `${f.path}: ${f.problem}` : f.problem,
    f.suggestion || 'Run `massgen config validate FILE` to see every problem at once.',
  ],
  'config.unknownPreset': (f: { preset: string; nearest: string }): Says => [
    `There is no preset named ${f.preset}.`,
    `Did you mean ${f.nearest}? \`massgen config presets\` lists them all.`,
  ],
  'config.keyMissing': (f: { agent: string; backend: string; variables: string }): Says => [
    `Agent ${f.agent} needs a key for ${f.backend}, and none is set.`,
    `Set ${f.variables} in the environment, or \`api_key\` in its backend.`,
  ],
  'config.variableMissing': (f: { path: string; name: string }): Says => [
    `${f.path} refers to \${${f.name}}, which is not set.`,
    `Set ${f.name} in the environment.`,
  ],
  'config.backendNotHere': (f: { agent: string; backend: string }): Says => [
    `Agent ${f.agent} needs the backend ${f.backend}, which does not run here.`,
    'Give the agent another backend, or name one under its `fallback`.',
  ],
  'config.notAllowed': (f: { path: string; problem: string; suggestion: string }): Says => [
    f.path ? `${f.path}: ${f.problem}` : f.problem,
    f.suggestion || 'Leave it out.',
  ],

  'backend.notInstalled': (f: { backend: string; package: string }): Says => [
    `${f.backend} needs ${f.package}, which is not installed here.`,
    `Run \`npm install ${f.package}\` beside massgen or in the working folder.`,
  ],
  'backend.unavailable': (f: ByBackend): Says => [
    `${f.backend} cannot be reached${because(f.detail)}.`,
    'Check its address and that it is running, then resume the run.',
  ],
  'backend.overloaded': (f: ByBackend): Says => [
    `${f.backend} is overloaded${because(f.detail)}.`,
    'Try again in a moment.',
  ],
  'backend.rateLimited': (f: ByBackend & { readonly retryAfterSeconds?: number }): Says => [
    `${f.backend} allows no more requests for now${because(f.detail)}.`,
    f.retryAfterSeconds === undefined
      ? 'Wait, or name a `fallback` for the agent.'
      : `Wait ${f.retryAfterSeconds} seconds, or name a \`fallback\` for the agent.`,
  ],
  'backend.cut': (f: ByBackend): Says => [
    `${f.backend} broke off in the middle of its reply${because(f.detail)}.`,
    'Resume the run.',
  ],
  'backend.timeout': (f: ByBackend): Says => [
    `${f.backend} did not finish within the turn's time${because(f.detail)}.`,
    'Raise `orchestrator.turn_timeout_seconds`, or choose a faster model.',
  ],
  'backend.unauthorised': (f: ByBackend): Says => [
    `${f.backend} refuses the key${because(f.detail)}.`,
    'Check the key and what it may use.',
  ],
  'backend.exhausted': (f: ByBackend): Says => [
    `${f.backend} has no credit left for this key${because(f.detail)}.`,
    'Top up the account, or name a `fallback` for the agent.',
  ],
  'backend.notFound': (f: ByBackend): Says => [
    `${f.backend} does not know this model or address${because(f.detail)}.`,
    'Check `model` and `base_url` of the agent.',
  ],
  'backend.rejected': (f: ByBackend): Says => [
    `${f.backend} rejects the request${because(f.detail)}.`,
    'Check the options of the agent against what the model accepts.',
  ],
  'backend.refused': (f: ByBackend): Says => [
    `${f.backend} declines to answer${because(f.detail)}.`,
    'Reword the question, or ask another model.',
  ],
  'backend.overflow': (f: ByBackend): Says => [
    `The conversation does not fit into the context of ${f.backend}${because(f.detail)}.`,
    'Name a `fallback` with a larger context, or start a new session.',
  ],
  'backend.tooLarge': (f: ByBackend & { readonly maxBytes: number }): Says => [
    `${f.backend} went on past ${f.maxBytes} bytes in one reply.`,
    'Set `max_tokens` for the agent.',
  ],
  'backend.empty': (f: ByBackend): Says => [
    `${f.backend} ended its reply without saying anything${because(f.detail)}.`,
    'Resume the run, or choose another model.',
  ],
  'backend.malformed': (f: ByBackend): Says => [
    `${f.backend} answered with something that is not its API's form${because(f.detail)}.`,
    'Check that `base_url` points at a compatible API.',
  ],

  'tools.unavailable': (f: { server: string; detail: string }): Says => [
    `The MCP server ${f.server} cannot be used: ${f.detail}`,
    'Check its command or address under `mcp_servers`, and that it runs by itself.',
  ],

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

  'context.unknown': (f: { context: string }): Says => [
    `There is no context ${f.context} here.`,
    'List the contexts with `massgen context list`; check --data.',
  ],
  'context.exists': (f: { context: string }): Says => [
    `There is a context ${f.context} already.`,
    'Choose another name, or commit to the one that stands.',
  ],
  'context.unknownVersion': (f: { context: string; version: number; head: number }): Says => [
    `${f.context} has no version ${f.version}; its head is ${f.head}.`,
    'Name a version up to the head.',
  ],
  'context.idReused': (f: { context: string; id: string; version: number }): Says => [
    `The id ${f.id} stands at version ${f.version} of ${f.context} with other content.`,
    'Use a new id, or leave it out.',
  ],
  'context.tooLarge': (f: { what: string; bytes: number; maxBytes: number }): Says => [
    `${f.what} has ${f.bytes} bytes; at most ${f.maxBytes} are allowed.`,
    'Split it, or keep the large part in a file of its own.',
  ],
  'context.invalid': (f: { problem: string }): Says => [
    f.problem,
    'See docs/context.md for the shape of a commit.',
  ],
  'context.busy': (f: { context: string; races: number }): Says => [
    `${f.races} races in a row lost to other writers of ${f.context}.`,
    'Try again in a moment.',
  ],
  'context.unreadable': (f: { context: string; version: number; detail: string }): Says => [
    `Version ${f.version} of ${f.context} cannot be read: ${f.detail}`,
    'Run `massgen context verify`; a newer massgen may have written it.',
  ],
  'context.unknownItem': (f: { context: string; item: string }): Says => [
    `${f.context} never had an item ${JSON.stringify(f.item)}.`,
    'List the items with `massgen context show`.',
  ],

  'subscription.invalid': (f: { at: string; problem: string; suggestion: string }): Says => [
    `The subscription cannot be taken: ${[f.at, f.problem].filter(Boolean).join(': ')}.`,
    f.suggestion || 'See docs/context-sharing.md for what one says.',
  ],

  'branch.exists': (f: { context: string; branch: string }): Says => [
    `${f.context} has a branch ${f.branch} already.`,
    'Choose another name, or go on with the one that stands.',
  ],
  'branch.unknown': (f: { context: string; branch: string }): Says => [
    `${f.context} has no branch ${f.branch}.`,
    'Make it with `massgen context branch`, or check the name.',
  ],
  'branch.invalidName': (f: { branch: string }): Says => [
    `${JSON.stringify(f.branch)} cannot be the name of a branch.`,
    'Use 1 to 64 letters, digits, dots, dashes and underscores, a letter or digit first.',
  ],
  'merge.self': (f: { context: string; branch: string }): Says => [
    `${f.branch} of ${f.context} cannot be merged into itself.`,
    'Name another branch with --into.',
  ],
  'purge.structure': (f: { item: string }): Says => [
    `${f.item} is what a run is resumed from, and cannot be purged alone.`,
    'Delete the whole session with `massgen session delete`.',
  ],

  'store.readOnly': (f: { place: string }): Says => [
    `${f.place} cannot be written.`,
    'Make it writable, or choose another folder with --data.',
  ],
  'store.full': (f: { place: string }): Says => [
    `There is no space left for ${f.place}.`,
    'Free some space; what was committed is safe.',
  ],
  'store.newer': (f: { place: string; found: number; known: number }): Says => [
    `${f.place} was written by a newer massgen (format ${f.found}; this one knows ${f.known}).`,
    'Update massgen, or choose another folder with --data.',
  ],
  'store.broken': (f: { place: string; detail: string }): Says => [
    `${f.place} cannot be read: ${f.detail}`,
    'Restore it from a backup, or choose another folder with --data.',
  ],
  'store.busy': (f: { place: string; detail?: string }): Says => [
    `${f.place} is busy${because(f.detail)}.`,
    'Try again in a moment.',
  ],
  'store.missing': (f: { place: string }): Says => [
    `There is no ${f.place} in this account and region.`,
    'Make it as docs/configuration.md says under "Where data is kept", or check the name and AWS_REGION.',
  ],
  'store.unfit': (f: { place: string; detail: string }): Says => [
    `${f.place} is not what massgen needs: ${f.detail}`,
    'Make it as docs/configuration.md says under "Where data is kept".',
  ],
  'store.unreachable': (f: { place: string; detail: string }): Says => [
    `${f.place} cannot be reached: ${f.detail}`,
    'Check the network, and the AWS_ENDPOINT_URL variables if they are set.',
  ],
  'store.unauthorised': (f: { place: string; detail: string }): Says => [
    `${f.place} cannot be used with these credentials: ${f.detail}`,
    'Check the AWS credentials, AWS_REGION, and what the credentials may do.',
  ],

  'bus.unavailable': (f: { bus: string; announcements: number; detail: string }): Says => [
    `${f.bus} did not take ${f.announcements} announcements: ${f.detail}`,
    'Try again in a moment; what they announce is in the log.',
  ],

  'request.unauthorised': (f: { scheme: string }): Says => [
    'This route opens to a valid token only.',
    `Send \`Authorization: ${f.scheme} TOKEN\`.`,
  ],
  'request.unknownRoute': (f: { method: string; path: string }): Says => [
    `There is no ${f.method} ${f.path} here.`,
    'Check the address.',
  ],
  'request.wrongMethod': (f: { method: string; path: string; allowed: string }): Says => [
    `${f.path} takes no ${f.method}.`,
    `Use ${f.allowed}.`,
  ],
  'request.wrongType': (f: { type: string }): Says => [
    `The body is ${f.type || 'of no type'}, not JSON.`,
    'Send JSON with `Content-Type: application/json`.',
  ],
  'request.tooLarge': (f: { maxBytes: number }): Says => [
    `The body has more than ${f.maxBytes} bytes.`,
    'Make the question or the configuration shorter.',
  ],
  'request.notJson': (f: { detail: string }): Says => [
    `The body is no JSON: ${f.detail}`,
    'Send one JSON object in UTF-8.',
  ],
  'request.invalid': (f: { field: string; problem: string; hint: string }): Says => [
    f.problem,
    f.hint,
  ],
  'request.keyReused': (f: { key: string }): Says => [
    `The Idempotency-Key ${f.key} came before, with another body.`,
    'Send a new key with a new request, and the same body with the same key.',
  ],

  'event.invalid': (f: { source: string; detail: string }): Says => [
    `An event from ${f.source} cannot be understood: ${f.detail}.`,
    'Check who sends it, and that both sides run the same version; nothing was changed.',
  ],

  'internal.unexpected': (f: { detail: string }): Says => [
    `Something went wrong that should not: ${f.detail}`,
    'Run the command again with --verbosity debug, and report what it prints.',
  ],
} as const satisfies Record<string, (facts: never) => Says>;

export type FaultCode = keyof typeof catalogue;
export type Facts<C extends FaultCode> = Parameters<(typeof catalogue)[C]>[0];

/** A problem with a code. Its name is its code, because Step Functions matches errors by name. */
export class Fault<C extends FaultCode = FaultCode> extends Error {
  readonly code: C;
  readonly hint: string;
  readonly facts: Facts<C>;

  constructor(code: C, facts: Facts<C>, options?: ErrorOptions) {
    const says = catalogue[code] as (facts: Facts<C>) => Says;
    const [message, hint] = says(facts);
    super(message, options);
    this.name = code;
    this.code = code;
    this.hint = hint;
    this.facts = facts;
  }
}

export const isFaultCode = (text: string): text is FaultCode => Object.hasOwn(catalogue, text);

export const faultCodes = Object.keys(catalogue) as readonly FaultCode[];

/** Worth another attempt a moment later. The state machine retries these and nothing else of ours. */
export const RETRYABLE: readonly FaultCode[] = [
  'backend.unavailable',
  'backend.overloaded',
  'backend.rateLimited',
  'backend.cut',
  'context.busy',
  'store.busy',
  'store.unreachable',
];

export const isFault = <C extends FaultCode>(error: unknown, code: C): error is Fault<C> =>
  error instanceof Fault && error.code === code;

/** What went wrong, as a fault: a fault stays itself, anything else is `internal.unexpected`. */
export const toFault = (error: unknown): Fault =>
  error instanceof Fault
    ? error
    : new Fault('internal.unexpected', { detail: describe(error) }, { cause: error });

const describe = (error: unknown) => (error instanceof Error ? error.message : String(error));
