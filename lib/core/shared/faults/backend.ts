import { because, type Says } from './says.ts';

interface ByBackend {
  readonly backend: string;
  readonly detail?: string;
}

/** What goes wrong at a maker's, or at a tool. */
export const backendFaults = {
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
  'backend.superseded': (f: ByBackend): Says => [
    `Another process goes on with this session of ${f.backend}; what this one did is kept beside it.`,
    'Nothing needs to be done: the other one answers.',
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
} as const satisfies Record<string, (facts: never) => Says>;
