import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { Message } from '../../../lib/core/message/message.ts';
import { Fault } from '../../../lib/core/shared/faults.ts';
import type { Json } from '../../../lib/core/shared/json.ts';
import { extract } from '../../../lib/dialects/claude-code/extract.ts';
import { render } from '../../../lib/dialects/claude-code/render.ts';
import { recorded } from './_recorded.ts';
import { attachment, call, lastPrompt, prompt, reply, result, side, text } from './_session.ts';

const small = [
  side('mode'),
  prompt('u1', null, 'Hello'),
  attachment('x1', 'u1'),
  reply('a1', 'x1', call('c1'), { id: 'm' }),
  reply('a2', 'a1', call('c2'), { id: 'm' }),
  result('r1', 'a1', 'c1'),
  result('r2', 'a2', 'c2'),
  reply('a3', 'r2', text('Done')),
  lastPrompt('a3'),
];

const originals = [small, ...recorded.map(({ text: whole }) => whole.trimEnd().split('\n'))];

const odd = fc.constantFrom<Json>(
  null,
  7,
  -1,
  1e300,
  true,
  '',
  'u1',
  'a1',
  [],
  {},
  [[[1]]],
  'x'.repeat(9),
);

type Change = (lines: readonly string[]) => readonly string[];

/** Puts an odd value into a member, at the top of a line or in its message. */
const member = fc.record({ line: fc.nat(), key: fc.nat(), deep: fc.boolean(), value: odd }).map(
  ({ line, key, deep, value }): Change =>
    (lines) =>
      changeLine(lines, line, (text_) => {
        const entry = JSON.parse(text_);
        const inner = deep ? (entry.message ?? entry.attachment ?? entry) : entry;
        const names = Object.keys(inner ?? {});
        if (names.length > 0) inner[names[key % names.length] ?? ''] = value;
        return JSON.stringify(entry);
      }),
);

type LineChange = (lines: readonly string[], at: number, other: number) => readonly string[];

const lineChanges: Readonly<Record<string, LineChange>> = {
  cut: (lines, at, other) => lines.with(at, cut(lines[at] ?? '', other)),
  drop: (lines, at) => (lines.length > 1 ? lines.toSpliced(at, 1) : lines),
  double: (lines, at, other) => lines.toSpliced(other % lines.length, 0, lines[at] ?? ''),
  swap: (lines, at, other) =>
    lines.with(at, lines[other % lines.length] ?? '').with(other % lines.length, lines[at] ?? ''),
  blank: (lines, at) => lines.toSpliced(at, 0, ''),
  garble: (lines, at, other) => {
    const words = lines[at] ?? '';
    const before = cut(words, other);
    const odd = String.fromCharCode(other % 0x3000);
    return lines.with(at, `${before}${odd}${words.slice(before.length + 1)}`);
  },
};

const cut = (words: string, other: number) => words.slice(0, other % (words.length + 1));

/** Cuts, doubles, moves or garbles lines. */
const lineChange = fc
  .record({ kind: fc.constantFrom(...Object.keys(lineChanges)), line: fc.nat(), other: fc.nat() })
  .map(
    ({ kind, line, other }): Change =>
      (lines) => {
        const change = lineChanges[kind];
        return change && lines.length > 0 ? change(lines, line % lines.length, other) : lines;
      },
  );

function changeLine(lines: readonly string[], line: number, change: (text: string) => string) {
  const at = line % Math.max(lines.length, 1);
  try {
    return lines.with(at, change(lines[at] ?? ''));
  } catch {
    return lines;
  }
}

const mutated = fc
  .record({
    original: fc.nat(originals.length - 1),
    changes: fc.array(fc.oneof(member, lineChange), { minLength: 1, maxLength: 6 }),
  })
  .map(({ original, changes }) =>
    changes
      .reduce<readonly string[]>((lines, change) => change(lines), originals[original] ?? small)
      .map((one) => one.replaceAll('\n', ' ')),
  );

/** Throws where a changed transcript is neither messages that can be kept and given back, nor a clear fault. */
export function fuzz(numRuns: number): void {
  fc.assert(fc.property(mutated, holds), { numRuns });
}

function holds(lines: readonly string[]): void {
  const messages = messagesOf(lines);
  for (const message of messages) deepEqual(Message.safeParse(message).error, undefined);
  if (messages.length === 0) return;
  const { request } = render({ messages }, { sessionId: 's', now: '2026-01-01T00:00:00.000Z' });
  deepEqual(request.lines, lines);
}

function messagesOf(lines: readonly string[]): readonly Message[] {
  try {
    return extract(lines).messages;
  } catch (error) {
    if (error instanceof Fault && error.code === 'context.invalid') return [];
    throw error;
  }
}
