import { expect, it } from 'vitest';
import { systemClock } from '../../lib/runtime/system.ts';
import { until } from '../support/until.ts';
import { house, TOKEN } from './_house.ts';

const PATH = '/v1/contexts/ctx';

type House = ReturnType<typeof house>;

const commit = ({ ask }: House, item: string) =>
  ask('POST', `${PATH}/commits`, { operations: [{ op: 'put', item, kind: 'note', body: 1 }] });

/** A place, and a context with two commits. */
async function furnished(plot: Parameters<typeof house>[0]) {
  const to = house(plot);
  await commit(to, 'a');
  await commit(to, 'b');
  return to;
}

const listen = ({ app }: House, query = '', headers: Record<string, string> = {}) =>
  app.request(`${PATH}/events${query}`, {
    headers: { Authorization: `Bearer ${TOKEN}`, ...headers },
  });

/** The frames of a stream, one after the other. */
function framesOf(response: Response) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    next: async () => {
      while (!text.includes('\n\n')) {
        const { value, done } = (await reader?.read()) ?? { done: true };
        if (done) return undefined;
        text += value;
      }
      const [frame = '', ...rest] = text.split('\n\n');
      text = rest.join('\n\n');
      return frame;
    },
    cancel: () => reader?.cancel(),
  };
}

const idsIn = (text: string) => [...text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id);

it('tells what there is, then what comes, each with its version as its id', async () => {
  const to = await furnished({ canStream: true });
  const response = await listen(to, '?from=1');
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const frames = framesOf(response);
  expect(await frames.next()).toMatch(/^retry: \d+$/);
  const [id, data = ''] = (await frames.next())?.split('\n') ?? [];
  expect(id).toBe('id: 2');
  expect(JSON.parse(data.replace('data: ', ''))).toMatchObject({
    type: 'context.committed',
    version: 2,
    operations: [{ op: 'put', item: 'b', kind: 'note' }],
  });
  const coming = frames.next();
  await commit(to, 'c');
  expect(await coming).toContain('id: 3');
  await frames.cancel();
});

it('goes on behind the event that came last, whatever the query says', async () => {
  const to = await furnished({ canStream: true });
  const response = await listen(to, '?from=0&until=2', { 'Last-Event-ID': '1' });
  expect(idsIn(await response.text())).toEqual(['2']);
});

it('nobody watches any more when the reader is gone', async () => {
  const to = await furnished({ canStream: true });
  const frames = framesOf(await listen(to, '?from=2'));
  await frames.next();
  const coming = frames.next();
  await until(() => to.listeners() === 1);
  await frames.cancel();
  await coming;
  await until(() => to.listeners() === 0);
});

it('nobody watches any more when the reader has read enough', async () => {
  const to = await furnished({ canStream: true });
  const frames = framesOf(await listen(to, '?from=0'));
  await frames.next();
  expect(await frames.next()).toContain('id: 1');
  expect(to.listeners()).toBe(1);
  await frames.cancel();
  await until(() => to.listeners() === 0);
});

it('says now and then that it is still there', async () => {
  const clock = { ...systemClock, pause: async () => undefined };
  const to = await furnished({ canStream: true, clock });
  const frames = framesOf(await listen(to, '?from=2'));
  await frames.next();
  expect(await frames.next()).toMatch(/^:/);
  await frames.cancel();
});

it('answers with what there is and closes, where the place cannot stream', async () => {
  const to = await furnished({});
  const response = await listen(to);
  expect(idsIn(await response.text())).toEqual(['1', '2']);
});

it('closes where the place can carry no more, and whoever comes back is told the rest', async () => {
  const to = await furnished({ maxAnswerBytes: 1_000 });
  for (const item of ['c', 'd', 'e']) await commit(to, item);
  const told: (readonly (string | undefined)[])[] = [];
  for (let last = '0'; last !== '5'; last = told.at(-1)?.at(-1) ?? '5') {
    const text = await (await listen(to, '', { 'Last-Event-ID': last })).text();
    expect(btoa(text).length).toBeLessThan(1_000);
    told.push(idsIn(text));
  }
  expect(told.length).toBeGreaterThan(1);
  expect(told.flat()).toEqual(['1', '2', '3', '4', '5']);
});

it('tells what no place can carry all the same, alone', async () => {
  const to = await furnished({ maxAnswerBytes: 10 });
  expect(idsIn(await (await listen(to)).text())).toEqual(['1']);
});

it('waits for what comes next where there is nothing yet, and the place cannot stream', async () => {
  const to = await furnished({});
  const response = await listen(to, '', { 'Last-Event-ID': '2' });
  const text = response.text();
  await commit(to, 'c');
  expect(idsIn(await text)).toEqual(['3']);
});

it('waits 25 seconds at most, where the place cannot stream', async () => {
  const asked: number[] = [];
  const timeout = (milliseconds: number) => {
    asked.push(milliseconds);
    return AbortSignal.timeout(20);
  };
  const to = await furnished({ clock: { ...systemClock, timeout } });
  const response = await listen(to, '?from=2');
  expect(idsIn(await response.text())).toEqual([]);
  expect(new Set(asked)).toEqual(new Set([25_000]));
});

it.each([
  ['?from=3', {}, 404, 'context.unknownVersion'],
  ['?branch=none', {}, 404, 'branch.unknown'],
  ['?from=x', {}, 400, 'request.invalid'],
  ['', { 'Last-Event-ID': 'x' }, 400, 'request.invalid'],
])('%s %j is a problem, not a stream', async (query, headers, status, code) => {
  const to = await furnished({ canStream: true });
  const response = await listen(to, query, headers);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ code });
});
