import type { Backend, ModelCall, Reply } from '../../lib/core/agent/backend.ts';
import type { Seat } from '../../lib/core/coordination/run-deps.ts';
import type { Delta } from '../../lib/core/message/delta.ts';
import type { Part } from '../../lib/core/message/part.ts';
import { Fault } from '../../lib/core/shared/faults.ts';
import type { Process } from './process.ts';
import type { World } from './world.ts';

/** Milliseconds that a model takes at most. */
const SLOWEST = 20_000;

/** A model that says something else each time it is asked, and not always something that can be taken. */
export function createModel(
  world: World,
  process: Process,
  { agent, backend, team }: Seat,
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

  const call = (name: string, args: Readonly<Record<string, string>>): Part => ({
    type: 'tool_call',
    id: ids.next('call'),
    name,
    arguments: args,
  });

  const decision = ({ allowedTools }: ModelCall): readonly Part[] => {
    const anybody = `agent${1 + random.below(team.length)}`;
    const answer = call('new_answer', { content: ids.next('answer') });
    const vote = call('vote', { agent_id: anybody, reason: 'It is good.' });
    if (world.suffers('nonsense')) return random.pick([[], [answer, vote], [call('nothing', {})]]);
    if (allowedTools.length === 0) return [{ type: 'text', text: ids.next('presentation') }];
    const mayVote = allowedTools.includes('vote');
    return mayVote && random.happens(0.7) ? [vote] : [answer];
  };

  return {
    type,
    model: `${type}-1`,
    async *call(asked): AsyncGenerator<Delta, Reply> {
      onCall();
      const say = async () => decision(asked);
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
