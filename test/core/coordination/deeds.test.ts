import { describe, expect, it } from 'vitest';
import type { ModelCall } from '../../../lib/core/agent/backend.ts';
import type { Deed, Sharer } from '../../../lib/core/agent/deed.ts';
import { READ_CONTEXT } from '../../../lib/core/agent/reading-tool.ts';
import type { ItemKind } from '../../../lib/core/context/item.ts';
import type { PutOperation } from '../../../lib/core/context/operation.ts';
import { runItems } from '../../../lib/core/coordination/run-items.ts';
import type { Author } from '../../../lib/core/message/author.ts';
import type { Message } from '../../../lib/core/message/message.ts';
import { Fault } from '../../../lib/core/shared/faults.ts';
import type { StillClock } from '../../support/still-clock.ts';
import { newAnswer, saying, toolCall, words } from '../agent/_model.ts';
import { address, house } from './_house.ts';

const looks = (at: number, tool = 'Bash'): Message => ({
  id: `look-${at}`,
  role: 'assistant',
  parts: [words(`Looking ${at}.`), toolCall(tool, {}, `call-${at}`)],
});

const finds = (at: number): Message => ({
  id: `find-${at}`,
  role: 'tool',
  parts: [
    {
      type: 'tool_result',
      call: `call-${at}`,
      content: [{ type: 'text', text: `Found ${at}.` }],
      error: false,
    },
  ],
});

const steps = [looks(1), finds(1), looks(2), finds(2)];

const asItIsShared = (message: Message, { agent, area }: Sharer): Deed => ({
  author: { agent, backend: 'first' },
  operations: [
    {
      op: 'put',
      item: `${area}${message.id}`,
      kind: 'message',
      body: JSON.parse(JSON.stringify({ ...message, author: { agent, backend: 'first' } })),
      tags: ['session:s', `uuids:${message.id}..${message.id}`],
    },
  ],
});

const pieceOf = (id: string, kind: ItemKind, author: Author): Deed => ({
  author,
  operations: [{ op: 'put', item: id, kind, body: { text: `What ${id} says.` } }],
});

/** A turn that tells what it does, two steps at a time, a second after one another. */
function working(
  sharing: 'transcript' | 'answers',
  last: () => Message = answer,
  steps = [looks(1), finds(1), looks(2), finds(2)],
) {
  const told: boolean[] = [];
  const home = house({
    hears: true,
    sharing,
    agents: {
      ada: [
        ({ sharer }: ModelCall) => {
          told.push(sharer !== undefined);
          const share = (from: number, to: number) =>
            sharer?.take(steps.slice(from, to).map((step) => asItIsShared(step, sharer)));
          home.clock.pass(1_000);
          share(0, 2);
          home.clock.pass(1_000);
          share(2, 4);
          return { steps, message: last() };
        },
      ],
      bob: [[newAnswer('Bob’s.')]],
    },
  });
  return { ...home, told };
}

/** A turn of one agent that shares pieces with the clock in its hands. */
function sharing(act: (sharer: Sharer, clock: StillClock) => Promise<void> | void, also = {}) {
  const home = house({
    sharing: 'transcript',
    agents: {
      ada: [
        async ({ sharer }: ModelCall) => {
          if (sharer) await act(sharer, home.clock);
          return { message: answer() };
        },
      ],
    },
    ...also,
  });
  return home;
}

const said = (item: string): PutOperation => ({ op: 'put', item, kind: 'message', body: 'Hm.' });

/** What was begun behind a turn has come to its end. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const answer = () => saying(newAnswer('Because.'));

const stepsIn = (all: readonly { readonly cause?: { readonly step: string } | undefined }[]) =>
  all.map(({ cause }) => cause?.step);

describe('what an agent does in the midst of its turn', () => {
  it('is for all to see, but for what it has read of the context', async () => {
    const reading = [looks(1, READ_CONTEXT), finds(1), looks(2), finds(2)];
    const { ask, state } = working('transcript', answer, reading);
    const { plan, turn } = await ask();
    await plan();
    await turn('ada');
    const items = [...(await state()).items.values()];
    const sightOf = (words: string) =>
      items.filter(({ body }) => JSON.stringify(body).includes(words)).map((one) => one.visibility);
    expect(['Found 1.', 'Found 2.'].map(sightOf)).toEqual([['private'], ['shared']]);
  });

  it('is committed as it happens, and not again with the turn', async () => {
    const { ask, commits } = working('transcript');
    const { plan, turn, run, order } = await ask();
    await plan();
    await turn('ada');
    expect(stepsIn(await commits())).toEqual(['request', 'plan', 'did', 'did', 'turn']);
    const all = (await commits()).map((commit) => JSON.stringify(commit.operations)).join();
    for (const words of ['Looking 1.', 'Found 1.', 'Looking 2.', 'Found 2.'])
      expect(all.split(words)).toHaveLength(2);
    const said = (await run()).transcripts.get('ada')?.map(({ id, role }) => [role, id]);
    expect(said?.slice(1, 5)).toEqual(steps.map(({ role, id }) => [role, id]));
    expect(said?.map(([role]) => role)).toEqual([
      ...['user', 'assistant', 'tool', 'assistant', 'tool', 'assistant', 'tool'],
    ]);
    expect((await commits())[2]?.operations[0]).toMatchObject({
      item: `${runItems(order.run).deedsOf('ada')}look-1`,
      tags: ['message', 'session:s', 'uuids:look-1..look-1'],
    });
  });

  it('is seen by the others, once', async () => {
    const { ask, askedOf } = working('transcript');
    const { plan, turn } = await ask();
    await plan();
    await turn('ada');
    await turn('bob');
    const shown = JSON.stringify(askedOf('bob').at(-1)?.messages);
    for (const words of ['Looking 1.', 'Found 2.']) expect(shown.split(words)).toHaveLength(2);
  });

  it('is nobody else’s to see where transcripts are not shared', async () => {
    const { ask, commits, told } = working('answers');
    const { plan, turn } = await ask();
    await plan();
    await turn('ada');
    expect(told).toEqual([false]);
    expect(stepsIn(await commits())).toEqual(['request', 'plan', 'turn']);
  });

  it('stays when the turn fails, and is the turn’s own when that is begun again', async () => {
    let isBroken = true;
    const { ask, commits } = working('transcript', () => {
      if (!isBroken) return answer();
      isBroken = false;
      throw new Fault('backend.cut', { backend: 'scripted' });
    });
    const { plan, turn, run } = await ask();
    await plan();
    await expect(turn('ada')).rejects.toMatchObject({ code: 'backend.cut' });
    expect(stepsIn(await commits())).toEqual(['request', 'plan', 'did', 'did']);
    await turn('ada');
    expect(stepsIn(await commits())).toEqual(['request', 'plan', 'did', 'did', 'turn']);
    expect((await run()).transcripts.get('ada')).toHaveLength(7);
  });

  it('is shared a second later though nothing follows it', async () => {
    const seen: number[] = [];
    const { ask, commits } = sharing(async ({ area, take }, clock) => {
      take([pieceOf(`${area}one`, 'message', { agent: 'ada' })]);
      for (const milliseconds of [999, 1]) {
        clock.pass(milliseconds);
        await settled();
        seen.push((await commits()).length);
      }
    });
    const { plan, turn } = await ask();
    await plan();
    await turn('ada');
    expect(seen).toEqual([2, 3]);
    expect(stepsIn(await commits())).toEqual(['request', 'plan', 'did', 'turn']);
  });

  it('is committed by who said it, and what is left at the end before the turn is', async () => {
    const helper = { agent: 'ada', backend: 'first', model: 'small' };
    const { ask, commits } = sharing(({ area, take }) =>
      take([
        pieceOf(`${area}one`, 'message', { agent: 'ada' }),
        pieceOf(`${area}two`, 'summary', helper),
        pieceOf(`${area}three`, 'message', { agent: 'ada' }),
      ]),
    );
    const { plan, turn } = await ask();
    await plan();
    await turn('ada');
    const [, , one, other, last] = await commits();
    expect(one).toMatchObject({ author: { agent: 'ada' }, operations: [{}, {}] });
    expect(other).toMatchObject({ author: helper, operations: [{ tags: ['summary'] }] });
    expect(last).toMatchObject({ cause: { step: 'turn' } });
  });

  it('is a file as it was seen last, whoever wrote it in between', async () => {
    const file = (text: string, author: string): Deed => ({
      author: { agent: author },
      operations: [{ op: 'put', item: 'file/app/a.ts', kind: 'artifact', body: { text } }],
    });
    const home = sharing(async ({ take }, clock) => {
      clock.pass(1_000);
      take([file('first', 'ada')]);
      await settled();
      await home.deps.log.commit(
        address,
        {
          ...file('second', 'user'),
          author: { agent: 'user' },
          operations: [...file('second', 'user').operations],
        },
        (await home.commits()).length,
      );
      take([
        { ...file('third', 'ada'), operations: [said('x'), ...file('third', 'ada').operations] },
      ]);
    });
    const { plan, turn } = await home.ask();
    await plan();
    await turn('ada');
    const { items } = await home.state();
    expect(items.get('file/app/a.ts')).toMatchObject({ body: { text: 'third' } });
    expect(stepsIn(await home.commits()).at(-1)).toBe('turn');
  });
});
