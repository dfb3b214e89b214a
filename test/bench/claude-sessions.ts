import { Entry, MAIN } from '../../lib/claude-code/sessions/entry.ts';
import { goOn } from '../../lib/claude-code/sessions/go-on.ts';
import type { Sessions } from '../../lib/claude-code/sessions/sessions.ts';
import { mainOf } from '../../lib/claude-code/sessions/standing.ts';
import { hasClaudeCode } from '../support/claude-code.ts';
import { inPlace } from './_bench-log.ts';
import { heard, sessionsIn, shared } from './claude-turns.ts';
import { beside, type Figure, timesInTurn } from './measure.ts';
import { transcript } from './transcript.ts';

const SIZES = [1, 5, 20] as const;
const MB = 1_000_000;
/** As a first turn of Claude Code leaves them: 36 entries, 77 kB. */
const TURN_ENTRIES = 36;
const TURN_BYTES = 77_000;

/** A session's way into the store and out of it; and what hearing and sharing in its midst add to a real turn. */
export async function claudeSessions(): Promise<readonly Figure[]> {
  const stored = await inPlace(async (place) => {
    const sessions = sessionsIn(place);
    const loads = [];
    for (const size of SIZES) loads.push(...(await loaded(sessions, size)));
    return [...loads, await appended(sessions)];
  });
  return hasClaudeCode ? [...stored, await inPlace(heard), await inPlace(shared)] : stored;
}

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
