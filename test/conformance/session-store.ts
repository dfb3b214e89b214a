import fc from 'fast-check';
import { expect } from 'vitest';
import type { Entry, SessionKey } from '../../lib/claude-code/sessions/entry.ts';
import {
  createSessionStore,
  type SessionStore,
} from '../../lib/claude-code/sessions/session-store.ts';
import { createSessions, type Sessions } from '../../lib/claude-code/sessions/sessions.ts';
import type { Table } from '../../lib/core/shared/table.ts';
import { toUuid } from '../../lib/dialects/claude-code/to-uuid.ts';
import { randomIds } from '../../lib/runtime/system.ts';
import { stillClock } from '../support/still-clock.ts';
import { conformance } from './_conformance.ts';
import { noise } from './_noise.ts';

type Open = () => Table;

const ID = toUuid('session');
const key = (more: Partial<SessionKey> = {}): SessionKey => ({
  projectKey: '-work',
  sessionId: ID,
  ...more,
});
const subagent = key({ subpath: 'subagents/agent-a1' });

const clock = stillClock('2026-11-27T12:00:00.000Z');

/** One process's sessions. */
const sessionsOn = (table: Table, tenant = 'tenant'): Sessions =>
  createSessions({ table, tenant, clock, ids: randomIds });

/** One more process. */
const storeOn = (table: Table, tenant?: string): SessionStore =>
  createSessionStore(sessionsOn(table, tenant));

const entry = (text: string, more: Record<string, string> = {}): Entry => ({
  type: 'user',
  uuid: toUuid(text),
  message: { role: 'user', content: text },
  ...more,
});

const side = (type: string): Entry => ({ type, sessionId: ID });

const rules = {
  'what was never written is null': async (open) => {
    const store = storeOn(open());
    expect(await store.load(key())).toBeNull();
    expect(await store.listSubkeys(key())).toEqual([]);
    expect(await store.listSessions('-work')).toEqual([]);
  },

  'entries come back equal, in the order in which they were appended': async (open) => {
    const table = open();
    const store = storeOn(table);
    await store.append(key(), [entry('one'), side('mode')]);
    await store.append(key(), [entry('two')]);
    const all = [entry('one'), side('mode'), entry('two')];
    expect(await store.load(key())).toEqual(all);
    expect(await storeOn(table).load(key())).toEqual(all);
  },

  'any entries come back, in pieces of any size': async (open) => {
    const table = open();
    const pieces = fc.array(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(fc.uuid(), pieces, async (sessionId, batches) => {
        const store = storeOn(table);
        const entries = batches.map((batch) =>
          batch.map((body): Entry => ({ ...JSON.parse(JSON.stringify(body)), type: 'x' })),
        );
        for (const batch of entries) await store.append(key({ sessionId }), batch);
        const all = entries.flat();
        expect(await storeOn(table).load(key({ sessionId }))).toEqual(all.length > 0 ? all : null);
        await store.delete(key({ sessionId }));
      }),
      { numRuns: 25 },
    );
  },

  'an entry with a uuid stands once, however often it is appended': async (open) => {
    const table = open();
    const store = storeOn(table);
    await store.append(key(), [entry('one'), entry('two')]);
    await store.append(key(), [entry('two'), entry('three'), entry('three')]);
    await storeOn(table).append(key(), [entry('one'), entry('four')]);
    expect(await storeOn(table).load(key())).toEqual(
      ['one', 'two', 'three', 'four'].map((t) => entry(t)),
    );
  },

  'an entry without one stands as often as it came': async (open) => {
    const table = open();
    const store = storeOn(table);
    await store.append(key(), [side('mode'), side('mode')]);
    await store.append(key(), [side('mode')]);
    expect(await storeOn(table).load(key())).toHaveLength(3);
  },

  'a thread of a subagent is one of its own': async (open) => {
    const table = open();
    const store = storeOn(table);
    await store.append(key(), [entry('main')]);
    await store.append(subagent, [entry('sub'), entry('main')]);
    const other = storeOn(table);
    expect(await other.load(key())).toEqual([entry('main')]);
    expect(await other.load(subagent)).toEqual([entry('sub'), entry('main')]);
    expect(await other.listSubkeys(key())).toEqual(['subagents/agent-a1']);
  },

  'sessions do not mix, and the folder that one ran in does not matter': async (open) => {
    const table = open();
    const store = storeOn(table);
    const other = toUuid('other');
    await store.append(key(), [entry('mine')]);
    await store.append(key({ sessionId: other }), [entry('theirs')]);
    expect(await storeOn(table).load(key({ projectKey: '-elsewhere' }))).toEqual([entry('mine')]);
    const listed = await store.listSessions('-anywhere');
    expect(listed.map(({ sessionId }) => sessionId).toSorted()).toEqual([ID, other].toSorted());
    expect(listed[0]?.mtime).toBe(clock.now().getTime());
  },

  "another tenant's session is not there": async (open) => {
    const table = open();
    await storeOn(table, 'tenant').append(key(), [entry('mine')]);
    const other = storeOn(table, 'other');
    expect(await other.load(key())).toBeNull();
    expect(await other.listSessions('-work')).toEqual([]);
    await other.delete(key());
    expect(await storeOn(table, 'tenant').load(key())).toEqual([entry('mine')]);
  },

  'large entries come back, alone and among others': async (open) => {
    const table = open();
    const image = Buffer.from(noise(3_000_000)).toString('base64');
    const entries = [entry('before'), entry('image', { image }), entry('after')];
    await storeOn(table).append(key(), entries);
    expect(await storeOn(table).load(key())).toEqual(entries);
  },

  'what fits is written in one row': async (open) => {
    const table = counting(open());
    const held = await sessionsOn(table).take(ID);
    const before = table.puts();
    const turn = Array.from({ length: 36 }, (_, at) => entry(`${at} ${'x'.repeat(2_000)}`));
    await held.append('', turn);
    expect(table.puts() - before).toBe(1);
  },

  'a summary is kept with what it sums up': async (open) => {
    const table = open();
    const store = createSessionStore(sessionsOn(table), (before = { count: 0 }, _, entries) => ({
      count: Number(before['count']) + entries.length,
    }));
    await store.append(key(), [entry('one'), entry('two')]);
    await store.append(key(), [entry('three')]);
    expect(await storeOn(table).listSessionSummaries('-work')).toEqual([
      { sessionId: ID, mtime: clock.now().getTime(), data: { count: 3 } },
    ]);
  },

  'what is deleted is gone, with its threads, and can be begun again': async (open) => {
    const table = open();
    const store = storeOn(table);
    await store.append(key(), [entry('one')]);
    await store.append(subagent, [entry('sub')]);
    await store.delete(key());
    expect(await store.load(key())).toBeNull();
    expect(await storeOn(table).listSubkeys(key())).toEqual([]);
    expect(await storeOn(table).listSessions('-work')).toEqual([]);
    await store.append(key(), [entry('two')]);
    expect(await storeOn(table).load(key())).toEqual([entry('two')]);
  },

  'a writer that was thought dead is refused, and its entries go on in a fork': async (open) => {
    const table = open();
    const sessions = sessionsOn(table);
    const dead = await sessions.take(ID);
    await dead.append('', [entry('one')]);
    const live = await sessions.take(ID);
    await dead.append('', [entry('of the dead')]);
    await live.append('', [entry('of the living')]);
    await dead.append('subagents/agent-x', [entry('sub')]);
    expect(dead.refused.aborted).toBe(true);
    expect(live.refused.aborted).toBe(false);
    expect(live.id()).toBe(ID);
    const load = (sessionId: string) => storeOn(table).load(key({ sessionId }));
    expect(await load(ID)).toEqual([entry('one'), entry('of the living')]);
    expect(await load(dead.id())).toEqual([entry('one'), entry('of the dead')]);
    expect(await storeOn(table).listSubkeys(key())).toEqual([]);
  },

  'of many that take a session over at once the last has it, and nothing is lost': async (open) => {
    const table = open();
    const takers = await Promise.all(Array.from({ length: 6 }, () => sessionsOn(table).take(ID)));
    await Promise.all(takers.map((held, at) => held.append('', [entry(`of ${at}`)])));
    expect(takers.filter(({ refused }) => !refused.aborted)).toHaveLength(1);
    const loaded = takers.map((held) => storeOn(table).load(key({ sessionId: held.id() })));
    expect(await Promise.all(loaded)).toEqual(takers.map((_, at) => [entry(`of ${at}`)]));
  },

  'a session that begins afresh holds nothing of what was said before': async (open) => {
    const table = open();
    const sessions = sessionsOn(table);
    await (await sessions.take(ID)).append('', [entry('one')]);
    const held = await sessions.take(ID, () => true);
    expect(held.standing.threads.size).toBe(0);
    await held.append('', [entry('one'), entry('two')]);
    expect(await storeOn(table).load(key())).toEqual([entry('one'), entry('two')]);
  },

  'what could not be written is written first, and stands once': async (open) => {
    const table = failing(open());
    const held = await sessionsOn(table).take(ID);
    table.fail('before');
    await expect(held.append('', [entry('one'), side('mode')])).rejects.toThrow('no store');
    await expect(held.append('', [entry('one'), side('mode')])).rejects.toThrow('no store');
    await expect(held.append('', [entry('two')])).rejects.toThrow('no store');
    table.fail('after');
    await expect(held.append('', [entry('two')])).rejects.toThrow('no store');
    table.fail('never');
    await held.append('', [entry('two')]);
    await held.append('', [entry('three')]);
    expect(await storeOn(table).load(key())).toEqual([
      ...[entry('one'), side('mode')],
      ...[entry('two'), entry('three')],
    ]);
  },
} satisfies Record<string, (open: Open) => Promise<void>>;

/** The sessions of Claude Code on every table. */
export const sessionStoreConformance = conformance('SessionStore', rules);

function counting(table: Table): Table & { readonly puts: () => number } {
  let puts = 0;
  return {
    ...table,
    puts: () => puts,
    put: (row, when) => {
      puts += 1;
      return table.put(row, when);
    },
  };
}

/** Fails before a row is written, or behind it, so that nobody can say whether it was. */
function failing(table: Table) {
  let when: 'never' | 'before' | 'after' = 'never';
  const put: Table['put'] = async (row, condition) => {
    if (when === 'before') throw new Error('no store');
    const outcome = await table.put(row, condition);
    if (when === 'after') throw new Error('no store');
    return outcome;
  };
  const fail = (now: typeof when) => {
    when = now;
  };
  return { ...table, put, fail };
}
