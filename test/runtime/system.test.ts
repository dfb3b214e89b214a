import { expect, it } from 'vitest';
import { newSessionId, randomIds } from '../../lib/runtime/system.ts';

const ids = Array.from({ length: 20_000 }, () => randomIds.next('thing'));

it('ids begin as asked, and no two are the same, however many are drawn', () => {
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^thing_[0-9a-hjkmnp-tv-z]{16}$/);
});

it('each place of an id holds each of the 32 letters about as often', () => {
  for (let place = 6; place < 22; place += 1) {
    const counts = new Map<string, number>();
    for (const id of ids) counts.set(id.charAt(place), (counts.get(id.charAt(place)) ?? 0) + 1);
    expect(counts.size).toBe(32);
    for (const count of counts.values()) expect(Math.abs(count - 625)).toBeLessThan(200);
  }
});

it('a session is named after its time', () => {
  expect(newSessionId(new Date('2026-11-24T21:06:38Z'))).toMatch(
    /^session_20261124_210638_[0-9a-z]{4}$/,
  );
});
