import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ModelCall } from '../../../lib/core/agent/backend.ts';
import type { Part } from '../../../lib/core/message/part.ts';
import { Fault } from '../../../lib/core/shared/faults.ts';
import { type Move, newAnswer, toolCall, transcript, vote, words } from '../agent/_model.ts';
import { house } from './_house.ts';

type Asked = Omit<ModelCall, 'signal'>;

/** What a model may do at a call: decide well, badly, not at all, or with members in an odd order. */
const move: fc.Arbitrary<readonly Part[]> = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }).map((text) => [newAnswer(text)]),
  fc.constantFrom('agent1', 'agent2', 'agent9').map((target) => [vote(target)]),
  fc.constant([words('Hm.')]),
  fc.constant([newAnswer('One.'), vote('agent1')]),
  fc.constant([words('Hm.'), toolCall('new_answer', { more: { z: 1, a: 2 }, content: 'Odd.' })]),
);
const moves: fc.Arbitrary<readonly Move[]> = fc.array(move, { minLength: 12, maxLength: 12 });

const isPrefix = (short: readonly string[], long: readonly string[]) =>
  expect(long.slice(0, short.length)).toEqual(short);

/** What an agent was asked in each of its turns, one list of calls for each. */
async function turnsOf(agents: Readonly<Record<string, readonly Move[]>>, rounds: number) {
  const { ask, askedOf } = house({ agents, agentFailures: 100, rounds });
  const { hold, run } = await ask();
  const turns: (readonly Asked[])[] = [];
  for (let closed = 0; closed < rounds; closed += 1) {
    const before = askedOf('ada').length;
    if ((await hold(closed)).kind !== 'round') break;
    turns.push(askedOf('ada').slice(before));
  }
  return { turns: turns.filter((calls) => calls.length > 0), run: await run() };
}

it(
  'what an agent was told stays as it was told, byte by byte, from call to call and from round to round',
  () =>
    fc.assert(
      fc.asyncProperty(moves, moves, async (ada, bob) => {
        const { turns, run } = await turnsOf({ ada, bob }, 4);
        const failed = run.turns
          .filter(({ agent }) => agent === 'ada')
          .map(({ outcome }) => outcome === 'failed');
        for (const calls of turns)
          for (const [at, { messages }] of calls.entries())
            isPrefix(transcript(calls[at - 1]?.messages ?? []).slice(0, -1), transcript(messages));
        for (const [at, [next]] of turns.entries()) {
          const before = turns[at - 1]?.at(-1)?.messages ?? [];
          if (!failed[at - 1]) isPrefix(transcript(before), transcript(next?.messages ?? []));
        }
      }),
      { numRuns: 25 },
    ),
  120_000,
);

it(
  'the tools are byte-identical in every call of a run, and calls are counted',
  () =>
    fc.assert(
      fc.asyncProperty(moves, async (ada) => {
        const { turns } = await turnsOf(
          { ada, bob: [[newAnswer('No reason.')], [vote('agent2')]] },
          3,
        );
        const calls = turns.flat();
        expect(new Set(calls.map(({ tools }) => JSON.stringify(tools))).size).toBe(1);
        expect(calls.map(({ sequence }) => sequence)).toEqual(calls.map((_, at) => at));
      }),
      { numRuns: 10 },
    ),
  120_000,
);

it('a turn that failed is forgotten by its agent, whose next turn goes on from the one before', async () => {
  const cut = new Fault('backend.refused', { backend: 'scripted' });
  const { turns } = await turnsOf(
    {
      ada: [[newAnswer('One.')], [words('Hm.')], cut, [vote('agent1')]],
      bob: [[newAnswer('No reason.')]],
    },
    3,
  );
  const [first, failed, next] = turns.map((calls) => transcript(calls.at(-1)?.messages ?? []));
  isPrefix(first ?? [], next ?? []);
  expect(next?.join()).not.toContain('Hm.');
  expect(failed?.join()).toContain('Hm.');
});
