import { describe, expect, it } from 'vitest';
import { createRehearsal } from '../../lib/backends/rehearsal/rehearsal.ts';
import { scriptedFaults } from '../../lib/config/schema/rehearsal-script.ts';
import { textOf } from '../../lib/core/message/message.ts';
import type { Json } from '../../lib/core/shared/json.ts';
import { countedIds } from '../support/counted-ids.ts';
import { stillClock } from '../support/still-clock.ts';
import { answerOf, question } from './_call.ts';

const acting = (script?: Json, clock = stillClock()) =>
  createRehearsal({
    agentIds: ['alice', 'bob', 'agent1'],
    clock,
    ids: countedIds(),
    ...(script !== undefined && { script }),
  });

const callsOf = ({ message }: Awaited<ReturnType<typeof answerOf>>) =>
  message.parts.flatMap((part) => (part.type === 'tool_call' ? [[part.name, part.arguments]] : []));

describe('a scripted agent', () => {
  it('makes one entry of its script in each call, and repeats the last', async () => {
    const agent = acting([{ answer: 'One.' }, { text: 'Let me think.' }, { vote: 'bob' }]);
    expect(callsOf(await answerOf(agent))).toEqual([['new_answer', { content: 'One.' }]]);
    expect(textOf((await answerOf(agent)).message)).toBe('Let me think.');
    for (let turn = 2; turn < 4; turn += 1)
      expect(callsOf(await answerOf(agent))).toMatchObject([['vote', { agent_id: 'agent2' }]]);
  });

  it('takes up its place in a run that goes on elsewhere', async () => {
    const agent = acting([{ answer: 'One.' }, { answer: 'Two.' }, { answer: 'Three.' }]);
    expect(callsOf(await answerOf(agent, { sequence: 1 }))).toEqual([
      ['new_answer', { content: 'Two.' }],
    ]);
    expect(callsOf(await answerOf(agent, { sequence: 1 }))).toEqual([
      ['new_answer', { content: 'Three.' }],
    ]);
  });

  it.each([
    ['alice', 'agent1'],
    ['agent1', 'agent3'],
    ['agent2', 'agent2'],
    ['nobody', 'nobody'],
  ])('votes for %s as %s', async (named, sent) => {
    expect(callsOf(await answerOf(acting([{ vote: named }])))).toMatchObject([
      ['vote', { agent_id: sent }],
    ]);
  });

  it.each([
    [{ answer: 'It is 42.' }, 'It is 42.'],
    [{ text: 'It is 43.' }, 'It is 43.'],
    [{ vote: 'bob' }, ''],
  ])('says %j as text where text is asked for', async (entry, text) => {
    const { message } = await answerOf(acting([entry]), { allowedTools: [] });
    expect(textOf(message)).toBe(text);
    expect(message.parts.every(({ type }) => type === 'text')).toBe(true);
  });

  it.each(scriptedFaults)('fails with %s', async (error) => {
    await expect(answerOf(acting([{ error }]))).rejects.toMatchObject({
      code: error,
      facts: { backend: 'rehearsal' },
    });
  });

  it('takes its time, and none when it is stopped', async () => {
    const clock = stillClock();
    const slow = acting([{ answer: 'One.', delay_ms: 5000 }], clock);
    const answered = answerOf(slow);
    await clock.untilPaused();
    clock.pass(5000);
    expect(callsOf(await answered)).toHaveLength(1);
    const controller = new AbortController();
    const stopped = answerOf(slow, { signal: controller.signal });
    await clock.untilPaused();
    controller.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
  });

  it('says what it does in pieces that make up its reply, and estimates what it took', async () => {
    const { deltas, message } = await answerOf(
      acting([{ answer: 'A long answer in many words. '.repeat(5) }]),
    );
    const text = deltas
      .map((delta) => (delta.type === 'tool_call' ? (delta.argumentsText ?? '') : ''))
      .join('');
    expect(JSON.parse(text)).toEqual({ content: 'A long answer in many words. '.repeat(5) });
    expect(deltas.length).toBeGreaterThan(3);
    expect(message.usage?.inputTokens).toBeGreaterThan(0);
    expect(message.usage?.outputTokens).toBeGreaterThan(30);
    expect(message.stop).toEqual({ reason: 'tool', raw: 'tool' });
  });

  it.each([
    [[]],
    ['text'],
    [[{ anser: 'x' }]],
    [[{ answer: 'x', vote: 'y' }]],
    [[{ error: 'backend.tooLarge' }]],
    [[{ text: 'x', delay_ms: -1 }]],
  ])('cannot follow %j', (script) => {
    expect(() => acting(script)).toThrowError(expect.objectContaining({ code: 'config.invalid' }));
  });
});

describe('an agent without a script', () => {
  it('answers that it is a rehearsal, and how to get models', async () => {
    const [[, args]] = callsOf(await answerOf(acting())) as [[string, { content: string }]];
    expect(args.content).toMatch(/rehearsal: no model was called/);
    expect(args.content).toContain('--config');
  });

  it('then votes for the first answer that it is shown', async () => {
    const shown = {
      ...question,
      parts: [{ type: 'text' as const, text: 'agent3:\n...\n\nagent2:\n...' }],
    };
    const agent = acting();
    expect(callsOf(await answerOf(agent, { messages: [shown], sequence: 1 }))).toMatchObject([
      ['vote', { agent_id: 'agent2' }],
    ]);
    expect(callsOf(await answerOf(agent, { sequence: 2 }))).toMatchObject([
      ['vote', { agent_id: 'agent1' }],
    ]);
  });
});
