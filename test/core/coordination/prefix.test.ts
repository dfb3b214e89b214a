import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ModelCall } from '../../../lib/core/agent/backend.ts';
import { estimateTokens } from '../../../lib/core/message/tokens.ts';
import { dialects } from '../../../lib/dialects/dialects.ts';
import { newAnswer, words } from '../agent/_model.ts';
import { house } from './_house.ts';

type Asked = Omit<ModelCall, 'signal' | 'hear'>;

const BUDGET = 600;
const SHARE = 0.5;
/** Marks and sentences around what is shown. */
const FRAME = 120;

const makers = ['anthropic-messages', 'openai-responses', 'openai-chat', 'gemini'] as const;

/** What each maker is sent of the conversation, byte by byte, without the brackets that close it. */
const sent = ({ messages }: Asked): readonly string[] =>
  makers.map((name) => {
    const { request } = dialects[name].render(messages, 'model');
    const { system, systemInstruction, ...rest } = JSON.parse(JSON.stringify(request));
    const said = rest.messages ?? rest.input ?? rest.contents;
    return JSON.stringify([system, systemInstruction, said]).replace(/[\]}]+$/, '');
  });

const shownIn = ({ messages }: Asked) =>
  JSON.stringify(messages).match(/Shared, \S+ (\d+):/g) ?? [];
const layingOf = (asked: Asked) => Number(/(\d+):$/.exec(shownIn(asked).at(-1) ?? '0:')?.[1]);

/** What ada does in one round, in letters, and what is noted beside it. */
const round = fc.record({ letters: fc.nat(900), answer: fc.nat(60) });

/** A run in which bob is asked round after round, while ada says so much. */
async function rounds(script: readonly { readonly letters: number; readonly answer: number }[]) {
  const said = (letters: number) => 'word '.repeat(letters / 5 + 1);
  const story = house({
    agents: {
      ada: script.map(({ letters, answer }, at) => [
        words(`${at} ${said(letters)}`),
        newAnswer(`${at} ${said(answer)}`),
      ]),
      bob: script.map((_, at) => [newAnswer(`No ${at}.`)]),
    },
    sharing: 'transcript',
    view: { budget: BUDGET, compression: { share: SHARE } },
    rounds: script.length + 1,
    answersPerAgent: script.length,
  });
  const { hold } = await story.ask();
  for (let closed = 0; closed < script.length; closed += 1) await hold(closed);
  return story.askedOf('bob');
}

/** What the next request is beside the one before it. */
function compare(before: Asked, next: Asked) {
  const layings = layingOf(next) - layingOf(before);
  expect(layings).toBeOneOf([0, 1]);
  const names = (asked: Asked) => asked.tools.map(({ name }) => name);
  expect(names(before)).toEqual(names(next).slice(0, before.tools.length));
  if (layings === 0) {
    expect(next.tools).toEqual(before.tools);
    const bodies = sent(next);
    for (const [maker, body] of sent(before).entries())
      expect(bodies[maker]?.startsWith(body)).toBe(true);
  } else {
    const shown = /Shared, \S+ \d+:.*?(?="\})/.exec(JSON.stringify(next.messages))?.[0] ?? '';
    expect(shown).not.toBe('');
    expect(estimateTokens(shown)).toBeLessThanOrEqual(BUDGET * SHARE + FRAME);
  }
  return layings;
}

it('what a maker has cached stays byte by byte, until the view is laid anew: once, with room to grow', async () => {
  let laidAnew = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(round, { minLength: 2, maxLength: 6 }), async (script) => {
      const asked = await rounds(script);
      expect(asked.length).toBeGreaterThanOrEqual(script.length);
      for (const [at, next] of asked.slice(1).entries())
        laidAnew += compare(asked[at] as Asked, next);
    }),
    { numRuns: 30 },
  );
  expect(laidAnew).toBeGreaterThan(0);
});
