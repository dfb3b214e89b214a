import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delta } from '../../lib/core/message/delta.ts';
import { type Message, textOf } from '../../lib/core/message/message.ts';
import type { ScriptedCall, ScriptedReply } from '../support/maker-server/scripted-reply.ts';
import { wordsIn } from '../support/words-in.ts';

/** A dialect's stream, as its maker's server tells a reply and as we read it. */
export interface Subject<Event, Folded> {
  readonly reply: fc.Arbitrary<ScriptedReply>;
  readonly eventsOf: (reply: ScriptedReply) => readonly Event[];
  readonly told: (events: readonly Event[]) => Message;
  readonly unstreamed: (reply: ScriptedReply) => Message;
  readonly emptyFold: Folded;
  readonly fold: (folded: Folded, event: Event) => Folded;
  readonly toDeltas: (event: Event, folded: Folded) => readonly Delta[];
  /** Whether an event says that the reply is whole. */
  readonly isEnd: (event: Event) => boolean;
  /** Whether each call comes in one piece. */
  readonly wholeCalls?: boolean;
  readonly numRuns: number;
}

/** What every dialect owes to every stream, wherever it is cut. */
export function keepsTheStreamLaws<Event, Folded>(
  name: string,
  subject: Subject<Event, Folded>,
): void {
  const { reply, eventsOf, told, unstreamed, isEnd, wholeCalls, numRuns } = subject;
  const always = (holds: (scripted: ScriptedReply) => void) =>
    fc.assert(fc.property(reply, holds), { numRuns });

  describe(`a reply that ${name} streams`, { timeout: 240_000 }, () => {
    it('is what it would be unstreamed, however it is cut into pieces', () => {
      always((scripted) => {
        expect(told(eventsOf(scripted))).toEqual(unstreamed(scripted));
      });
    });

    it('is, broken off anywhere, what had come by then, and has no end', () => {
      fc.assert(
        fc.property(reply, fc.nat(60), (scripted, at) => {
          const events = eventsOf(scripted);
          const end = events.findIndex(isEnd);
          expect(end).not.toBe(-1);
          const part = told(events.slice(0, Math.min(at, end)));
          const whole = unstreamed(scripted);
          expect(textOf(whole).startsWith(textOf(part))).toBe(true);
          expect(part.stop).toEqual({ reason: 'error', raw: '' });
          expect(kindsIn(whole).slice(0, part.parts.length)).toEqual(kindsIn(part));
        }),
        { numRuns },
      );
    });

    it('shows in its deltas all that the message holds, each call under its number', () => {
      always((scripted) => {
        const deltas = deltasOf(subject, eventsOf(scripted));
        expect(wordsIn(deltas, 'text')).toBe(scripted.text ?? '');
        expect(wordsIn(deltas, 'thinking')).toBe(scripted.thinking ?? '');
        const pieces = wholeCalls ? { pieces: 1 } : {};
        expect(callsShownIn(deltas)).toMatchObject(
          (scripted.calls ?? []).map((call, index) => ({ index, ...pieces, ...toShown(call) })),
        );
      });
    });
  });
}

function deltasOf<Event, Folded>(
  { emptyFold, fold, toDeltas }: Subject<Event, Folded>,
  events: readonly Event[],
): readonly Delta[] {
  let folded = emptyFold;
  return events.flatMap((event) => {
    folded = fold(folded, event);
    return toDeltas(event, folded);
  });
}

const kindsIn = ({ parts }: Message) =>
  parts.map((part) => (part.type === 'tool_call' ? `call of ${part.name}` : part.type));

const callsShownIn = (deltas: readonly Delta[]) =>
  [
    ...Map.groupBy(
      deltas.filter((delta) => delta.type === 'tool_call'),
      ({ index }) => index,
    ),
  ].map(([index, pieces]) => ({
    index,
    pieces: pieces.length,
    id: pieces[0]?.id,
    name: pieces[0]?.name,
    written: pieces.map(({ argumentsText = '' }) => argumentsText).join(''),
  }));

/** A call without an id may be given any. */
const toShown = ({ id, name, arguments: value }: ScriptedCall) => ({
  name,
  written: typeof value === 'string' ? value : JSON.stringify(value),
  ...(id && { id }),
});
