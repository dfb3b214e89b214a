import { createClaudeCode } from '../../lib/backends/claude-code/claude-code.ts';
import { createSessions } from '../../lib/claude-code/sessions/sessions.ts';
import type { ModelCall } from '../../lib/core/agent/backend.ts';
import { decisionTools } from '../../lib/core/agent/decision-tools.ts';
import { createDeeds } from '../../lib/core/coordination/deeds.ts';
import { TurnOrder } from '../../lib/core/coordination/orders.ts';
import { toUuid } from '../../lib/dialects/claude-code/to-uuid.ts';
import type { Place } from '../../lib/local/place.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import { claudeCodeFolder, newFolder } from '../support/claude-code.ts';
import { TEST_KEY } from '../support/maker-server/maker-server.ts';
import { startClaudeCodeServer } from '../support/messages-server/claude-code-server.ts';
import { logOn } from './_bench-log.ts';
import { beside, type Figure, timesInTurn } from './measure.ts';
import { prose } from './prose.ts';

const RUNS = { n: 12, warmUp: 1 };
const WORDS = 2_000;

export const sessionsIn = ({ table }: Place) =>
  createSessions({ table, tenant: 'local', clock: systemClock, ids: randomIds });

type More = Pick<ModelCall, 'hear' | 'sharer'>;
type Turn = (session: string, more?: More) => Promise<void>;

/** Whole turns of the real program with four calls of tools, against an API that answers at once. */
async function inTurns<T>(place: Place, work: (turn: Turn) => Promise<T>): Promise<T> {
  const calls = ['one', 'two', 'three', 'four'].map((command) => ({
    calls: [{ name: 'Bash', arguments: { command: `echo ${command}`, description: 'says' } }],
  }));
  let at = 0;
  const script = [...calls, { calls: [{ name: 'new_answer', arguments: { content: '42.' } }] }];
  const server = await startClaudeCodeServer({
    respond: () => script[at++ % script.length] ?? {},
  });
  const tools = decisionTools(2);
  const turn: Turn = async (session, more) => {
    at = 0;
    const backend = createClaudeCode({
      type: 'claude_code',
      key: TEST_KEY,
      model: 'claude-opus-5-5',
      folders: [claudeCodeFolder],
      scratch: newFolder(),
      keeping: { sessions: sessionsIn(place), session: toUuid(session) },
      options: { base_url: server.url, workspace: 'scratch' },
      clock: systemClock,
      ids: randomIds,
    });
    const call = backend.call({
      messages: [{ id: session, role: 'user', parts: [{ type: 'text', text: 'Why?' }] }],
      tools,
      allowedTools: tools.map(({ name }) => name),
      sequence: 0,
      signal: new AbortController().signal,
      ...more,
    });
    while (!(await call.next()).done);
  };
  try {
    return await work(turn);
  } finally {
    await server.close();
  }
}

/** What hearing 2 kB behind each call adds. */
export const heard = (place: Place): Promise<Figure> =>
  inTurns(place, async (turn) => {
    const hear = async () => ({
      text: `What others did.\n${prose(WORDS, 0)}`,
      allowedTools: ['new_answer', 'vote'],
    });
    const [taken, deaf] = await timesInTurn(
      RUNS,
      (run) => turn(`hears ${run}`, { hear }),
      (run) => turn(`deaf ${run}`),
    );
    return beside('claude-sessions.heard', taken, 'the same turn without', deaf);
  });

/** What sharing all that is said and done adds, until it has landed. */
export const shared = (place: Place): Promise<Figure> =>
  inTurns(place, async (turn) => {
    const deps = { log: logOn(place.table), clock: systemClock };
    const before = { deeds: new Map(), request: { team: {} } };
    const share = async (run: number) => {
      const order = TurnOrder.parse({
        ...{ tenant: 'local', context: 'bench', run: `run_${run}`, round: 1, agent: 'coder' },
        ...{ backend: 0, functionName: '' },
      });
      const deeds = createDeeds(deps, order, before, 0);
      await turn(`shares ${run}`, { sharer: deeds.sharer });
      await deeds.settled();
    };
    const [taken, bare] = await timesInTurn(RUNS, share, (run) => turn(`keeps ${run}`));
    return beside('claude-sessions.shared', taken, 'the same turn without', bare);
  });
