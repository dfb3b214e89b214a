import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../lib/core/message/message.ts';
import { nativeOf } from '../../../lib/dialects/claude-code/blocks.ts';
import { extract } from '../../../lib/dialects/claude-code/extract.ts';
import { render as renderAll } from '../../../lib/dialects/claude-code/render.ts';
import { anyConversation, orderlyConversation } from '../_arbitrary.ts';
import { accountedFor } from './_accounted.ts';
import { anySession } from './_any-session.ts';

const render = (messages: readonly Message[]) =>
  renderAll({ messages }, { sessionId: 'mine', now: '2026-01-01T00:00:00.000Z' });

const extracted = (lines: readonly string[]) => (lines.length === 0 ? [] : extract(lines).messages);

const runs = { numRuns: 200 };

const withoutNative = ({ native: _, ...message }: Message): Message => message;

const spoken = (messages: readonly Message[]) =>
  messages.map(({ role, parts }) => ({ role, parts }));

const callsIn = ({ parts }: Message) =>
  parts.flatMap((part) => (part.type === 'tool_call' ? [part.id] : []));

const answersIn = ({ parts }: Message) =>
  parts.flatMap((part) => (part.type === 'tool_result' ? [part.call] : []));

/** The calls that are open after a message; before anyone but a tool speaks there are none. */
function answeredAtOnce(open: readonly string[], message: Message): readonly string[] {
  if (message.role !== 'tool') expect(open).toEqual([]);
  const answered = answersIn(message);
  expect(open).toEqual(expect.arrayContaining([...answered]));
  for (const id of callsIn(message)) expect(id).toMatch(/^[a-zA-Z0-9_-]+$/);
  return [...open.filter((id) => !answered.includes(id)), ...callsIn(message)];
}

const isBlank = ({ parts }: Message) =>
  parts.some((part) => part.type === 'text' && part.text.trim() === '');

describe('what is rendered', { timeout: 120_000 }, () => {
  it('is one chain of lines that Claude Code takes: uuid, parent, type, and what is said', () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const lines = render(messages).request.lines.map((line) => JSON.parse(line));
        let parent: string | null = null;
        const uuids = new Set<string>();
        for (const line of lines) {
          expect(line.parentUuid).toBe(parent);
          expect(['user', 'assistant', 'attachment']).toContain(line.type);
          expect(line.type === 'attachment' ? line.attachment : line.message).toBeTypeOf('object');
          expect(uuids).not.toContain(line.uuid);
          uuids.add(line.uuid);
          parent = line.uuid;
        }
        expect(lines[0]?.type ?? 'user').toBe('user');
      }),
      runs,
    );
  });

  it('answers each call once, right behind it, under an id that the API takes', () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const open = extracted(render(messages).request.lines).reduce(answeredAtOnce, []);
        expect(open).toEqual([]);
      }),
      runs,
    );
  });

  it('reads back as what it can carry: rendered again it is the same, and nothing more is lost', () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const once = render(messages).request.lines;
        const back = extracted(once);
        const again = render(back);
        expect(again.request.lines).toEqual(once);
        expect(again.losses).toEqual([]);
        const anew = render(back.map(withoutNative));
        expect(anew.losses.filter(({ kind }) => kind !== 'first-role')).toEqual([]);
        expect(spoken(extracted(anew.request.lines))).toEqual(spoken(back));
      }),
      runs,
    );
  });

  it('says of each thing that is not carried exactly once what became of it', () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const seen = render(messages).losses.map(({ kind, at }) => `${kind} ${at}`);
        expect(new Set(seen).size).toBe(seen.length);
      }),
      runs,
    );
  });

  it('carries an orderly conversation whole', () => {
    fc.assert(
      fc.property(orderlyConversation, (messages) => {
        fc.pre(!messages.some(isBlank)); // the API takes no blank text
        const { request, losses } = render(messages);
        expect(losses.map(({ kind }) => kind)).toEqual(['first-role']);
        expect(spoken(extracted(request.lines))).toEqual(spoken(messages));
      }),
      runs,
    );
  });
});

describe('a session of any shape', { timeout: 120_000 }, () => {
  it('makes each line part of one message, or exactly one loss', () => {
    fc.assert(
      fc.property(
        anySession,
        fc.constantFrom('summary' as const, 'whole' as const),
        (lines, history) => {
          expect(accountedFor(extract(lines, history))).toEqual([...lines.keys()]);
        },
      ),
      runs,
    );
  });

  it('comes back byte for byte, as long as anything was said in it', () => {
    fc.assert(
      fc.property(
        anySession,
        fc.constantFrom('summary' as const, 'whole' as const),
        (lines, history) => {
          const { messages } = extract(lines, history);
          fc.pre(messages.length > 0);
          expect(render(messages)).toEqual({ request: { lines }, losses: [] });
        },
      ),
      runs,
    );
  });

  it('can be gone on with, begun anew, and told with gaps: each message is there once, in order', () => {
    fc.assert(
      fc.property(anySession, anyConversation, fc.nat(), (lines, others, seed) => {
        const { messages } = extract(lines);
        const cut = messages.length === 0 ? 0 : seed % messages.length;
        const told = [
          ...messages.slice(0, cut),
          ...others.slice(0, 2).map(speaking),
          ...messages.slice(cut + 1),
        ];
        const back = extracted(render(told).request.lines).map(({ id }) => id);
        const kept = back.filter((id) => messages.some((message) => message.id === id));
        const wanted = told.map(({ id }) => id).filter((id) => kept.includes(id));
        expect(new Set(kept).size).toBe(kept.length);
        expect(wanted.toSorted()).toEqual(kept.toSorted());
        for (const { id, role } of told) if (role === 'user') expect(back).toContain(id);
      }),
      runs,
    );
  });

  it('read again after it has grown gives back what it has grown to', () => {
    fc.assert(
      fc.property(anySession, fc.nat(), (lines, seed) => {
        const length = 1 + (seed % lines.length);
        const early = extract(lines.slice(0, length)).messages;
        const late = extract(lines).messages;
        fc.pre(
          late.length > early.length && early.every(({ id }, place) => late[place]?.id === id),
        );
        const grown = late.slice(early.length);
        fc.pre(grown.every((message) => nativeOf(message)?.own.every(({ at }) => at >= length)));
        const merged = [...early, ...grown];
        fc.pre(early.every(({ parts }, place) => late[place]?.parts.length === parts.length));
        expect(render(merged).request.lines).toEqual(lines);
      }),
      runs,
    );
  });
});

/** A message in which a user says something that can be told. */
const speaking = ({ id }: Message): Message => ({
  id,
  role: 'user',
  parts: [{ type: 'text', text: `said by ${id}` }],
});
