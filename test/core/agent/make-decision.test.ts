import { describe, expect, it } from 'vitest';
import type { Heard } from '../../../lib/core/agent/backend.ts';
import type { Ballot, Candidate } from '../../../lib/core/agent/ballot.ts';
import type { CallRecord } from '../../../lib/core/agent/call-record.ts';
import { resultOf } from '../../../lib/core/agent/conversation.ts';
import { decisionTools } from '../../../lib/core/agent/decision-tools.ts';
import { MAX_ATTEMPTS, makeDecision } from '../../../lib/core/agent/make-decision.ts';
import { emptyToolbox, type Toolbox } from '../../../lib/core/agent/toolbox.ts';
import type { Scene } from '../../../lib/core/agent/turn.ts';
import type { Message } from '../../../lib/core/message/message.ts';
import { Fault } from '../../../lib/core/shared/faults.ts';
import { nothingViewed } from '../../../lib/core/view/viewed.ts';
import { countedIds } from '../../support/counted-ids.ts';
import { stillClock } from '../../support/still-clock.ts';
import { type Move, newAnswer, saying, scriptedModel, toolCall, vote, words } from './_model.ts';

const NONCE = 'n0nce';
const ada: Candidate = { anonymousId: 'agent1', agent: 'ada', version: 4, content: 'Because.' };
const bob: Candidate = { anonymousId: 'agent2', agent: 'bob', version: 7, content: 'No reason.' };
const empty: Ballot = { candidates: [], mayAnswer: true };
const adasAnswer: Ballot = { candidates: [ada], mayAnswer: true };
const both: Ballot = { candidates: [ada, bob], mayAnswer: true };

const asked: Message = { id: 'asked', role: 'user', parts: [words('Why?')] };
const system: Message = { id: 'system', role: 'system', parts: [words('You are agent2.')] };

interface Turn {
  readonly shows?: Ballot;
  /** What stands at each look; the last for ever. */
  readonly looks?: readonly (Ballot | Error)[];
  readonly moves: readonly Move[];
  readonly toolbox?: Toolbox;
  readonly builtInTools?: 'beside' | 'apart';
  readonly hears?: boolean;
}

/** Lets bob decide. */
async function decide({ shows = empty, looks = [shows], moves, ...more }: Turn) {
  const backend = scriptedModel(...moves);
  const { toolbox = emptyToolbox, builtInTools, hears } = more;
  const seen: (readonly CallRecord[])[] = [];
  const scene: Scene = {
    author: { agent: 'bob' },
    anonymousId: 'agent2',
    nonce: NONCE,
    tools: decisionTools(2),
    toolbox,
    callsBefore: 5,
    conversation: [system, asked],
    recorded: 1,
    ballot: shows,
    viewed: nothingViewed,
    signal: new AbortController().signal,
  };
  const clock = stillClock();
  const outcome = await makeDecision(
    {
      backend: { ...backend, ...(builtInTools && { builtInTools }), ...(hears && { hears }) },
      clock,
      ids: countedIds(),
      costOf: () => 0.25,
      onDelta: () => undefined,
      deadline: new Date(clock.now().getTime() + 60_000),
      look: async (calls) => {
        seen.push([...calls]);
        const look = looks[Math.min(seen.length, looks.length) - 1] ?? shows;
        if (look instanceof Error) throw look;
        return { ballot: look };
      },
    },
    scene,
  );
  return { outcome, asked: backend.asked, seen, scene };
}

const lastOf = (messages: readonly Message[] | undefined) => messages?.at(-1);
const textIn = (message: Message | undefined) =>
  message?.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');

describe('an agent that decides at once', () => {
  it('answers, and its turn adds what was asked, said and acknowledged', async () => {
    const { outcome } = await decide({ moves: [[words('Hm.'), newAnswer('Because.', 'call_a')]] });
    expect(outcome).toMatchObject({
      kind: 'decided',
      decided: { kind: 'answer', content: 'Because.' },
      judged: {},
      messages: [
        asked,
        {
          role: 'assistant',
          author: { agent: 'bob', backend: 'scripted', model: 'script-1' },
          parts: [words('Hm.'), { id: 'call_a' }],
        },
        {
          role: 'tool',
          parts: [
            { type: 'tool_result', call: 'call_a', content: [words('Recorded.')], error: false },
          ],
        },
      ],
      calls: [{ backend: 'scripted', model: 'script-1', costUsd: 0.25, losses: {} }],
    });
  });

  it('votes on the answers that it was shown', async () => {
    const { outcome } = await decide({ shows: both, moves: [[vote('agent1')]] });
    expect(outcome).toMatchObject({
      decided: { kind: 'vote', for: 'ada' },
      judged: { ada: 4, bob: 7 },
    });
  });

  it('is asked with the tools of the run, those that are allowed now, and its place in the run', async () => {
    const { asked: calls, scene } = await decide({ moves: [[newAnswer('Because.')]] });
    expect(calls).toEqual([
      {
        messages: scene.conversation,
        tools: decisionTools(2),
        allowedTools: ['new_answer'],
        sequence: 5,
      },
    ]);
    const votesOnly = { candidates: [ada], mayAnswer: false };
    const voting = await decide({ shows: votesOnly, moves: [[vote('agent1')]] });
    expect(voting.asked[0]?.allowedTools).toEqual(['vote']);
    const open = await decide({ shows: both, moves: [[vote('agent1')]] });
    expect(open.asked[0]?.allowedTools).toEqual(['new_answer', 'vote']);
  });
});

describe('an agent that decides nothing valid', () => {
  it('is told with a result for each of its calls', async () => {
    const calls = [newAnswer('Mine.', 'call_a'), vote('agent1', 'x', 'call_b')];
    const { outcome, asked: requests } = await decide({
      shows: both,
      moves: [calls, [vote('agent1')]],
    });
    expect(outcome.kind).toBe('decided');
    expect(lastOf(requests[1]?.messages)).toMatchObject({
      role: 'tool',
      parts: ['call_a', 'call_b'].map((call) => ({ type: 'tool_result', call, error: true })),
    });
    expect(requests.map(({ sequence }) => sequence)).toEqual([5, 6]);
  });

  it('is reminded in words when it made no call', async () => {
    const { asked: requests } = await decide({
      shows: both,
      moves: [[words('I would say: because.')], [vote('agent1')]],
    });
    const reminder = lastOf(requests[1]?.messages);
    expect(reminder).toMatchObject({ role: 'user', author: { agent: 'massgen' } });
    expect(textIn(reminder)).toBe(
      'Nothing was decided. Call exactly one tool, once: new_answer or vote. Your reply was not a tool call, so nobody saw it; new_answer and vote can be called.',
    );
  });

  it('has three attempts, all of which it sees', async () => {
    const { outcome, asked: requests } = await decide({
      moves: [[words('One.')], [toolCall('search', {})], [words('Three.')], [newAnswer('Late.')]],
    });
    expect(outcome).toMatchObject({
      kind: 'undecided',
      problem: expect.stringMatching(/^Nothing/),
    });
    expect(outcome.calls).toHaveLength(3);
    expect(requests.map(({ messages }) => messages.map(({ role }) => role))).toEqual([
      ['system', 'user'],
      ['system', 'user', 'assistant', 'user'],
      ['system', 'user', 'assistant', 'user', 'assistant', 'tool'],
    ]);
  });

  it('decides at the third attempt, and everything it was told is part of its turn', async () => {
    const { outcome, asked: requests } = await decide({
      moves: [[words('One.')], [toolCall('search', {})], [newAnswer('Because.')]],
    });
    const messages = outcome.kind === 'decided' ? outcome.messages : [];
    expect(messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
      'assistant',
      'tool',
      'assistant',
      'tool',
    ]);
    expect(messages.slice(0, 5)).toEqual(requests[2]?.messages.slice(1));
  });
});

describe('an agent that hears while it is at work', () => {
  const step: Message = { id: 'step', role: 'assistant', parts: [words('I looked.')] };

  it('is told what has landed, once, and may decide by it', async () => {
    const heard: (Heard | undefined)[] = [];
    const { outcome } = await decide({
      hears: true,
      looks: [empty, adasAnswer],
      moves: [
        async ({ hear }) => {
          heard.push(await hear?.(), await hear?.());
          return { steps: [step], message: saying(vote('agent1')) };
        },
      ],
    });
    expect(heard[0]?.text).toMatch(/^Answers have changed while you were at work/);
    expect(heard[0]?.allowedTools).toEqual(['new_answer', 'vote']);
    expect(heard[1]).toBeUndefined();
    expect(outcome).toMatchObject({ kind: 'decided', decided: { for: 'ada' } });
    const messages = outcome.kind === 'decided' ? outcome.messages : [];
    expect(messages.map(({ role }) => role)).toEqual([
      ...['user', 'assistant', 'user', 'assistant', 'tool'],
    ]);
    expect(textIn(messages[2])).toBe(heard[0]?.text);
  });

  it('learns that there must be no further call', async () => {
    const spent = new Fault('turn.overBudget', { agent: 'bob' });
    const { outcome } = await decide({
      hears: true,
      looks: [empty, spent],
      moves: [
        async ({ hear }) => {
          await expect(hear?.()).rejects.toThrow(spent);
          return saying();
        },
      ],
    });
    expect(outcome).toMatchObject({ kind: 'failed', fault: { code: 'turn.overBudget' } });
  });

  it('is not told of it where it hears nothing', async () => {
    const { outcome } = await decide({
      looks: [empty, adasAnswer],
      moves: [
        ({ hear }) => {
          expect(hear).toBeUndefined();
          return saying(newAnswer('Because.'));
        },
      ],
    });
    expect(outcome.kind).toBe('decided');
  });
});

describe('news that lands in the middle of a turn', () => {
  it('is added before the next attempt, and the vote judges what was shown', async () => {
    const { outcome, asked: requests } = await decide({
      looks: [empty, { candidates: [ada], mayAnswer: true }],
      moves: [[vote('agent1')], [vote('agent1')]],
    });
    expect(requests[1]?.messages.map(({ role }) => role)).toEqual([
      'system',
      'user',
      'assistant',
      'tool',
      'user',
    ]);
    const news = textIn(lastOf(requests[1]?.messages));
    expect(news).toMatch(/^Answers have changed while you were at work\. The answers that stand:/);
    expect(news).toContain(
      `<<< answer of agent1 ${NONCE}\nBecause.\n>>> end of answer of agent1 ${NONCE}`,
    );
    expect(outcome).toMatchObject({ decided: { for: 'ada' }, judged: { ada: 4 } });
  });

  it('is added to what was said last when that was said to the model', async () => {
    const { asked: requests } = await decide({
      looks: [{ candidates: [ada], mayAnswer: true }, both],
      moves: [[words('Hm.')], [vote('agent1')]],
    });
    expect(requests.map(({ messages }) => messages.map(({ role }) => role))).toEqual([
      ['system', 'user'],
      ['system', 'user', 'assistant', 'user'],
    ]);
    const opening = textIn(lastOf(requests[0]?.messages));
    expect(opening).toMatch(/^Why\?\n\nAnswers have changed while you were at work\./);
    const reminded = textIn(lastOf(requests[1]?.messages));
    expect(reminded).toMatch(/^Nothing was decided\..*\n\nAnswers have changed/);
    expect(reminded).toContain('agent1: unchanged, as shown above.');
    expect(reminded).toContain('agent2 (yours):\n<<< answer of agent2');
  });

  it('shows an answer again when another version of it stands', async () => {
    const better = { ...ada, version: 9, content: 'Because of that.' };
    const { outcome, asked: requests } = await decide({
      shows: both,
      looks: [{ candidates: [better, bob], mayAnswer: true }],
      moves: [[vote('agent1')]],
    });
    expect(textIn(lastOf(requests[0]?.messages))).toContain('Because of that.');
    expect(outcome).toMatchObject({ judged: { ada: 9, bob: 7 } });
  });

  it('changes nothing when all that stands was shown', async () => {
    const { asked: requests, scene } = await decide({ shows: both, moves: [[vote('agent1')]] });
    expect(requests[0]?.messages).toEqual(scene.conversation);
  });

  it('decides what may be voted for', async () => {
    const { outcome } = await decide({
      looks: [empty, both],
      moves: [[vote('agent2')], [vote('agent2')]],
    });
    expect(outcome).toMatchObject({ decided: { for: 'bob' }, calls: [{}, {}] });
  });
});

describe('a turn that cannot go on', () => {
  it('ends before a call when the look says so', async () => {
    const spent = new Fault('turn.overBudget', { agent: 'bob' });
    const {
      outcome,
      asked: requests,
      seen,
    } = await decide({
      looks: [empty, spent],
      moves: [[words('Hm.')]],
    });
    expect(outcome).toMatchObject({ kind: 'failed', fault: spent });
    expect(outcome.calls).toHaveLength(1);
    expect(requests).toHaveLength(1);
    expect(seen.map((calls) => calls.length)).toEqual([0, 1]);
  });

  it('fails with the fault of its model, and keeps count of the calls before', async () => {
    const { outcome } = await decide({
      moves: [[words('Hm.')], new Fault('backend.cut', { backend: 'scripted' })],
    });
    expect(outcome).toMatchObject({ kind: 'failed', fault: { code: 'backend.cut' } });
    expect(outcome.calls).toHaveLength(1);
  });

  it('fails with a fault that nobody expected when something else is thrown', async () => {
    const { outcome } = await decide({ moves: [new TypeError('no function')] });
    expect(outcome).toMatchObject({
      kind: 'failed',
      fault: { code: 'internal.unexpected', facts: { detail: 'no function' } },
      calls: [],
    });
  });
});

describe('an agent that has tools beside its decision', () => {
  const search = { name: 'search', description: 'Searches.', parameters: { type: 'object' } };
  const toolbox: Toolbox = {
    tools: [search],
    call: async ({ id }) => resultOf(id, 'Found: 42.', false),
  };

  it('uses them, sees what they gave, and decides; using them is no attempt', async () => {
    const uses = Array.from({ length: MAX_ATTEMPTS + 2 }, (_, at) => [
      toolCall('search', { q: at }, `use${at}`),
    ]);
    const { outcome, asked: calls } = await decide({
      toolbox,
      moves: [...uses, [newAnswer('42.')]],
    });
    expect(outcome).toMatchObject({ kind: 'decided', decided: { content: '42.' } });
    expect(calls.map(({ tools }) => tools.map(({ name }) => name))).toEqual(
      Array(uses.length + 1).fill(['new_answer', 'vote', 'search']),
    );
    expect(calls[1]?.messages.at(-1)).toMatchObject({
      role: 'tool',
      parts: [resultOf('use0', 'Found: 42.', false)],
    });
  });

  it('is not asked for ever', async () => {
    const { outcome } = await decide({
      toolbox,
      moves: [[toolCall('search', {}, 'again')]],
    });
    expect(outcome).toMatchObject({ kind: 'undecided' });
    expect(outcome.calls.length).toBeLessThan(40);
  });

  it('gets the results of the tools it used beside a decision that was wrong', async () => {
    const { asked: calls } = await decide({
      toolbox,
      moves: [
        [toolCall('search', {}, 'a'), toolCall('vote', { agent_id: 'agent9' }, 'b')],
        [newAnswer('42.')],
      ],
    });
    expect(calls[1]?.messages.at(-1)?.parts).toMatchObject([
      { call: 'a', error: false },
      { call: 'b', error: true },
    ]);
  });
});

describe("an agent whose maker's own tools stand alone", () => {
  it('first looks into it with those, then decides with ours', async () => {
    const { outcome, asked: calls } = await decide({
      builtInTools: 'apart',
      moves: [[words('I found 42.')], [newAnswer('42.')]],
    });
    expect(calls.map(({ tools }) => tools.length)).toEqual([0, 2]);
    expect(outcome).toMatchObject({ kind: 'decided' });
    expect(outcome.kind === 'decided' && outcome.messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
      'assistant',
      'tool',
    ]);
  });
});
