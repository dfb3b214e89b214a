import { expect, it } from 'vitest';
import { takeLease } from '../../../lib/claude-code/sessions/session-lease.ts';
import { memoryTable } from '../../support/memory-log.ts';
import { type StillClock, stillClock } from '../../support/still-clock.ts';

const placeOf = (clock = stillClock()) => ({ table: memoryTable(), tenant: 'tenant', clock });

/** Lets time pass until something has come of it. */
async function passing<T>(clock: StillClock, coming: Promise<T>): Promise<T> {
  const state = { over: false };
  const over = coming.finally(() => {
    state.over = true;
  });
  while (!state.over) {
    await new Promise(setImmediate);
    clock.pass(500);
  }
  return over;
}

it('who comes second waits until the first is done', async () => {
  const place = placeOf();
  const first = await takeLease(place, 's', 'one');
  let isLetGo = false;
  const second = takeLease(place, 's', 'two').then((lease) => ({ lease, isLetGo }));
  for (let look = 0; look < 5; look += 1) await passing(place.clock, Promise.resolve());
  isLetGo = true;
  await first?.letGo();
  expect(await passing(place.clock, second)).toMatchObject({ lease: {}, isLetGo: true });
});

it('whoever is dead is waited for as long as a lease lives, and no longer', async () => {
  const place = placeOf();
  const dead = {
    ...place,
    clock: { ...place.clock, pause: () => new Promise<void>(() => undefined) },
  };
  await takeLease(dead, 's', 'one');
  expect(await passing(place.clock, takeLease(place, 's', 'two'))).toBeDefined();
});

it('whoever goes on and on is not waited for without end', async () => {
  const place = placeOf();
  const row = { partition: 'tenant/claude-session-leases', sort: 's', version: 1 };
  await place.table.put({ ...row, body: { writer: 'one', until: 9e15 } }, 'absent');
  expect(await passing(place.clock, takeLease(place, 's', 'two'))).toBeUndefined();
});

it('other sessions and other tenants wait for nobody', async () => {
  const place = placeOf();
  await takeLease(place, 's', 'one');
  expect(await takeLease(place, 't', 'two')).toBeDefined();
  expect(await takeLease({ ...place, tenant: 'other' }, 's', 'two')).toBeDefined();
});
