import { describe, expect, it } from 'vitest';
import type { Json } from '../../lib/core/shared/json.ts';
import { createMassGen } from '../../lib/local/massgen.ts';
import { TEST_KEY } from '../support/maker-server/maker-server.ts';
import {
  newAnswer,
  refusesWith,
  type ScriptedReply,
} from '../support/maker-server/scripted-reply.ts';
import { type TestMaker, testMakers } from '../support/makers.ts';
import { sensible } from '../support/scripted-model.ts';

/** What each maker's API says when it has had enough, and when it is told too much. */
const saying: Readonly<
  Record<string, { readonly slow: ScriptedReply; readonly long: ScriptedReply }>
> = {
  claude: {
    slow: refusesWith(429, {
      type: 'error',
      error: { type: 'rate_limit_error', message: 'Slow.' },
    }),
    long: refusesWith(400, {
      type: 'error',
      error: { type: 'invalid_request_error', message: 'prompt is too long: 9 tokens > 8 maximum' },
    }),
  },
  gemini: {
    slow: refusesWith(429, {
      error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'Slow.' },
    }),
    long: refusesWith(400, {
      error: {
        code: 400,
        status: 'INVALID_ARGUMENT',
        message: 'The input token count (9) exceeds the maximum number of tokens allowed (8).',
      },
    }),
  },
};

const openai = {
  slow: refusesWith(429, { error: { message: 'Slow.', code: 'rate_limit_exceeded' } }),
  long: refusesWith(400, { error: { message: 'Too long.', code: 'context_length_exceeded' } }),
};

const answers = sensible({ answer: 'A hash map.', votesFor: 'agent1' });

const spec = ({ type, model, options }: TestMaker, base_url: string): Json => ({
  type,
  model,
  base_url,
  api_key: TEST_KEY,
  ...options,
});

/** A run whose first agent answers with its own maker's model, which then fails it. */
async function run(maker: TestMaker, next: TestMaker, problem: ScriptedReply | 'down') {
  await using own = await maker.start({
    respond: (_, count) =>
      count === 0 || problem === 'down'
        ? { thinking: 'Hm.', text: 'Here it is.', ...newAnswer('A hash map and a list.') }
        : problem,
  });
  await using fallback = await next.start({
    respond: (seen, count) =>
      count === 0 && problem === 'down' ? newAnswer('A hash map and a list.') : answers(seen),
  });
  if (problem === 'down') await own.close();
  const massgen = await createMassGen({ data: ':memory:', lookup: () => undefined });
  try {
    const result = await massgen.ask('Which data structure suits an LRU cache?', {
      config: {
        agents: [
          {
            id: 'first',
            backend: spec(maker, own.url),
            fallback: [spec(next, fallback.url)],
          },
          {
            id: 'second',
            backend: { type: 'rehearsal', script: [{ answer: 'B' }, { vote: 'first' }] },
          },
        ],
      },
    });
    return { result, refused: fallback.requests.flatMap(({ refused }) => refused ?? []) };
  } finally {
    massgen.close();
  }
}

const pairs = testMakers.map((maker, at) => ({
  maker,
  next: testMakers[(at + 1) % testMakers.length] ?? maker,
}));

describe.each(pairs)('$maker.name, with $next.name behind it', ({ maker, next }) => {
  const { slow, long } = saying[maker.type] ?? openai;

  it.each([
    ['down', 'backend.unavailable', 'down'],
    ['rate limited', 'backend.rateLimited', slow],
    ['overflowing', 'backend.overflow', long],
  ] as const)(
    'is %s: the run ends, and says who answered and what was lost',
    async (_, code, problem) => {
      const { result, refused } = await run(maker, next, problem);
      expect(refused).toEqual([]);
      expect(result).toMatchObject({
        status: 'completed',
        winner: 'first',
        answer: 'The final answer.',
      });
      const [first] = result.agents;
      expect(first).toMatchObject({
        backend: maker.type,
        answeredBy: next.type,
        model: next.model,
      });
      expect(first?.moves.length).toBeGreaterThan(0);
      for (const move of first?.moves ?? [])
        expect(move).toMatchObject({ from: maker.type, to: next.type, because: { code } });
      const lost = Object.keys(first?.losses ?? {});
      if (problem !== 'down') expect(lost).toContain('thinking');
    },
  );
});
