import { describe, expect, it } from 'vitest';
import { checkedId, isId } from '../../../lib/core/context/address.ts';
import { createSessions } from '../../../lib/core/session/sessions.ts';
import { memoryTable, redactor } from '../../support/memory-log.ts';
import { stillClock } from '../../support/still-clock.ts';
import { outrun } from '../context/_tables.ts';

function register(table = memoryTable()) {
  const clock = stillClock();
  return { table, clock, sessions: createSessions({ table, clock, tenant: 'tenant', redactor }) };
}

describe('the register of sessions', () => {
  it('makes a session once, and keeps the title it had', async () => {
    const { sessions, clock } = register();
    expect(await sessions.ensure('one', 'First')).toBe(true);
    clock.pass(1000);
    expect(await sessions.ensure('one', 'Second')).toBe(false);
    expect(await sessions.find('one')).toEqual(await sessions.get('one'));
    expect(await sessions.get('one')).toEqual({
      id: 'one',
      title: 'First',
      turns: 0,
      status: 'empty',
      agents: [],
      backends: [],
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-01T00:00:00.000Z',
      run: null,
      anchor: null,
    });
  });

  it('does not know one that was never made', async () => {
    const { sessions } = register();
    expect(await sessions.find('none')).toBeUndefined();
    const unknown = { code: 'session.unknown', facts: { session: 'none' } };
    await expect(sessions.get('none')).rejects.toMatchObject(unknown);
    await expect(sessions.update('none', () => ({}))).rejects.toMatchObject(unknown);
  });

  it('lists the last touched first', async () => {
    const { sessions, clock } = register();
    for (const id of ['one', 'two', 'three']) {
      clock.pass(1000);
      await sessions.ensure(id, id);
    }
    clock.pass(1000);
    await sessions.update('one', () => ({ turns: 1 }));
    expect((await sessions.list()).map(({ id }) => id)).toEqual(['one', 'three', 'two']);
  });

  it('does not write what changes nothing', async () => {
    const { sessions, table, clock } = register();
    await sessions.ensure('one', 'One');
    clock.pass(1000);
    await sessions.update('one', ({ title }) => ({ title, agents: [] }));
    expect(await table.get({ partition: 'tenant/sessions', sort: 'one' })).toMatchObject({
      version: 1,
      body: { updatedAt: '2026-01-01T00:00:00.000Z' },
    });
  });

  it('loses no change when two are made at once', async () => {
    const table = memoryTable();
    const theirs = register(table);
    await theirs.sessions.ensure('one', 'One');
    let rivals = 3;
    const slow = outrun(table, async () => {
      if (rivals === 0) return;
      rivals -= 1;
      await theirs.sessions.update('one', ({ turns }) => ({ turns: turns + 1 }));
    });
    await register(slow).sessions.update('one', ({ turns }) => ({ turns: turns + 10 }));
    expect(await theirs.sessions.get('one')).toMatchObject({ turns: 13 });
  });

  it('names a row that it cannot read', async () => {
    const { sessions, table } = register();
    const row = { partition: 'tenant/sessions', sort: 'one', version: 1, body: { id: 'one' } };
    await table.put(row, 'absent');
    await expect(sessions.get('one')).rejects.toMatchObject({
      code: 'store.broken',
      facts: { place: 'session one' },
    });
  });
});

describe('the id of a session', () => {
  it.each(['a', 'A.b-c_9', '0', 'x'.repeat(64)])('may be %s', (id) => {
    expect(isId(id)).toBe(true);
    expect(checkedId(id)).toBe(id);
  });

  it.each([
    '',
    '.',
    '../up',
    'a/b',
    ' a',
    'a b',
    'a\n',
    'é',
    '-a',
    '_a',
    'x'.repeat(65),
    'a\u0000',
  ])('cannot be %j', (id) => {
    expect(isId(id)).toBe(false);
    expect(() => checkedId(id)).toThrow(
      expect.objectContaining({ code: 'session.invalidId', facts: { id } }),
    );
  });
});
