import type { Item } from '../../lib/core/context/item.ts';
import { roughTokens } from '../../lib/core/message/tokens.ts';
import { Compression } from '../../lib/core/view/compression.ts';
import { Subscription } from '../../lib/core/view/subscription.ts';
import type { ViewRequest } from '../../lib/core/view/view-request.ts';
import { createViewer, type Viewer } from '../../lib/core/view/viewer.ts';
import { loadGptTokens } from '../../lib/runtime/gpt-tokens.ts';
import { beside, type Figure, timesInTurn } from './measure.ts';
import { prose } from './prose.ts';

const MESSAGES = 5_000;
const ROOM = 8_000;

const message = (at: number): Item => ({
  id: `message/${at}`,
  kind: 'message',
  author: { agent: `agent${at % 4}` },
  version: at + 1,
  tags: at % 1_000 === 0 ? ['pinned'] : [],
  visibility: 'shared',
  body: { id: `m${at}`, role: 'assistant', parts: [{ type: 'text', text: prose(1_000, at) }] },
});

/** What has come since the last run. */
const news = (run: number) =>
  Array.from({ length: 4 }, (_, at) => message(MESSAGES + 4 * run + at));

const words =
  'cache list map node agent answer vote version commit because while after before reads writes'.split(
    ' ',
  );

/** A dozen words, others for each run. */
const query = (run: number) =>
  Array.from({ length: 12 }, (_, at) => words[(run + at) % words.length]).join(` ${run} `);

const labelOf = ({ id }: Item) => id;

const request = (more: Partial<ViewRequest>): ViewRequest => ({
  subscriptions: [Subscription.parse({ agent: 'reader' })],
  room: ROOM,
  compression: Compression.parse({}),
  query: query(0),
  maker: 'openai',
  labelOf,
  nonce: 'n0nce12345',
  ...more,
});

/** A view of 8,000 tokens out of 5,000 messages of 1,000 characters, beside reading their JSON once. */
export async function views(): Promise<readonly Figure[]> {
  const items = Array.from({ length: MESSAGES }, (_, at) => message(at));
  const text = JSON.stringify(items);
  const viewer = createViewer({ tokens: roughTokens });
  viewer.lay(items, request({}));
  const tokens = await loadGptTokens();
  const figure = async (name: string, n: number, work: (run: number) => unknown) => {
    const [taken, parsed] = await timesInTurn({ n, warmUp: 3 }, work, () => JSON.parse(text));
    return beside(name, taken, 'parsing the messages once', parsed);
  };
  const fresh = (make: () => Viewer) => (run: number) =>
    make().lay(
      items.map((item) => ({ ...item })),
      request({ query: query(run) }),
    );
  return [
    await figure('views.kept', 50, () => viewer.passages(items, request({ after: MESSAGES }))),
    await figure('views.news', 50, () => viewer.passages(items, request({ after: MESSAGES - 4 }))),
    await figure('views.query', 50, (run) => viewer.lay(items, request({ query: query(run) }))),
    await figure('views.grown', 50, (run) =>
      viewer.lay([...items, ...news(run)], request({ query: query(run) })),
    ),
    await figure(
      'views.cold',
      15,
      fresh(() => createViewer({ tokens: roughTokens })),
    ),
    await figure(
      'views.cold.counted',
      5,
      fresh(() => createViewer({ tokens })),
    ),
  ];
}
