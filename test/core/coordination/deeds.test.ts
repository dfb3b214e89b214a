import { describe, expect, it } from 'vitest';
import type { ModelCall } from '../../../lib/core/agent/backend.ts';
import { READ_CONTEXT } from '../../../lib/core/agent/reading-tool.ts';
import { runItems } from '../../../lib/core/coordination/run-items.ts';
import type { Message } from '../../../lib/core/message/message.ts';
import { Fault } from '../../../lib/core/shared/faults.ts';
import { newAnswer, saying, toolCall, words } from '../agent/_model.ts';
import { house } from './_house.ts';

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
        ({ did }: ModelCall) => {
          told.push(did !== undefined);
          home.clock.pass(1_000);
          did?.(steps.slice(0, 2));
          home.clock.pass(1_000);
          did?.(steps.slice(2));
          return { steps, message: last() };
        },
      ],
      bob: [[newAnswer('Bob’s.')]],
    },
  });
  return { ...home, told };
}

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
      item: runItems(order.run).deedOf('ada', 'look-1'),
      tags: ['message'],
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
});
