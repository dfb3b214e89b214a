import { createClaudeCode } from '../../lib/backends/claude-code/claude-code.ts';
import { Entry, MAIN } from '../../lib/claude-code/sessions/entry.ts';
import { goOn } from '../../lib/claude-code/sessions/go-on.ts';
import { createSessions, type Sessions } from '../../lib/claude-code/sessions/sessions.ts';
import { mainOf } from '../../lib/claude-code/sessions/standing.ts';
import type { Heard, ModelCall } from '../../lib/core/agent/backend.ts';
import { decisionTools } from '../../lib/core/agent/decision-tools.ts';
import { toUuid } from '../../lib/dialects/claude-code/to-uuid.ts';
import type { Place } from '../../lib/local/place.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import { claudeCodeFolder, hasClaudeCode, newFolder } from '../support/claude-code.ts';
import { TEST_KEY } from '../support/maker-server/maker-server.ts';
import { startClaudeCodeServer } from '../support/messages-server/claude-code-server.ts';
import { inPlace } from './_bench-log.ts';
import { beside, type Figure, timesInTurn } from './measure.ts';
import { transcript } from './transcript.ts';

const SIZES = [1, 5, 20] as const;
const MB = 1_000_000;
/** As a first turn of Claude Code leaves them: 36 entries, 77 kB. */
const TURN_ENTRIES = 36;
const TURN_BYTES = 77_000;

/** A session's way into the store and out of it; and what hearing in its midst adds to a real turn. */
export async function claudeSessions(): Promise<readonly Figure[]> {
  const stored = await inPlace(async (place) => {
    const sessions = sessionsIn(place);
    const loads = [];
    for (const size of SIZES) loads.push(...(await loaded(sessions, size)));
    return [...loads, await appended(sessions)];
  });
  return hasClaudeCode ? [...stored, await inPlace(heard)] : stored;
}

const sessionsIn = ({ table }: Place) =>
  createSessions({ table, tenant: 'local', clock: systemClock, ids: randomIds });

const entriesOf = (bytes: number): readonly Entry[] =>
  transcript(bytes)
    .trimEnd()
    .split('\n')
    .map((line) => Entry.parse(JSON.parse(line)));

async function loaded(sessions: Sessions, size: number): Promise<readonly Figure[]> {
  const entries = entriesOf(size * MB);
  const session = `load-${size}`;
  const held = await sessions.take(session);
  for (let from = 0; from < entries.length; from += TURN_ENTRIES)
    await held.append(MAIN, entries.slice(from, from + TURN_ENTRIES));
  const text = JSON.stringify(entries);
  const [taken, parsed] = await timesInTurn(
    { n: 15, warmUp: 3 },
    () => sessions.read(session),
    () => JSON.parse(text),
  );
  const conversation = [{ id: 'nobody', role: 'user' as const, parts: [] }];
  const line = { sessionId: session, now: '' };
  const all = mainOf(await sessions.read(session));
  const [followed] = await timesInTurn(
    { n: 10, warmUp: 2 },
    () => goOn(all, conversation, line),
    () => JSON.parse(text),
  );
  const baseline = 'parsing its JSON once';
  return [
    beside(`claude-sessions.load.${size}MB`, taken, baseline, parsed),
    beside(`claude-sessions.follow.${size}MB`, followed, baseline, parsed),
  ];
}

async function appended(sessions: Sessions): Promise<Figure> {
  const held = await sessions.take('append');
  const turn = (run: number): readonly Entry[] =>
    Array.from({ length: TURN_ENTRIES }, (_, at) => ({
      type: 'user',
      uuid: `${run}-${at}`,
      message: { content: entryText(run, at) },
    }));
  const [taken, bare] = await timesInTurn(
    { n: 100, warmUp: 10 },
    (run) => held.append(MAIN, turn(run)),
    (run) => JSON.parse(JSON.stringify(turn(run))),
  );
  return beside('claude-sessions.append', taken, 'spelling and parsing its entries', bare);
}

const words = transcript(TURN_BYTES * 40);
const entryText = (run: number, at: number) => {
  const length = TURN_BYTES / TURN_ENTRIES;
  const from = Math.abs((run * TURN_ENTRIES + at) * length) % (words.length - length);
  return words.slice(from, from + length);
};

/** Whole turns of the real program with four calls of tools, against an API that answers at once. */
async function heard(place: Place): Promise<Figure> {
  const calls = ['one', 'two', 'three', 'four'].map((command) => ({
    calls: [{ name: 'Bash', arguments: { command: `echo ${command}`, description: 'says' } }],
  }));
  let at = 0;
  const script = [...calls, { calls: [{ name: 'new_answer', arguments: { content: '42.' } }] }];
  const server = await startClaudeCodeServer({
    respond: () => script[at++ % script.length] ?? {},
  });
  const turn = async (run: number, hear?: () => Promise<Heard>) => {
    at = 0;
    const tools = decisionTools(2);
    const asked: ModelCall = {
      messages: [{ id: `m${run}`, role: 'user', parts: [{ type: 'text', text: 'Why?' }] }],
      tools,
      allowedTools: tools.map(({ name }) => name),
      sequence: 0,
      signal: new AbortController().signal,
      ...(hear && { hear }),
    };
    const call = backendFor(`${run} ${hear !== undefined}`).call(asked);
    while (!(await call.next()).done);
  };
  const backendFor = (session: string) =>
    createClaudeCode({
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
  const news = async () => ({
    text: `What others did.\n${entryText(0, 0)}`,
    allowedTools: ['new_answer', 'vote'],
  });
  const [taken, deaf] = await timesInTurn(
    { n: 12, warmUp: 1 },
    (run) => turn(run, news),
    (run) => turn(run),
  );
  await server.close();
  return beside('claude-sessions.heard', taken, 'the same turn without', deaf);
}
