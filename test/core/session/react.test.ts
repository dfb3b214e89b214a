import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Agent } from '../../../lib/core/agent/agent.ts';
import { mainBranch } from '../../../lib/core/context/address.ts';
import { createCursors } from '../../../lib/core/context/cursor.ts';
import type { Visibility } from '../../../lib/core/context/item.ts';
import type { Operation } from '../../../lib/core/context/operation.ts';
import type { ReactDeps, Reaction } from '../../../lib/core/session/post.ts';
import { react } from '../../../lib/core/session/react.ts';
import { createReactors } from '../../../lib/core/session/reactors.ts';
import { Fault } from '../../../lib/core/shared/faults.ts';
import { toSubscription } from '../../../lib/core/view/subscription.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { hastyClock } from '../../support/still-clock.ts';
import { type Move, newAnswer, saying, scriptedModel, transcript, words } from '../agent/_model.ts';

const address = mainBranch('tenant', 'ctx');
const agentNamed = (id: string): Agent => ({ id, backends: [{ type: 'scripted', options: {} }] });

interface Plot {
  /** Who is called, on what, and what its model does then. */
  readonly agents: Readonly<Record<string, readonly Move[]>>;
  readonly wants?: object;
  readonly costUsd?: number | null;
}

/** A context in which agents act on notes. */
async function world({ agents, wants = {}, costUsd = null }: Plot) {
  const clock = hastyClock();
  const { log, table, open, ids } = memoryLog({ clock });
  const models = new Map(
    Object.entries(agents).map(([id, moves]) => [id, scriptedModel(...moves)]),
  );
  const told: Reaction[] = [];
  const reactors = createReactors({ table, log });
  const deps: ReactDeps = {
    log,
    clock,
    ids,
    reactors,
    cursorsOf: (consumer) => createCursors(table, consumer),
    costOf: () => costUsd,
    backendFor: ({ agent }) => models.get(agent.id) ?? scriptedModel(),
    onReaction: (reaction) => void told.push(reaction),
  };
  const subscribed = Object.keys(agents).map((id) => ({
    subscription: toSubscription({ agent: id, kinds: ['note', 'answer'], then: 'act', ...wants }),
    agent: agentNamed(id),
    run: 'run_1',
  }));
  await reactors.set(address, subscribed);
  const note = (body: string, more: Partial<Extract<Operation, { op: 'put' }>> = {}) =>
    log.commit(address, {
      author: { agent: 'user' },
      operations: [{ op: 'put', item: `note-${body}`, kind: 'note', body, ...more }],
    });
  return {
    clock,
    table,
    log,
    deps,
    reactors,
    subscribed,
    note,
    told: () =>
      told.splice(0).map(({ kind, agent, by }) => [agent, kind, by].filter(Boolean).join(' ')),
    wake: () => react(deps)(address),
    /** Another process, with nothing in memory. */
    twin: () => react({ ...deps, log: open() })(address),
    askedOf: (agent: string) => models.get(agent)?.asked ?? [],
    said: async () =>
      [...(await log.history(address)).state.items.values()]
        .filter(({ id }) => id.endsWith('/said'))
        .map(({ kind, author, body }) => ({ kind, by: author.agent, body })),
    standing: async () => (await reactors.of(address))[0]?.standing,
  };
}

it('an agent says what it has to say about the news, as a note that tells who called it', async () => {
  const { note, wake, said, askedOf, log } = await world({ agents: { bob: [[words('Seen.')]] } });
  await note('The cache is cold.');
  await wake();
  expect(await said()).toEqual([{ kind: 'note', by: 'bob', body: 'Seen.' }]);
  const [asked] = askedOf('bob');
  expect(transcript(asked?.messages ?? []).join()).toMatch(
    /<<< note note-The cache.*The cache is cold/s,
  );
  expect((await log.head(address)).version).toBe(2);
  expect((await log.at(address, 2)).cause).toEqual({
    run: 'run_1',
    step: 'react',
    agent: 'bob',
    depth: 1,
  });
});

it('an answer that it gives is one, and a word about nothing is none', async () => {
  const model = [[newAnswer('All of it.')], [words('Nothing.')]];
  const { note, wake, said, told } = await world({ agents: { bob: model } });
  await note('a');
  await wake();
  await note('b');
  await wake();
  expect(await said()).toEqual([
    { kind: 'answer', by: 'bob', body: { agent: 'bob', content: 'All of it.' } },
  ]);
  expect(told()).toEqual(['bob acted', 'bob silent']);
});

it('what stood before it was asked for, what it wrote itself and what nobody asked for is no news', async () => {
  const { note, wake, askedOf, reactors, subscribed, log } = await world({
    agents: { bob: [[words('Seen.')]] },
  });
  await reactors.set(address, []);
  await note('before');
  await reactors.set(address, subscribed);
  await wake();
  await log.commit(address, {
    author: { agent: 'bob' },
    operations: [{ op: 'put', item: 'mine', kind: 'note', body: 'mine' }],
  });
  await note('vote', { kind: 'vote' });
  await wake();
  expect(askedOf('bob')).toEqual([]);
});

it.each<[Visibility, Visibility]>([
  [
    ['bob', 'ada'],
    ['user', 'bob', 'ada'],
  ],
  ['shared', 'shared'],
])('what is said about news for %j can be seen by %j', async (visibility, audience) => {
  const { note, wake, log } = await world({ agents: { bob: [[words('Seen.')]] } });
  await note('a', { visibility });
  await wake();
  const { state } = await log.history(address);
  const said = [...state.items.values()].find(({ id }) => id.endsWith('/said'));
  expect(said?.visibility).toEqual(audience);
});

type Wake = () => Promise<void>;

const fates = {
  lost: async () => undefined,
  delivered: (wake: Wake) => wake(),
  twice: (wake: Wake, twin: Wake) => wake().then(twin),
  twins: (wake: Wake, twin: Wake) => Promise.all([wake(), twin(), wake(), twin()]),
  late: async (wake: Wake, twin: Wake, late: Wake[]) => void late.push(wake, twin),
};

it('however deliveries and deaths fall, each news is acted on once and no model is called twice for it', async () => {
  const fate = fc.constantFrom(...(Object.keys(fates) as (keyof typeof fates)[]));
  await fc.assert(
    fc.asyncProperty(fc.array(fate, { minLength: 1, maxLength: 8 }), async (chosen) => {
      const { note, wake, twin, askedOf, clock } = await world({
        agents: { bob: [[words('Seen.')]] },
        wants: { bounds: { perMinute: 100 } },
      });
      const late: (() => Promise<void>)[] = [];
      for (const [at, one] of chosen.entries()) {
        await note(`news ${at}.`);
        await fates[one](wake, twin, late);
      }
      await Promise.all(late.map((event) => event()));
      clock.pass(1000);
      await wake();
      const asked = askedOf('bob').map(({ messages }) => transcript(messages).join());
      for (const at of chosen.keys())
        expect(asked.filter((text) => text.includes(`\\nnews ${at}.\\n`))).toHaveLength(1);
    }),
    { numRuns: 30 },
  );
});

it('an act that landed before its process died is found, and not done again', async () => {
  const { note, wake, twin, askedOf, deps } = await world({ agents: { bob: [[words('Seen.')]] } });
  await note('a');
  const dies: ReactDeps = {
    ...deps,
    log: {
      ...deps.log,
      commit: async (...draft) => {
        await deps.log.commit(...draft);
        throw new Fault('store.unreachable', { place: 'the table', detail: 'gone' });
      },
    },
  };
  await expect(react(dies)(address)).rejects.toMatchObject({ code: 'store.unreachable' });
  await twin();
  await wake();
  expect(askedOf('bob')).toHaveLength(1);
});

it('while one process acts another leaves it alone, until its time is up', async () => {
  const { note, twin, told, deps, askedOf, clock } = await world({
    agents: { bob: [[words('Seen.')]] },
  });
  await note('a');
  const dead = { ...deps, backendFor: () => ({ ...scriptedModel(() => new Promise(() => {})) }) };
  react(dead)(address).catch(() => undefined);
  await new Promise((resolve) => setImmediate(resolve));
  await twin();
  expect(told()).toEqual(['bob busy']);
  clock.pass(6 * 60_000);
  await twin();
  expect(askedOf('bob')).toHaveLength(1);
});

it('an act that lands behind its time covers what it was called on, and the rest is acted on', async () => {
  const awake = Promise.withResolvers<void>();
  let slow: Promise<void> | undefined;
  const { note, twin, deps, clock, askedOf, said } = await world({
    agents: {
      bob: [
        [words('Seen a.')],
        async () => {
          awake.resolve();
          await slow;
          return { message: saying(words('Seen a and b.')) };
        },
        [words('Seen b.')],
      ],
    },
  });
  await note('a');
  const asleep = Promise.withResolvers<void>();
  const sleeper: ReactDeps = {
    ...deps,
    log: {
      ...deps.log,
      commit: async (...draft) => {
        asleep.resolve();
        await awake.promise;
        await deps.log.commit(...draft);
        throw new Fault('store.unreachable', { place: 'the table', detail: 'gone' });
      },
    },
  };
  slow = react(sleeper)(address).catch(() => undefined);
  await asleep.promise;
  clock.pass(6 * 60_000);
  await note('b');
  await twin();
  expect((await said()).map(({ body }) => body)).toEqual(['Seen a.', 'Seen b.']);
  expect(askedOf('bob')).toHaveLength(3);
});

it('agents that answer one another come to an end, and the row says what ended it', async () => {
  const { note, wake, said, told, reactors } = await world({
    agents: { ada: [[words('And you?')]], bob: [[words('And you?')]] },
    wants: { bounds: { depth: 3 } },
  });
  await note('Hello.');
  for (let events = 0; events < 10; events += 1) await wake();
  expect((await said()).length).toBeLessThanOrEqual(6);
  expect(told().filter((one) => one.includes('held depth')).length).toBeGreaterThan(0);
  const standings = (await reactors.of(address)).map(({ standing }) => standing.held?.by);
  expect(standings).toContain('depth');
});

it('more news than it may act on in a minute waits, and is dealt with together afterwards', async () => {
  const { note, wake, told, standing, clock, askedOf } = await world({
    agents: { bob: [[words('Seen.')]] },
    wants: { bounds: { perMinute: 2 } },
  });
  for (const body of ['a', 'b', 'c', 'd']) {
    await note(body);
    await wake();
  }
  expect(told()).toEqual(['bob acted', 'bob acted', 'bob held rate', 'bob held rate']);
  expect(await standing()).toMatchObject({ held: { by: 'rate', branch: 'main' } });
  clock.pass(61_000);
  await wake();
  expect(askedOf('bob')).toHaveLength(3);
});

it('when its money is spent it is called no more, and that is told', async () => {
  const { note, wake, told, standing, askedOf } = await world({
    agents: { bob: [[words('Seen.')]] },
    wants: { bounds: { usd: 0.5 } },
    costUsd: 0.3,
  });
  for (const body of ['a', 'b', 'c']) {
    await note(body);
    await wake();
  }
  expect(askedOf('bob')).toHaveLength(2);
  expect(told()).toEqual(['bob acted', 'bob acted', 'bob held money']);
  expect(await standing()).toMatchObject({ held: { by: 'money' }, acting: null });
});

it('an agent that fails is tried as often as the bus calls, then left with its fault in its row', async () => {
  const fault = new Fault('backend.unauthorised', { backend: 'scripted' });
  const { note, wake, told, standing, askedOf } = await world({
    agents: { bob: [fault, fault, fault, [words('Seen.')]] },
  });
  await note('a');
  await expect(wake()).rejects.toBe(fault);
  await expect(wake()).rejects.toBe(fault);
  await wake();
  await wake();
  expect(askedOf('bob')).toHaveLength(3);
  expect(told()).toEqual(['bob failed', 'bob failed', 'bob left']);
  expect(await standing()).toMatchObject({
    trouble: { tries: 3, fault: { code: 'backend.unauthorised' } },
    acting: null,
  });
  await note('b');
  await wake();
  expect(await standing()).toMatchObject({ trouble: null });
});

it('one that fails keeps no other waiting', async () => {
  const fault = new Fault('backend.unavailable', { backend: 'scripted' });
  const { note, wake, said } = await world({ agents: { ada: [fault], bob: [[words('Seen.')]] } });
  await note('a');
  await expect(wake()).rejects.toBe(fault);
  expect(await said()).toHaveLength(1);
});

it('whoever is asked for again keeps its standing, and who is not asked for is not called any more', async () => {
  const { note, wake, reactors, subscribed, standing, askedOf } = await world({
    agents: { bob: [[words('Seen.')]] },
  });
  await note('a');
  await wake();
  await reactors.set(
    address,
    subscribed.map((one) => ({ ...one, run: 'run_2' })),
  );
  expect((await standing())?.called).toHaveLength(1);
  expect((await reactors.of(address))[0]?.run).toBe('run_2');
  await reactors.set(address, []);
  await note('b');
  await wake();
  expect(askedOf('bob')).toHaveLength(1);
});
