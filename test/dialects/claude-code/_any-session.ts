import fc from 'fast-check';
import {
  attachment,
  call,
  compaction,
  lastPrompt,
  prompt,
  reply,
  result,
  side,
  text,
} from './_session.ts';

/** What has been written of a session, and what can be hung on. */
interface Session {
  readonly lines: readonly string[];
  readonly uuids: readonly string[];
  readonly calls: readonly string[];
}

/** What happens next, in an entry of that uuid, hung on that parent. */
type Step = (session: Session, uuid: string, parent: string) => Partial<Session>;

const steps: Readonly<Record<string, Step>> = {
  prompt: (_, uuid, parent) => ({ lines: [prompt(uuid, parent, `words ${uuid}`)], uuids: [uuid] }),
  reply: (_, uuid, parent) => ({
    lines: [reply(uuid, parent, text(`reply ${uuid}`))],
    uuids: [uuid],
  }),
  attachment: (_, uuid, parent) => ({ lines: [attachment(uuid, parent)], uuids: [uuid] }),
  calls: (_, uuid, parent) => {
    const [first, second] = [`${uuid}a`, `${uuid}b`];
    return {
      lines: [
        reply(first, parent, call(first), { id: uuid }),
        reply(second, first, call(second), { id: uuid }),
      ],
      uuids: [first, second],
      calls: [first, second],
    };
  },
  result: ({ calls }, uuid) => {
    const called = calls.at(-1 - (uuid.length % 2));
    return called ? { lines: [result(uuid, called, called)], uuids: [uuid] } : {};
  },
  compact: (_, uuid, parent) => ({
    lines: [
      compaction(uuid, parent, `${uuid}s`),
      prompt(`${uuid}s`, uuid, `summary ${uuid}`, { isCompactSummary: true }),
    ],
    uuids: [uuid, `${uuid}s`],
  }),
  leaf: (_, __, parent) => ({ lines: [lastPrompt(parent)] }),
  side: () => ({ lines: [side('mode')] }),
  junk: () => ({ lines: ['{"type":"user","pa'] }),
};

const step = fc.record({
  kind: fc.constantFrom(...Object.keys(steps)),
  /** Which entry it hangs on; mostly the last. */
  at: fc.oneof({ weight: 4, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: fc.nat(30) }),
});

/** A session with branches, compactions, interruptions and lines of every kind. */
export const anySession: fc.Arbitrary<readonly string[]> = fc
  .array(step, { minLength: 1, maxLength: 40 })
  .map((taken) =>
    taken.reduce(
      (session, { kind, at }, place) => {
        const parent = session.uuids.at(at === -1 ? -1 : at % session.uuids.length) ?? '';
        const {
          lines = [],
          uuids = [],
          calls = [],
        } = steps[kind]?.(session, `e${place}`, parent) ?? {};
        return {
          lines: [...session.lines, ...lines],
          uuids: [...session.uuids, ...uuids],
          calls: [...session.calls, ...calls],
        };
      },
      { lines: [prompt('first', null, 'Hello')], uuids: ['first'], calls: [] } as Session,
    ),
  )
  .map(({ lines }) => lines);
