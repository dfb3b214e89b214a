import { describe, expect, it } from 'vitest';
import type { Message } from '../../../lib/core/message/message.ts';
import { extract } from '../../../lib/dialects/claude-code/extract.ts';
import { render } from '../../../lib/dialects/claude-code/render.ts';
import { accountedFor } from './_accounted.ts';
import { recorded, textOf, WHY_SKIPPED } from './_recorded.ts';

const session = { sessionId: 'other', now: '2026-01-01T00:00:00.000Z' };

it('the recorded transcripts are at hand', ({ skip }) => {
  if (recorded.length === 0) skip(WHY_SKIPPED);
  expect(recorded).toHaveLength(9);
});

describe.each(recorded)('$name', ({ text }) => {
  it('comes back byte for byte', () => {
    const { messages } = extract(text);
    const { request, losses } = render({ messages }, session);
    expect(`${request.lines.join('\n')}\n`).toBe(text);
    expect(losses).toEqual([]);
  });

  it('comes back byte for byte with its whole history, and from JSON', () => {
    const { messages } = extract(text, 'whole');
    const stored: Message[] = JSON.parse(JSON.stringify(messages));
    const { request } = render({ messages: stored }, session);
    expect(`${request.lines.join('\n')}\n`).toBe(text);
  });

  it('makes each line part of one message, or a loss', () => {
    expect(accountedFor(extract(text))).toEqual([...text.trimEnd().split('\n').keys()]);
  });
});

describe('what was recorded', () => {
  it('says in its words what was said, and pairs every call with its result', ({ skip }) => {
    if (recorded.length === 0) skip(WHY_SKIPPED);
    const { messages } = extract(textOf('tools'));
    expect(messages.map(({ role }) => role)).toEqual(
      'user assistant tool assistant tool tool assistant tool assistant tool assistant tool assistant tool assistant'.split(
        ' ',
      ),
    );
    expect(messages.flatMap(callsIn).toSorted()).toEqual(messages.flatMap(answersIn).toSorted());
    expect(messages.at(-1)?.parts).toEqual([
      { type: 'text', text: 'Done: hello.py made, edited and run.' },
    ]);
    expect(messages.flatMap(({ parts }) => parts.map(isError)).filter(Boolean)).toHaveLength(3);
  });

  it('keeps thoughts with their signatures, and those that are hidden', ({ skip }) => {
    if (recorded.length === 0) skip(WHY_SKIPPED);
    const thoughts = extract(textOf('thinking')).messages.flatMap(({ parts }) =>
      parts.filter(({ type }) => type === 'thinking'),
    );
    expect(thoughts).toMatchObject([
      { signature: 'ZmFrZXNpZy01NQ==' },
      { signature: 'ZmFrZXNpZy0xNg==' },
      { text: '', signature: 'ZmFrZS1yZWRhY3RlZA==', redacted: true },
    ]);
  });

  it('tells the summary, what was kept, and what came after; with its history, all', ({ skip }) => {
    if (recorded.length === 0) skip(WHY_SKIPPED);
    const spoken = (messages: readonly Message[]) =>
      messages.flatMap(({ parts }) =>
        parts.flatMap((part) => (part.type === 'text' ? part.text : [])),
      );
    const short = spoken(extract(textOf('compact')).messages);
    expect(short[0]).toContain('FAKE COMPACT SUMMARY');
    expect(short[1]).toBe('Fish swim.');
    expect(short.slice(-2)).toEqual(['What did we talk of?', 'Birds and fish.']);
    const whole = spoken(extract(textOf('compact'), 'whole').messages);
    expect(whole.slice(0, 4)).toEqual([
      'First topic: birds.',
      'Birds are dinosaurs.',
      'Second topic: fish.',
      'Fish swim.',
    ]);
    expect(whole.join()).not.toContain('FAKE COMPACT SUMMARY');
  });

  it('ties a subagent to the call that started it', ({ skip }) => {
    if (recorded.length === 0) skip(WHY_SKIPPED);
    const { messages, subagents } = extract(
      textOf('subagent/eea46797-aa5e-4944-a757-99fedce0a55a.'),
    );
    expect(subagents).toEqual([{ agent: 'a3383fa3f60f8cc37', call: messages.flatMap(callsIn)[0] }]);
    const thread = extract(textOf('subagent/eea46797-aa5e-4944-a757-99fedce0a55a/'));
    expect(thread.messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
      'assistant',
    ]);
    expect(thread.messages[0]?.author).toEqual({ agent: 'claude-code', backend: 'claude_code' });
  });

  it('counts what a reply took once, however many lines it has', ({ skip }) => {
    if (recorded.length === 0) skip(WHY_SKIPPED);
    const { messages } = extract(textOf('tools'));
    const spent = messages.reduce((sum, { usage }) => sum + (usage?.inputTokens ?? 0), 0);
    expect(spent).toBe(89_849); // as its own `cost-state` line says
  });
});

const callsIn = ({ parts }: Message) =>
  parts.flatMap((part) => (part.type === 'tool_call' ? [part.id] : []));
const answersIn = ({ parts }: Message) =>
  parts.flatMap((part) => (part.type === 'tool_result' ? [part.call] : []));
const isError = (part: Message['parts'][number]) => part.type === 'tool_result' && part.error;
