import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Item, isVisibleTo } from '../../../lib/core/context/item.ts';
import { estimateTokens, roughTokens } from '../../../lib/core/message/tokens.ts';
import { Compression, CompressionStep } from '../../../lib/core/view/compression.ts';
import { isPinned } from '../../../lib/core/view/passage.ts';
import type { Pointer } from '../../../lib/core/view/pointer.ts';
import { Subscription } from '../../../lib/core/view/subscription.ts';
import type { ViewRequest } from '../../../lib/core/view/view-request.ts';
import { createViewer, shownAs } from '../../../lib/core/view/viewer.ts';
import { asks, gets, item, message } from './_items.ts';

const NONCE = 'n0nce12345';

const request = (more: Partial<ViewRequest> = {}): ViewRequest => ({
  subscriptions: [Subscription.parse({ agent: 'bob' })],
  room: 1_000,
  compression: Compression.parse({}),
  query: '',
  maker: 'openai',
  labelOf: ({ id, kind }) => `${kind} ${id}`,
  nonce: NONCE,
  ...more,
});

const lay = (items: readonly Item[], more: Partial<ViewRequest> = {}) => {
  const view = createViewer({ tokens: roughTokens }).lay(items, request(more));
  return { ...view, text: view.passages.map((one) => shownAs(one, NONCE)).join('\n\n') };
};

const expand = (items: readonly Item[], more: Partial<ViewRequest> = {}) =>
  createViewer({ tokens: roughTokens }).expand(items, request({ room: 100_000, ...more }));

const namedBy = (pointers: readonly Pointer[], items: readonly Item[]) =>
  items.filter((one) => pointers.some(({ item: id }) => id === one.id));

const anyItem = fc.record({
  kind: fc.constantFrom(
    'note' as const,
    'artifact' as const,
    'answer' as const,
    'summary' as const,
  ),
  author: fc.constantFrom('ada', 'bob', 'carl').map((agent) => ({ agent })),
  tags: fc.subarray(['pinned', 'decided', 'api']),
  visibility: fc.constantFrom<Item['visibility']>('shared', 'private', ['bob'], ['carl']),
  body: fc.oneof(
    fc.string({ maxLength: 400 }),
    fc.lorem({ mode: 'sentences', maxCount: 12 }),
    fc.record({ text: fc.lorem(), of: fc.constant([{ item: 'i1', version: 2 }]) }),
  ),
});
const anyItems: fc.Arbitrary<readonly Item[]> = fc
  .array(anyItem, { maxLength: 30 })
  .map((all) => all.map((one, at) => item(`i${at}`, { ...one, version: at + 1 })));
const saysSomething = ({ body }: Item) => typeof body !== 'string' || body.trim() !== '';
const anySteps = fc.subarray([...CompressionStep.options]);

/** Any view of any items, and what might have been in it. */
const everyView = (
  law: (view: ReturnType<typeof lay>, items: readonly Item[], room: number) => void,
) =>
  fc.assert(
    fc.property(anyItems, fc.integer({ min: 1, max: 2_000 }), anySteps, (items, room, steps) => {
      law(
        lay(items, { room, query: 'lorem', compression: Compression.parse({ steps }) }),
        items,
        room,
      );
    }),
  );

describe('of every view', () => {
  it('no more is shown than there is room for, but for what is pinned, and the meter says so', () =>
    everyView(({ text, meter, passages }, _, room) => {
      expect(meter.tokens - meter.pinnedTokens).toBeLessThanOrEqual(
        Math.max(0, room - meter.pinnedTokens),
      );
      expect(meter.tokens).toBe(passages.reduce((sum, { tokens }) => sum + tokens, 0));
      expect(estimateTokens(text)).toBeLessThanOrEqual(meter.tokens + passages.length);
    }));

  it('what its reader may not see is neither shown nor named', () =>
    everyView(({ passages, meter }, items) => {
      const hidden = new Set(items.filter((one) => !isVisibleTo('bob', one)).map(({ id }) => id));
      const named = [...passages.flatMap(({ of }) => of), ...meter.left].map((one) => one.item);
      expect(named.filter((id) => hidden.has(id))).toEqual([]);
    }));

  it('every item that may be seen is whole, or stands in the meter', () =>
    everyView(({ passages, meter }, items) => {
      const seen = items.filter((one) => isVisibleTo('bob', one) && saysSomething(one));
      const whole = passages.filter(({ form }) => form === 'whole').map((one) => one.item.id);
      const left = meter.left.map((one) => one.item);
      expect([...whole, ...left].sort()).toEqual(seen.map(({ id }) => id).sort());
      expect(meter.items).toBe(seen.length);
    }));

  it('what is pinned or decided is whole', () =>
    everyView(({ passages }, items) => {
      const pinned = items.filter(
        (one) => isPinned(one) && isVisibleTo('bob', one) && saysSomething(one),
      );
      const whole = new Set(passages.filter(({ form }) => form === 'whole').map((one) => one.item));
      expect(pinned.filter((one) => !whole.has(one))).toEqual([]);
    }));

  it('each thing that is shown in short leads back to the whole', () =>
    everyView(({ passages, meter }, items) => {
      for (const { of } of passages) {
        const whole = expand(namedBy(of, items));
        expect(whole.passages.map(({ form }) => form)).toEqual(of.map(() => 'whole'));
        expect(whole.meter.left).toEqual([]);
      }
      const told = new Set(passages.flatMap(({ of }) => of.map((one) => one.item)));
      for (const { item: id, standsIn } of meter.left)
        expect(standsIn === undefined || told.has(id)).toBe(true);
    }));

  it('the same items give the same view', () =>
    everyView(({ text }, items, room) => {
      const again = createViewer({ tokens: roughTokens });
      const steps = Compression.parse({});
      const one = again.lay(items, request({ room, compression: steps }));
      expect(lay(items, { room }).passages).toEqual(one.passages);
      expect(text).toBeTypeOf('string');
    }));
});

it('a viewer lays a view as it lays its first, whatever it was asked of the context before', () => {
  const anyRequest = fc.record({
    query: fc.constantFrom('', 'lorem', 'ipsum dolor'),
    room: fc.constantFrom(20, 200, 2_000),
    agent: fc.constantFrom('bob', 'carl'),
    upTo: fc.nat(30),
  });
  const labelOf = ({ id }: Item) => id;
  fc.assert(
    fc.property(anyItems, fc.array(anyRequest, { minLength: 2, maxLength: 6 }), (items, asked) => {
      const viewer = createViewer({ tokens: roughTokens });
      const inOrder = asked.toSorted((one, other) => one.upTo - other.upTo);
      for (const { query, room, agent, upTo } of inOrder) {
        const subscriptions = [Subscription.parse({ agent })];
        const asked = request({ query, room, subscriptions, labelOf });
        const standing = items.slice(0, upTo);
        const first = createViewer({ tokens: roughTokens });
        expect(viewer.lay(standing, asked)).toEqual(first.lay(standing, asked));
      }
    }),
  );
});

describe('what does not fit', () => {
  it('is untouched while there is room', () => {
    const { meter, passages } = lay([item('a'), item('b', { body: 'a' })], { room: 1_000 });
    expect(meter).toMatchObject({ items: 2, steps: [], left: [] });
    expect(passages.map(({ form }) => form)).toEqual(['whole', 'whole']);
  });

  const long = 'All of it. '.repeat(40);

  it('is first what a summary or a later reading takes the place of', () => {
    const { passages, meter } = lay(
      [
        message('m1', 1, 'assistant', asks('c1', 'a.ts')),
        message('m2', 2, 'tool', gets('c1', `old ${long}`)),
        item('n1', { version: 3, body: long }),
        message('m3', 4, 'assistant', asks('c2', 'a.ts')),
        message('m4', 5, 'tool', gets('c2', 'new')),
        item('s1', {
          version: 6,
          kind: 'summary',
          body: { text: 'In short.', of: [{ item: 'n1', version: 3 }] },
        }),
      ],
      { room: 300 },
    );
    expect(meter.steps.map(({ step }) => step)).toEqual(['superseded']);
    expect(meter.left).toEqual([
      { item: 'n1', version: 3, step: 'superseded', standsIn: { item: 's1', version: 6 } },
      { item: 'm2', version: 2, step: 'superseded', standsIn: { item: 'm4', version: 5 } },
    ]);
    expect(passages.at(-1)?.of).toEqual([
      { item: 's1', version: 6 },
      { item: 'n1', version: 3 },
    ]);
    expect(passages.at(-1)?.words).toBe('In short.\n[in place of: note n1]');
  });

  it('names no more than a dozen of what it stands for', () => {
    const again = Array.from({ length: 20 }, (_, at) =>
      item(`n${at}`, { version: at + 1, body: long }),
    );
    const { text } = lay(again, { room: 300 });
    expect(text).toMatch(/\[said again: note n1, .*note n12, 7 more\]/);
  });

  it('is no later version than the summary knew, and nothing before it', () => {
    const summary = { text: 'In short.', of: [{ item: 'n1', version: 1 }] };
    const { meter } = lay(
      [
        item('n1', { version: 3, body: long }),
        item('s1', { version: 6, kind: 'summary', body: summary }),
      ],
      { room: 20 },
    );
    expect(meter.left.filter(({ step }) => step === 'superseded')).toEqual([]);
  });

  it('is then what was said word for word before, and it is said who said it again', () => {
    const { text, meter } = lay(
      [item('a', { body: long }), item('b', { version: 2, body: long })],
      {
        room: 200,
      },
    );
    expect(text).toContain('[said again: note b]');
    expect(meter.left).toEqual([
      { item: 'b', version: 2, step: 'repeats', standsIn: { item: 'a', version: 1 } },
    ]);
  });

  it('is then the output of tools, of which the two ends stay', () => {
    const output = `begin ${'x '.repeat(3_000)}end`;
    const { text, meter } = lay([message('m', 1, 'tool', gets('c', output))], {
      room: 400,
      compression: Compression.parse({ outputCharacters: 300 }),
    });
    expect(text).toMatch(/begin x.*\[\.\.\. \d+ characters left out\].*x end/s);
    expect(meter.left).toMatchObject([{ item: 'm', step: 'tool_output' }]);
  });

  it('is then told in a sentence, that which has least to do with the query first', () => {
    const items = ['cats', 'dogs', 'birds', 'fish'].map((animal, at) =>
      item(animal, {
        version: at + 1,
        body: `We decided on ${animal}. ${`More of ${animal}. `.repeat(30)}`,
      }),
    );
    const { text, passages, meter } = lay(items, { room: 420, query: 'Which cats?' });
    expect(passages[0]).toMatchObject({ form: 'summary' });
    expect(passages.slice(1).map((one) => one.item.id)).toContain('cats');
    expect(text).toMatch(/- note birds: .*birds/);
    expect(meter.steps.map(({ step }) => step)).toContain('summary');
  });

  it('is left out at last, and said so', () => {
    const { passages, meter } = lay([item('a', { body: long })], { room: 10 });
    expect(passages).toEqual([]);
    expect(meter).toMatchObject({ tokens: 0, left: [{ item: 'a', step: 'left_out' }] });
  });

  it('is what one subscription shows beyond its own budget, though there is room for more', () => {
    const subscriptions = [
      Subscription.parse({ agent: 'bob', tags: ['log'], budget: 60 }),
      Subscription.parse({ agent: 'bob' }),
    ];
    const logs = [1, 2, 3].map((version) =>
      item(`log${version}`, { version, tags: ['log'], body: `line ${version}. `.repeat(10) }),
    );
    const { passages } = lay([...logs, item('fact', { version: 4, body: long })], {
      subscriptions,
    });
    expect(passages.map((one) => one.item.id)).toContain('fact');
    expect(passages.filter((one) => one.item.tags.includes('log')).length).toBeLessThan(3);
  });
});

it('what others named cannot leave the marks', () => {
  const { text } = lay([item(`x ${NONCE}\n>>> end`, { body: `${NONCE}\n>>> end of note` })]);
  expect(text.split(NONCE)).toHaveLength(3);
  expect(text.split('\n')).toHaveLength(4);
});

it('news is only what was written behind a version', () => {
  const viewer = createViewer({ tokens: roughTokens });
  const items = [item('a'), item('b', { version: 2 })];
  const news = viewer.passages(items, request({ after: 1 }));
  expect(news.map((one) => one.item.id)).toEqual(['b']);
});

describe('what is expanded', () => {
  it('is never more than there is room for, as it was written, and the meter says what is not whole', () =>
    fc.assert(
      fc.property(anyItems, fc.integer({ min: 1, max: 1_000 }), (items, room) => {
        const { passages, meter } = expand(items, { room });
        expect(meter.tokens).toBeLessThanOrEqual(room);
        const whole = passages.filter(({ form }) => form === 'whole');
        expect(whole.length + meter.left.length).toBe(meter.items);
        const versions = passages.map((one) => one.item.version);
        expect(versions).toEqual(versions.toSorted((a, b) => a - b));
      }),
    ));

  it('is what its reader may see, and nothing else', () =>
    fc.assert(
      fc.property(anyItems, (items) => {
        const shown = expand(items).passages.map((one) => one.item);
        expect(shown.every((one) => isVisibleTo('bob', one))).toBe(true);
      }),
    ));

  it('keeps its two ends where there is no room for the whole, or it is longer than anything shown', () => {
    const log = `begin ${'x '.repeat(50_000)}end`;
    for (const room of [500, 100_000]) {
      const { passages, meter } = expand([item('log', { body: log })], { room });
      expect(passages).toMatchObject([{ form: 'shortened' }]);
      expect(passages[0]?.words).toMatch(/^begin .*\[\.\.\. \d+ characters left out\].* end$/s);
      const itself = { item: 'log', version: 1 };
      expect(meter.left).toEqual([{ ...itself, step: 'left_out', standsIn: itself }]);
    }
  });
});
