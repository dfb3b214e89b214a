import { expect, it } from 'vitest';
import { createMassGen } from '../../lib/local/massgen.ts';
import { startChatServer } from '../support/chat-server/chat-server.ts';
import { TEST_KEY } from '../support/maker-server/maker-server.ts';
import { newAnswer, refusesWith, vote } from '../support/maker-server/scripted-reply.ts';

it.each([
  ['unreachable', 'http://127.0.0.1:9/v1', undefined],
  ['overloaded', undefined, refusesWith(503, { error: { message: 'busy' } })],
  ['rate limited', undefined, refusesWith(429, { error: { message: 'slow down' } })],
  [
    'overflowing',
    undefined,
    refusesWith(400, { error: { message: 'too long', code: 'context_length_exceeded' } }),
  ],
])(
  'an agent whose own backend is %s answers through its fallback, and the result says so',
  async (_, url, reply) => {
    const broken = await startChatServer({ mode: 'grok', ...(reply && { replies: [reply] }) });
    const sound = await startChatServer({
      mode: 'common',
      respond: (_request, count) =>
        [newAnswer('A'), vote('agent1'), { text: 'Final.' }][count] ?? {},
    });
    const massgen = await createMassGen({
      data: ':memory:',
      lookup: (name) => (name === 'XAI_API_KEY' ? TEST_KEY : undefined),
    });
    try {
      const result = await massgen.ask('Why?', {
        config: {
          agents: [
            {
              id: 'a',
              backend: { type: 'grok', model: 'grok-4.7', base_url: url ?? broken.url },
              fallback: [{ type: 'chatcompletion', model: 'm', base_url: sound.url }],
            },
          ],
        },
      });
      expect(result).toMatchObject({ status: 'completed', answer: 'Final.', calls: 3 });
      expect(result.agents[0]).toMatchObject({ backend: 'grok', answeredBy: 'chatcompletion' });
    } finally {
      massgen.close();
      await Promise.all([broken.close(), sound.close()]);
    }
  },
);
