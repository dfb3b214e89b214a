import { describe, expect, it } from 'vitest';
import { createBackend } from '../../lib/backends/create-backend.ts';
import type { Backend, Reply } from '../../lib/core/agent/backend.ts';
import type { Tool } from '../../lib/core/agent/tool.ts';
import { type Message, textOf } from '../../lib/core/message/message.ts';
import { countedIds } from '../support/counted-ids.ts';
import { type MakerServer, TEST_KEY } from '../support/maker-server/maker-server.ts';
import { type TestMaker, testMakers } from '../support/makers.ts';
import { stillClock } from '../support/still-clock.ts';
import { answerOf } from './_call.ts';

const look: Tool = {
  name: 'look_up',
  description: 'Looks something up.',
  parameters: {
    type: 'object',
    properties: { topic: { type: 'string' } },
    required: ['topic'],
    additionalProperties: false,
  },
};

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const pixel = { type: 'image' as const, mediaType: 'image/png', data: PIXEL };

const said = (role: Message['role'], ...parts: Message['parts']): Message => ({
  id: `${role}-${parts.length}`,
  role,
  parts,
});
const text = (words: string) => ({ type: 'text' as const, text: words });

/** What each model says, one reply after the other. */
const script = (name: string) => [
  {
    thinking: `${name} wonders.`,
    text: `${name} will look.`,
    calls: [
      { name: 'look_up', arguments: { topic: `the left of ${name}` } },
      { name: 'look_up', arguments: { topic: `the right of ${name}` } },
    ],
  },
  { thinking: `${name} knows.`, text: `${name} sees a pixel.` },
  { text: `${name} is back.` },
];

interface Seat {
  readonly maker: TestMaker;
  readonly server: MakerServer;
  readonly backend: Backend;
}

async function seat(maker: TestMaker, replies = script(maker.name)): Promise<Seat> {
  const server = await maker.start({ replies });
  const backend = createBackend(
    { type: maker.type, model: maker.model, options: { ...maker.options, base_url: server.url } },
    {
      agent: maker.name,
      agentIds: [maker.name],
      key: TEST_KEY,
      lookup: () => undefined,
      clock: stillClock(),
      ids: countedIds(),
    },
  );
  return { maker, server, backend };
}

/** Adds a reply to the conversation as its agent's. */
async function ask({ maker, backend }: Seat, messages: readonly Message[]): Promise<Reply> {
  const { message, losses } = await answerOf(backend, {
    messages,
    tools: [look],
    allowedTools: [look.name],
  });
  const author = { agent: maker.name, backend: backend.type, model: backend.model };
  return { message: { ...message, author }, losses };
}

/** A conversation with one maker: an image, thoughts, two calls at once, an image that a tool gave. */
async function held(by: Seat): Promise<readonly Message[]> {
  const opening = [
    said('system', text('Be brief.')),
    said('user', text('What is on this picture?'), pixel),
  ];
  const first = await ask(by, opening);
  const results = first.message.parts
    .filter((part) => part.type === 'tool_call')
    .map((call, place) =>
      said('tool', {
        type: 'tool_result',
        call: call.id,
        content: place === 0 ? [text('Nothing there.')] : [text('A pixel:'), pixel],
        error: place === 0,
      }),
    );
  expect(results).toHaveLength(2);
  const soFar = [...opening, first.message, ...results];
  const second = await ask(by, soFar);
  return [...soFar, second.message];
}

const refusals = ({ server }: Seat) =>
  server.requests.flatMap(({ refused }) => (refused === undefined ? [] : [refused]));

describe.each(testMakers)('a conversation held with $name', (from) => {
  it.each(testMakers)('goes on with $name, and comes back', async (to) => {
    await using here = await opened(from);
    await using there = await opened(to, [{ thinking: 'Hm.', text: `${to.name} agrees.` }]);
    const conversation = await held(here.seat);
    const question = said('user', text('Is that so?'));

    const handedOver = await ask(there.seat, [...conversation, question]);
    expect(refusals(there.seat)).toEqual([]);
    const sent = there.seat.server.requests[0]?.raw ?? '';
    for (const words of [
      'Be brief.',
      'What is on this picture?',
      `${from.name} will look.`,
      `the left of ${from.name}`,
      `the right of ${from.name}`,
      'Nothing there.',
      `${from.name} sees a pixel.`,
      'Is that so?',
    ])
      expect(sent).toContain(words);
    expect(textOf(handedOver.message)).toBe(`${to.name} agrees.`);

    const further = [
      ...conversation,
      question,
      handedOver.message,
      said('user', text('Then sum up.')),
    ];
    const back = await ask(here.seat, further);
    expect(refusals(here.seat)).toEqual([]);
    expect(textOf(back.message)).toBe(`${from.name} is back.`);
    expect(here.seat.server.requests.at(-1)?.raw).toContain(`${to.name} agrees.`);
  });
});

async function opened(maker: TestMaker, replies = script(maker.name)) {
  const taken = await seat(maker, replies);
  return { seat: taken, [Symbol.asyncDispose]: taken.server.close };
}
