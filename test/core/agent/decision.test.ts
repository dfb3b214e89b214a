import { describe, expect, it } from 'vitest';
import type { Ballot } from '../../../lib/core/agent/ballot.ts';
import { MAX_ANSWER_BYTES, readDecision } from '../../../lib/core/agent/decision.ts';
import type { Part } from '../../../lib/core/message/part.ts';
import { newAnswer, saying, toolCall, vote, words } from './_model.ts';

const candidates = [
  { anonymousId: 'agent1', agent: 'ada', version: 4, content: 'Because.' },
  { anonymousId: 'agent3', agent: 'cleo', version: 6, content: 'For a reason.' },
];
const open: Ballot = { candidates, mayAnswer: true };
const votesOnly: Ballot = { candidates, mayAnswer: false };
const empty: Ballot = { candidates: [], mayAnswer: true };

const read = (ballot: Ballot, ...parts: readonly Part[]) => readDecision(saying(...parts), ballot);

describe('a reply that decides', () => {
  it('gives an answer, without the space around it', () => {
    const decided = { kind: 'answer', content: 'A better one.' };
    expect(read(open, newAnswer(' \n A better one.\n'))).toEqual({ kind: 'decided', decided });
    expect(read(empty, newAnswer('A better one.'))).toEqual({ kind: 'decided', decided });
  });

  it('votes for an agent by the id that stands beside its answer', () => {
    const decided = { kind: 'vote', for: 'cleo', reason: 'It is good.' };
    expect(read(open, vote('agent3'))).toEqual({ kind: 'decided', decided });
    expect(read(votesOnly, vote(' agent3\n'))).toEqual({ kind: 'decided', decided });
  });

  it('may say other things beside its call', () => {
    expect(read(open, words('I think ...'), vote('agent1'), words('That is all.'))).toMatchObject({
      decided: { for: 'ada' },
    });
  });

  it('may leave out the reason of its vote, and add what nobody asked for', () => {
    const call = toolCall('vote', { agent_id: 'agent1', confidence: 0.7 });
    expect(read(open, call)).toMatchObject({ decided: { kind: 'vote', for: 'ada', reason: '' } });
  });

  it('has half of a character replaced, so that every store can keep it', () => {
    expect(read(open, newAnswer('half \ud83d'))).toMatchObject({
      decided: { content: 'half \ufffd' },
    });
    expect(read(open, vote('agent1', '\udc00'))).toMatchObject({ decided: { reason: '\ufffd' } });
  });

  it('may give an answer of the very limit', () => {
    const content = '\u00e9'.repeat(MAX_ANSWER_BYTES / 2);
    expect(read(open, newAnswer(content))).toMatchObject({ decided: { content } });
  });
});

describe('a reply that decides nothing is told why', () => {
  const notNow = 'No new answer can be given now. Call exactly one tool, once: vote.';
  const pickOne = 'Vote for one of: agent1, agent3.';
  const useAnswer = 'new_answer needs { "content": "the whole answer" }.';
  const useVote = 'vote needs { "agent_id": "...", "reason": "..." }.';

  it.each<[string, Ballot, Part, string]>([
    [
      'an unknown tool',
      open,
      toolCall('search', {}),
      'There is no tool "search". Call exactly one tool, once: new_answer or vote.',
    ],
    [
      'a tool with the name of another member',
      open,
      toolCall('constructor', {}),
      'There is no tool "constructor". Call exactly one tool, once: new_answer or vote.',
    ],
    ['an unknown id', open, vote('agent9'), `No answer of "agent9" stands. ${pickOne}`],
    [
      'the id of an agent that has no answer',
      open,
      vote('agent2'),
      `No answer of "agent2" stands. ${pickOne}`,
    ],
    ['the real id of an agent', open, vote('ada'), `No answer of "ada" stands. ${pickOne}`],
    ['an id in capitals', open, vote('Agent1'), `No answer of "Agent1" stands. ${pickOne}`],
    ['an empty id', open, vote(''), `No answer of "" stands. ${pickOne}`],
    ['a vote without an id', open, toolCall('vote', { reason: 'x' }), useVote],
    ['a vote for a number', open, toolCall('vote', { agent_id: 1 }), useVote],
    [
      'a vote whose reason is no text',
      open,
      toolCall('vote', { agent_id: 'agent1', reason: [] }),
      useVote,
    ],
    ['an answer without content', open, toolCall('new_answer', {}), useAnswer],
    ['an empty answer', open, newAnswer(''), useAnswer],
    ['an answer of spaces', open, newAnswer(' \n\t'), useAnswer],
    [
      'an answer that is no text',
      open,
      toolCall('new_answer', { content: { text: 'x' } }),
      useAnswer,
    ],
    [
      'arguments that were no JSON',
      open,
      { ...toolCall('new_answer', {}), rawArguments: '{"content": "bro' },
      useAnswer,
    ],
    [
      'an answer that is too large',
      open,
      newAnswer('x'.repeat(MAX_ANSWER_BYTES + 1)),
      `That answer has ${MAX_ANSWER_BYTES + 1} bytes; give one of at most ${MAX_ANSWER_BYTES}.`,
    ],
    [
      'an answer whose bytes are too many',
      open,
      newAnswer('\u00e9'.repeat(MAX_ANSWER_BYTES / 2 + 1)),
      `That answer has ${MAX_ANSWER_BYTES + 2} bytes; give one of at most ${MAX_ANSWER_BYTES}.`,
    ],
    [
      'an answer that stands already',
      open,
      newAnswer(' For a reason. '),
      'That is word for word the answer of agent3. Vote for it, or give a better one.',
    ],
    [
      'a vote when nothing stands',
      empty,
      vote('agent1'),
      'No answer stands yet. Call exactly one tool, once: new_answer.',
    ],
    ['an answer when none is taken', votesOnly, newAnswer('A better one.'), notNow],
  ])('%s', (_, ballot, call, problem) => {
    expect(read(ballot, call)).toEqual({ kind: 'invalid', problems: new Map([[0, problem]]) });
  });

  it('no call at all', () => {
    for (const parts of [[], [words('I would say: because.')]])
      expect(read(open, ...parts)).toEqual({
        kind: 'silent',
        problem: 'Nothing was decided. Call exactly one tool, once: new_answer or vote.',
      });
  });

  it.each([
    ['both tools', [newAnswer('Mine.', 'a'), vote('agent1', '', 'b')]],
    ['two votes', [vote('agent1', '', 'a'), vote('agent3', '', 'b')]],
    ['two votes that agree', [vote('agent1', '', 'a'), vote('agent1', '', 'b')]],
    ['a vote and an unknown tool', [vote('agent1', '', 'a'), toolCall('search', {}, 'b')]],
  ])('%s: each call gets its answer', (_, parts) => {
    const problem = 'One decision at a time. Call exactly one tool, once: new_answer or vote.';
    expect(read(open, ...parts)).toEqual({
      kind: 'invalid',
      problems: new Map([
        [0, problem],
        [1, problem],
      ]),
    });
  });

  it('a call without an id is a call all the same', () => {
    expect(read(empty, toolCall('vote', { agent_id: 'agent1' }, ''))).toMatchObject({
      kind: 'invalid',
      problems: new Map([[0, expect.stringContaining('No answer stands yet.')]]),
    });
  });
});

describe('a reply that uses other tools', () => {
  const isUsable = (name: string) => name === 'search';
  const reading = (...parts: readonly Part[]) => readDecision(saying(...parts), open, isUsable);

  it('decides nothing yet', () => {
    expect(reading(toolCall('search', {}, 'a'), toolCall('search', {}, 'b'))).toEqual({
      kind: 'working',
    });
  });

  it('decides when one call beside them does', () => {
    expect(reading(toolCall('search', {}, 'a'), vote('agent1', '', 'b'))).toMatchObject({
      kind: 'decided',
      decided: { for: 'ada' },
    });
  });

  it('is told about the calls that do not decide, each in its place', () => {
    expect(reading(toolCall('search', {}, 'a'), vote('agent9', '', 'b'))).toEqual({
      kind: 'invalid',
      problems: new Map([[1, 'No answer of "agent9" stands. Vote for one of: agent1, agent3.']]),
    });
  });
});
