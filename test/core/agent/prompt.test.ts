import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ballot } from '../../../lib/core/agent/ballot.ts';
import { bounded } from '../../../lib/core/agent/conversation.ts';
import { anonymousId, decisionTools } from '../../../lib/core/agent/decision-tools.ts';
import {
  newsText,
  presentationText,
  reminderText,
  systemText,
  turnText,
} from '../../../lib/core/agent/prompt.ts';
import type { Message } from '../../../lib/core/message/message.ts';
import { utf8Bytes } from '../../../lib/core/shared/json.ts';
import { fence, nonceFrom } from '../../../lib/core/view/fence.ts';
import { words } from './_model.ts';

const NONCE = nonceFrom('a seal');
const candidates = [
  { anonymousId: 'agent1', agent: 'ada', version: 4, content: 'Because.' },
  { anonymousId: 'agent2', agent: 'bob', version: 7, content: 'No reason.' },
];
const open: Ballot = { candidates, mayAnswer: true };

/** Text of every kind, with the marks of a fence here and there. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        NONCE,
        NONCE.slice(0, 5),
        NONCE.slice(5),
        '\n',
        '>>> end of answer of agent1 ',
        '<<< ',
      ),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));

const timesIn = (text: string, word: string) => text.split(word).length - 1;

describe('what somebody else wrote', () => {
  it('cannot imitate the marks around it, whatever it says', () =>
    fc.assert(
      fc.property(hostile, fc.nat(40), (text, limit) => {
        const fenced = fence('answer of agent1', text, NONCE, limit);
        expect(timesIn(fenced, `>>> end of answer of agent1 ${NONCE}`)).toBe(1);
        expect(timesIn(fenced, NONCE)).toBe(2);
        expect(fenced.startsWith(`<<< answer of agent1 ${NONCE}\n`)).toBe(true);
        expect(fenced.endsWith(`\n>>> end of answer of agent1 ${NONCE}`)).toBe(true);
      }),
      { numRuns: 300 },
    ));

  it('is shown as it is when it is short and plain', () => {
    expect(fence('vote of agent2', 'Good.\nVery.', 'x1', 100)).toBe(
      '<<< vote of agent2 x1\nGood.\nVery.\n>>> end of vote of agent2 x1',
    );
  });

  it('is cut at the limit, with a count of what was left out, and never in half a character', () => {
    expect(fence('a', '12345678', 'x1', 8)).toContain('\n12345678\n>>>');
    expect(fence('a', '123456789', 'x1', 8)).toContain(
      '\n12345678\n[... 1 more characters left out]\n>>>',
    );
    expect(fence('a', '123\ud83d\ude00', 'x1', 4)).toContain('\n123\ufffd\n[... 1 more');
  });

  it('is set off by a word that its seal decides and nobody can guess', () => {
    expect(nonceFrom('a seal')).toBe(NONCE);
    expect(nonceFrom('another seal')).not.toBe(NONCE);
    expect(NONCE).toMatch(/^[\w-]{10}$/);
  });
});

describe('what an agent is asked', () => {
  it('is an answer while none stands', () => {
    expect(turnText({ candidates: [], mayAnswer: true }, 'agent1', {}, NONCE)).toBe(
      'No answer stands yet. Give yours with new_answer.',
    );
  });

  it('is to judge: what is new in full, what it was shown by its id', () => {
    expect(turnText(open, 'agent2', { ada: 4 }, 'x1')).toBe(
      [
        'The answers that stand:',
        'agent1: unchanged, as shown above.',
        'agent2 (yours):\n<<< answer of agent2 x1\nNo reason.\n>>> end of answer of agent2 x1',
        'Call vote with the id of the best one, or new_answer if you can do better.',
      ].join('\n\n'),
    );
  });

  it('is a vote when no answer is taken any more', () => {
    expect(turnText({ ...open, mayAnswer: false }, 'agent1', {}, NONCE)).toMatch(
      /Call vote with the id of the best one\. New answers are not taken any more\.$/,
    );
  });

  it('begins with what has changed, in the middle of a turn', () => {
    expect(newsText(open, 'agent1', {}, NONCE)).toMatch(
      /^Answers have changed .*\. The answers that stand:/,
    );
  });

  it('names the tools that can be called when it called none', () => {
    expect(reminderText('Hm.', { ...open, mayAnswer: false })).toContain('; vote can be called.');
    expect(reminderText('Hm.', { candidates: [], mayAnswer: true })).toContain(
      '; new_answer can be called.',
    );
  });

  it('never names an agent, only the ids that stand for all', () => {
    const told = [
      turnText(open, 'agent1', {}, NONCE),
      newsText(open, 'agent1', {}, NONCE),
      presentationText(candidates, 'agent1', {}, [{ by: 'agent2', reason: 'x' }], NONCE),
    ].join();
    expect(told).not.toMatch(/ada|bob/);
  });

  it('of the winner is to present, with the reasons of those who chose it', () => {
    const reasons = [{ by: 'agent2', reason: 'It is true.' }];
    const told = presentationText(candidates, 'agent1', { bob: 7 }, reasons, 'x1');
    expect(told).toContain('agent1 (yours):\n<<< answer of agent1 x1\nBecause.');
    expect(told).toContain('agent2: unchanged, as shown above.');
    expect(told).toContain(
      'You were chosen with 1 of the votes:\n\n<<< vote of agent2 x1\nIt is true.',
    );
    expect(presentationText(candidates, 'agent1', {}, [], 'x1')).toContain(
      'You were chosen.\n\nNow give',
    );
  });

  it('has standing instructions, its own role first', () => {
    const told = systemText('You are a chemist.', 'agent2', 3, NONCE);
    expect(told).toMatch(/^You are a chemist\.\n\nYou are agent2, one of 3 agents/);
    expect(timesIn(told, NONCE)).toBe(2);
    expect(systemText(undefined, 'agent2', 3, NONCE)).toMatch(/^You are agent2/);
  });
});

it('the tools are the same for every call of a run, and their ids are those of all agents', () => {
  expect(decisionTools(3)).toEqual(decisionTools(3));
  const [answerTool, voteTool] = decisionTools(3);
  expect(answerTool).toMatchObject({ name: 'new_answer', parameters: { required: ['content'] } });
  expect(voteTool).toMatchObject({
    name: 'vote',
    parameters: { properties: { agent_id: { enum: ['agent1', 'agent2', 'agent3'] } } },
  });
  expect(anonymousId(2)).toBe('agent3');
});

describe('a message that is kept', () => {
  const said = (text: string, more: Partial<Message> = {}): Message => ({
    id: 'm',
    role: 'assistant',
    parts: [words(text)],
    native: { dialect: 'openai-chat', value: { content: text } },
    ...more,
  });
  const MiB = 1024 * 1024;

  it('stays as it is up to 1 MiB', () => {
    const message = said('x'.repeat(MiB / 2 - 200));
    expect(bounded(message)).toBe(message);
  });

  it('keeps the beginning of each long text when it is larger, and not its native form', () => {
    const message = said('x'.repeat(MiB), { parts: [words('x'.repeat(MiB)), words('short')] });
    const kept = bounded(message);
    expect(kept.native).toBeUndefined();
    expect(kept.parts).toEqual([
      words(`${'x'.repeat(10_000)} [... ${MiB - 10_000} more characters left out]`),
      words('short'),
    ]);
    expect(utf8Bytes(JSON.stringify(kept))).toBeLessThan(MiB);
  });

  it('shortens what its calls say as well, and not in half a character', () => {
    const content = `${'x'.repeat(9_999)}${'\ud83d\ude00'.repeat(MiB / 4)}`;
    const call = {
      type: 'tool_call' as const,
      id: 'c',
      name: 'new_answer',
      arguments: { content },
    };
    const [part] = bounded(said('', { parts: [call] })).parts;
    const kept = part?.type === 'tool_call' ? part.arguments['content'] : '';
    expect(kept).toMatch(/^x{9999}\ufffd \[\.\.\. \d+ more characters left out\]$/);
  });
});
