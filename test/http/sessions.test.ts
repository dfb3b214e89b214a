import { expect, it } from 'vitest';
import { config, house, TOKEN } from './_house.ts';

async function asked() {
  const to = house();
  await to.ask('POST', '/v1/runs?wait=25', { question: 'Why <b>?', config, sessionId: 'mine' });
  return to;
}

it('sessions are listed and shown', async () => {
  const { ask } = await asked();
  expect(await ask('GET', '/v1/sessions')).toMatchObject({
    status: 200,
    body: { sessions: [{ id: 'mine', turns: 1, status: 'completed', agents: ['ada', 'bob'] }] },
  });
  expect(await ask('GET', '/v1/sessions?agent=eve')).toMatchObject({ body: { sessions: [] } });
  expect(await ask('GET', '/v1/sessions?since=2999-01-01')).toMatchObject({
    body: { sessions: [] },
  });
  expect(await ask('GET', '/v1/sessions?since=soon')).toMatchObject({ status: 400 });
  expect(await ask('GET', '/v1/sessions/mine')).toMatchObject({
    body: { id: 'mine', history: [{ turn: 1, question: 'Why <b>?', answer: 'Because.' }] },
  });
  expect(await ask('GET', '/v1/sessions/none')).toMatchObject({ status: 404 });
});

it('a session is exported whole, or as a page that can do nothing', async () => {
  const { app } = await asked();
  const get = (query: string) =>
    app.request(`/v1/sessions/mine/export${query}`, {
      headers: { Authorization: `Bearer ${TOKEN}` },
    });
  expect(await (await get('')).json()).toMatchObject({
    massgen: 'session',
    session: { id: 'mine' },
  });
  const page = await get('?format=html');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toContain('sandbox');
  expect(await page.text()).not.toContain('Why <b>?');
  expect(await (await get('?format=markdown')).text()).toContain('Because.');
  expect((await get('?format=pdf')).status).toBe(400);
});
