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

/** What an agent was asked in each of its turns, and whether that turn failed. */
async function turnsOf(agents: Readonly<Record<string, readonly Move[]>>, rounds: number) {
  const { ask, askedOf } = house({ agents, agentFailures: 100, rounds });
  const { hold, run } = await ask();
  const turns: (readonly Asked[])[] = [];
  for (let closed = 0; closed < rounds; closed += 1) {
    const before = askedOf('ada').length;
    if ((await hold(closed)).kind !== 'round') break;
    turns.push(askedOf('ada').slice(before));
  }
  const outcomes = (await run()).turns.filter(({ agent }) => agent === 'ada');
  return turns
    .filter((calls) => calls.length > 0)
    .map((calls, at) => ({ calls, failed: outcomes[at]?.outcome === 'failed' }));
}

/** Each call, and the one before it that it goes on from; those of a turn that failed are forgotten. */
function neighbours(turns: Awaited<ReturnType<typeof turnsOf>>) {
  const pairs: (readonly [Asked, Asked])[] = [];
  let kept: Asked | undefined;
  for (const { calls, failed } of turns) {
    const chain = kept ? [kept, ...calls] : calls;
    for (const [at, after] of chain.slice(1).entries()) pairs.push([chain[at] ?? after, after]);
    if (!failed) kept = calls.at(-1);
  }
  return pairs;
}

function expectPrefix(before: Pick<Asked, 'messages'>, after: Pick<Asked, 'messages'>) {
  const told = transcript(before.messages);
  expect(transcript(after.messages).slice(0, told.length)).toEqual(told);
}

it(
  'what an agent was told stays as it was told, byte by byte, from call to call and from round to round',
  () =>
    fc.assert(
      fc.asyncProperty(moves, moves, async (ada, bob) => {
        const turns = await turnsOf({ ada, bob }, 4);
        for (const [before, after] of neighbours(turns)) expectPrefix(before, after);
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
        const bob = [[newAnswer('No reason.')], [vote('agent2')]];
        const calls = (await turnsOf({ ada, bob }, 3)).flatMap((turn) => turn.calls);
        expect(new Set(calls.map(({ tools }) => JSON.stringify(tools))).size).toBe(1);
        expect(calls.map(({ sequence }) => sequence)).toEqual(calls.map((_, at) => at));
      }),
      { numRuns: 10 },
    ),
  120_000,
);

it('a turn that failed is forgotten by its agent, whose next turn goes on from the one before', async () => {
  const refused = new Fault('backend.refused', { backend: 'scripted' });
  const ada = [[newAnswer('One.')], [words('Hm.')], refused, [vote('agent1')]];
  const [first, second, third] = await turnsOf({ ada, bob: [[newAnswer('No reason.')]] }, 3);
  const last = (turn: typeof first) => turn?.calls.at(-1) ?? { messages: [] };
  expect(second?.failed).toBe(true);
  expect(transcript(last(second).messages).join()).toContain('Hm.');
  expect(transcript(last(third).messages).join()).not.toContain('Hm.');
  expectPrefix(last(first), last(third));
});

it('an answer that was shown before a turn that failed is not shown again after it', async () => {
  const refused = new Fault('backend.refused', { backend: 'scripted' });
  const ada = [[newAnswer('One.')], [newAnswer('Two.')], refused, [vote('agent1')]];
  const turns = await turnsOf({ ada, bob: [[newAnswer('No reason.')], [vote('agent1')]] }, 4);
  const last = transcript(turns.at(-1)?.calls.at(-1)?.messages.slice(-1) ?? []).join();
  expect(last).toContain('agent2: unchanged, as shown above.');
  expect(last).toContain('Two.');
});
