import type { Backend, ModelCall, Reply } from '../../lib/core/agent/backend.ts';
import type { Seat } from '../../lib/core/coordination/run-deps.ts';
import type { Delta } from '../../lib/core/message/delta.ts';
import type { Part } from '../../lib/core/message/part.ts';
import { Fault } from '../../lib/core/shared/faults.ts';
import type { Ids } from '../../lib/core/shared/ids.ts';
import type { Process } from './process.ts';
import type { World } from './world.ts';

/** Milliseconds that a model takes at most. */
const SLOWEST = 20_000;

/** What a model makes of a call. */
type Decide = (asked: ModelCall) => readonly Part[];

/** A model of a run: it says something else each time, and not always something that can be taken. */
export function createModel(
  world: World,
  process: Process,
  seat: Seat,
  onCall: () => void,
): Backend {
  const { random, ids } = world;
  const decide: Decide = ({ allowedTools }) => {
    const anybody = `agent${1 + random.below(seat.team.length)}`;
    const answer = callOf(ids, 'new_answer', { content: ids.next('answer') });
    const vote = callOf(ids, 'vote', { agent_id: anybody, reason: 'It is good.' });
    if (world.suffers('nonsense'))
      return random.pick([[], [answer, vote], [callOf(ids, 'nothing', {})]]);
    if (allowedTools.length === 0) return [{ type: 'text', text: ids.next('presentation') }];
    const mayVote = allowedTools.includes('vote');
    return mayVote && random.happens(0.7) ? [vote] : [answer];
  };
  return speaking(world, process, seat, decide, onCall);
}

/** A model that is called to act on news: it answers, says a word, or has nothing to say. */
export function createReactor(world: World, process: Process, seat: Seat): Backend {
  const { random, ids } = world;
  const decide: Decide = () =>
    random.pick<readonly Part[]>([
      [callOf(ids, 'new_answer', { content: ids.next('answer') })],
      [{ type: 'text', text: ids.next('word') }],
      [{ type: 'text', text: 'Nothing.' }],
    ]);
  return speaking(world, process, seat, decide, () => undefined);
}

const callOf = (ids: Ids, name: string, args: Readonly<Record<string, string>>): Part => ({
  type: 'tool_call',
  id: ids.next('call'),
  name,
  arguments: args,
});

function speaking(
  world: World,
  process: Process,
  { agent, backend }: Seat,
  decide: Decide,
  onCall: () => void,
): Backend {
  const { random, ids } = world;
  const { type = '' } = agent.backends[backend] ?? {};
  const unavailable = () => new Fault('backend.unavailable', { backend: type });

  const fails = (): Fault =>
    random.pick<Fault>([
      unavailable(),
      new Fault('backend.cut', { backend: type }),
      new Fault('backend.rateLimited', { backend: type, retryAfterSeconds: random.below(5) }),
      new Fault('backend.unauthorised', { backend: type }),
    ]);

  return {
    type,
    model: `${type}-1`,
    async *call(asked): AsyncGenerator<Delta, Reply> {
      onCall();
      const say = async () => decide(asked);
      await process.clock.pause(random.below(SLOWEST), asked.signal);
      if (world.suffers('no model')) throw fails();
      const parts = await process.act(`asks the model of ${agent.id}`, say, unavailable);
      asked.signal.throwIfAborted();
      yield { type: 'text', text: '' };
      const usage = { inputTokens: 100, outputTokens: 10 };
      return {
        message: { id: ids.next('reply'), role: 'assistant', parts: [...parts], usage },
        losses: [],
      };
    },
  };
}
