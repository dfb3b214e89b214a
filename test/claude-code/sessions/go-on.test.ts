import { expect, it } from 'vitest';
import type { Entry } from '../../../lib/claude-code/sessions/entry.ts';
import { goOn } from '../../../lib/claude-code/sessions/go-on.ts';
import { markOf } from '../../../lib/claude-code/sessions/mark.ts';
import { withRealResults } from '../../../lib/claude-code/sessions/real-results.ts';
import type { Message } from '../../../lib/core/message/message.ts';

const session = { sessionId: 's', now: '2026-11-27T12:00:00.000Z' };

const user = (id: string, text: string): Message => ({
  id,
  role: 'user',
  parts: [{ type: 'text', text }],
});

const reply = (id: string, call: string): Message => ({
  id,
  role: 'assistant',
  parts: [{ type: 'tool_call', id: call, name: 'mcp__massgen__vote', arguments: {} }],
});

const result = (id: string, call: string, text = 'Recorded.'): Message => ({
  id,
  role: 'tool',
  parts: [{ type: 'tool_result', call, content: [{ type: 'text', text }], error: false }],
});

/** A session as Claude Code writes it: each line behind the one before. */
function written(...lines: readonly Partial<Entry>[]): readonly Entry[] {
  let parentUuid: string | null = null;
  return lines.map((line, at) => {
    const entry = { uuid: `u${at}`, isSidechain: false, ...line, parentUuid } as Entry;
    parentUuid = entry.uuid ?? null;
    return entry;
  });
}

const asked = (message: Message, text?: string): Partial<Entry> => {
  const told = text === undefined ? message : user(message.id, text);
  const content = told.parts.map((part) => ({ ...part }));
  return { type: 'user', uuid: markOf(told), message: { role: 'user', content } as never };
};

const called = (uuid: string, id: string, name = 'mcp__massgen__vote'): Partial<Entry> => ({
  type: 'assistant',
  uuid,
  message: {
    id: `msg_${uuid}`,
    role: 'assistant',
    content: [{ type: 'tool_use', id, name, input: {} }],
  },
});

const gave = (uuid: string, id: string, content = 'Taken.'): Partial<Entry> => ({
  type: 'user',
  uuid,
  message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content }] },
});

const heard = (text: string): Partial<Entry> => ({
  type: 'attachment',
  attachment: { type: 'hook_additional_context', content: [text], hookName: 'PostToolUse:Bash' },
});

const why = user('m1', 'Why?');
const whole = written(asked(why), called('a1', 'c1'), gave('r1', 'c1'));

it('what a session holds is not said again', () => {
  const now = user('m2', 'And now?');
  const going = goOn(whole, [why, reply('a1', 'c1'), result('m3', 'c1'), now], session);
  expect(going?.asked).toEqual([now]);
  expect(going?.done).toEqual([]);
  expect(going?.entries).toMatchObject([
    { type: 'user', parentUuid: 'a1', massgen: { id: 'm3' } },
    { type: 'last-prompt' },
  ]);
});

it('the real result takes the place of what the process was told at first', () => {
  const { entries = [] } = goOn(whole, [why, reply('a1', 'c1'), result('m3', 'c1')], session) ?? {};
  const loaded = withRealResults([...whole, ...entries]);
  expect(JSON.stringify(loaded)).toContain('Recorded.');
  expect(JSON.stringify(loaded)).not.toContain('Taken.');
  expect(withRealResults(whole)).toBe(whole);
});

it('a session that holds all of it, with results put in, goes on a second time', () => {
  const conversation = [why, reply('a1', 'c1'), result('m3', 'c1')];
  const { entries = [] } = goOn(whole, conversation, session) ?? {};
  const now = user('m2', 'And now?');
  expect(goOn([...whole, ...entries], [...conversation, now], session)).toEqual({
    entries: [],
    asked: [now],
    done: [],
  });
});

it('what was done of a turn that was cut off is its own', () => {
  const cut = written(asked(why), called('a1', 'c1', 'Bash'), gave('r1', 'c1', 'hi'));
  expect(goOn(cut, [why], session)).toEqual({ entries: [], asked: [], done: cut.slice(1) });
});

it('a turn that was cut off may be asked in other words', () => {
  const cut = written(asked(why), called('a1', 'c1', 'Bash'), gave('r1', 'c1', 'hi'));
  const again = user('m1', 'Why? There is news.');
  expect(goOn(cut, [again], session)).toEqual({ entries: [], asked: [again], done: cut.slice(1) });
});

it('what was asked in other words later on goes on as well', () => {
  const again = user('m1', 'Why? There is news.');
  const lines = [called('a1', 'c1', 'Bash'), gave('r1', 'c1', 'hi'), asked(again)];
  const entries = written(asked(why), ...lines, called('a2', 'c2'));
  const now = user('m2', 'And now?');
  const conversation = [again, reply('a1', 'c1'), result('r1', 'c1'), reply('a2', 'c2')];
  expect(goOn(entries, [...conversation, result('m3', 'c2'), now], session)?.asked).toEqual([now]);
});

it('what a hook told it in the midst of its turn was told', () => {
  const news = user('m9', 'News.');
  const lines = [called('a1', 'c1', 'Bash'), gave('r1', 'c1', 'hi'), heard('News.')];
  const entries = written(asked(why), ...lines, called('a2', 'c2'));
  const steps = [reply('a1', 'c1'), result('r1', 'c1'), news, reply('a2', 'c2')];
  const now = user('m2', 'And now?');
  expect(goOn(entries, [why, ...steps, result('m3', 'c2'), now], session)?.asked).toEqual([now]);
});

const now = user('m2', 'And now?');
it.each([
  ['nothing was said in it', [], [why]],
  ['the question is another', whole, [user('m0', 'How?')]],
  ['the question has other words', whole, [user('m1', 'How?'), reply('a1', 'c1'), now]],
  ['something was taken back', whole, [why, now]],
  ['another has answered', whole, [why, reply('x', 'c9'), result('y', 'c9'), now]],
  ['another has answered since', whole, [why, reply('a1', 'c1'), reply('x', 'c9'), now]],
])('a session goes on with nothing where %s', (_, entries, conversation) => {
  expect(goOn(entries, conversation, session)).toBeUndefined();
});
