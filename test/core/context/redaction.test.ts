import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commitsOf, sortOf } from '../../../lib/core/context/address.ts';
import { verifyContext } from '../../../lib/core/context/verify-context.ts';
import type { Message } from '../../../lib/core/message/message.ts';
import type { Part } from '../../../lib/core/message/part.ts';
import type { Json } from '../../../lib/core/shared/json.ts';
import { secrets } from '../../redaction/_secrets.ts';
import { memoryLog } from '../../support/memory-log.ts';
import { address, draft, fault, landed, note, put, retire } from './_drafts.ts';

const [key = ''] = secrets['GitHub'] ?? [];
const [other = ''] = secrets['xAI'] ?? [];

const bodyOf = async ({ log }: ReturnType<typeof memoryLog>, item: string) =>
  (await log.history(address)).state.items.get(item)?.body;

describe('a secret in a body', () => {
  it('is masked before it is hashed, and the commit says what was', async () => {
    const { log, open } = memoryLog();
    const commit = landed(
      await log.commit(
        address,
        draft([put('a', { said: `${key} ${key}` }), put('b', [other]), put('c', 'plain')]),
      ),
    );
    expect(commit.redacted).toEqual([
      { item: 'a', rule: 'github-token', count: 2 },
      { item: 'b', rule: 'xai-key', count: 1 },
    ]);
    expect(JSON.stringify(await open().after(address, 0))).not.toMatch(
      new RegExp(`${key}|${other}`),
    );
    expect(await verifyContext(log, address, [])).toMatchObject({ ok: true });
    expect(commit.bytes).toBe(
      JSON.stringify({ said: '[redacted github-token] [redacted github-token]' }).length +
        JSON.stringify(['[redacted xai-key]']).length +
        JSON.stringify('plain').length,
    );
  });

  it('is found in whichever body it stands, however deep', async () => {
    const plain = fc.array(
      fc.json().map((text): Json => JSON.parse(text)),
      { maxLength: 4 },
    );
    const holding = fc.constantFrom<(text: string) => Json>(
      (text) => text,
      (text) => `before ${text} after`,
      (text) => [1, [text]],
      (text) => ({ deep: { said: text } }),
    );
    await fc.assert(
      fc.asyncProperty(plain, holding, plain, async (before, hold, after) => {
        const parts = memoryLog();
        const bodies = [...before, hold(key), ...after];
        const operations = bodies.map((body, place) => put(`item-${place}`, body));
        const commit = landed(await parts.log.commit(address, draft(operations)));
        expect(commit.redacted).toEqual([
          { item: `item-${before.length}`, rule: 'github-token', count: 1 },
        ]);
        expect(await bodyOf(parts, `item-${before.length}`)).toEqual(
          hold('[redacted github-token]'),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('leaves no trace in a commit that has none', async () => {
    const { log } = memoryLog();
    expect(landed(await log.commit(address, note('a', 'plain')))).not.toHaveProperty('redacted');
  });

  it('what was masked is covered by the hash', async () => {
    const { log, table } = memoryLog();
    const { hash: _, ...commit } = landed(await log.commit(address, note('a', key)));
    const forged = { ...commit, redacted: [{ item: 'a', rule: 'jwt', count: 1 }] };
    const partition = commitsOf(address);
    const row = await table.get({ partition, sort: sortOf(1) });
    if (!row) throw new Error('unreachable');
    await table.put(
      { ...row, version: 2, body: { ...(row.body as object), ...forged } as Json },
      row,
    );
    expect(await verifyContext(log, address, [])).toMatchObject({ firstBad: { version: 1 } });
  });

  it('offered again under the same id, it is the commit that stands', async () => {
    const { log } = memoryLog();
    const once = landed(await log.commit(address, note('a', key, { id: 'mine' })));
    const again = await log.commit(address, note('a', key, { id: 'mine' }));
    expect(again).toMatchObject({ kind: 'committed', repeated: true, commit: once });
  });

  it('is told to nobody who is in conflict with it', async () => {
    const { log } = memoryLog();
    await log.commit(address, note('a', 'theirs'));
    const outcome = await log.commit(address, note('a', key), 0);
    expect(outcome).toMatchObject({
      kind: 'conflict',
      conflicts: [{ ours: '[redacted github-token]', theirs: 'theirs' }],
    });
  });

  it('stays where its writer says that nothing is to be masked', async () => {
    const parts = memoryLog();
    await parts.log.commit(address, note('a', key), undefined, {
      known: false,
      allow: [],
      also: [],
    });
    expect(await bodyOf(parts, 'a')).toBe(key);
  });

  it('stays as it is where it is only moved', async () => {
    const parts = memoryLog();
    await parts.log.commit(address, {
      ...draft([]),
      operations: [{ ...put('a', key), author: { agent: 'user' } }],
    });
    expect(await bodyOf(parts, 'a')).toBe(key);
  });
});

describe('a secret in a name is refused, and nothing is written', () => {
  it.each([
    ['an item', draft([put(`keys/${key}`, 1)])],
    ['an item that is retired', draft([retire(key)])],
    ['a tag', draft([put('a', 1, { tags: [key] })])],
    ['an agent who may see it', draft([put('a', 1, { visibility: [key] })])],
    ['an item it relies on', draft([put('a', 1)], { expects: [key] })],
    ['its author', draft([put('a', 1)], { author: { agent: key } })],
    ['its id', draft([put('a', 1)], { id: key })],
  ])('%s', async (_, offered) => {
    const { log } = memoryLog();
    const refused = log.commit(address, offered);
    await expect(refused).rejects.toEqual(fault('context.invalid'));
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining(key) });
    expect((await log.head(address)).version).toBe(0);
  });

  it('and so is the name of the context', async () => {
    const { log } = memoryLog();
    const offered = log.commit({ ...address, context: key }, note('a', 1));
    await expect(offered).rejects.toEqual(fault('context.invalid'));
  });
});

describe('a message in which a secret was masked', () => {
  const said = (parts: readonly Part[], native: Json = { role: 'assistant' }): Message => ({
    id: 'm1',
    role: 'assistant',
    parts: [...parts],
    native: { dialect: 'anthropic-messages', value: native },
  });
  const written = async (message: Message) => {
    const parts = memoryLog();
    const operation = put('m', JSON.parse(JSON.stringify(message)), { kind: 'message' });
    const { redacted } = landed(await parts.log.commit(address, draft([operation])));
    return { message: await bodyOf(parts, 'm'), redacted };
  };
  const thought = (text: string): Part => ({ type: 'thinking', text, signature: 'c2lnbmF0dXJl' });

  it('has lost what vouched for the words, and says where', async () => {
    const parts: Part[] = [
      thought(`Hm, ${key}`),
      thought('Clean.'),
      { type: 'text', text: 'Clean.' },
    ];
    const { message } = await written(said(parts));
    expect(message).toEqual({
      id: 'm1',
      role: 'assistant',
      parts: [{ type: 'thinking', text: 'Hm, [redacted github-token]' }, ...parts.slice(1)],
      masked: [0],
    });
  });

  it('has lost the form of its maker even if only that held it', async () => {
    const { message, redacted } = await written(said([thought('Clean.')], { meta: key }));
    expect(message).toMatchObject({ parts: [thought('Clean.')], masked: [] });
    expect(message).not.toHaveProperty('native');
    expect(redacted).toEqual([{ item: 'm', rule: 'github-token', count: 1 }]);
  });

  it('has words in place of what only its maker understands', async () => {
    const { message } = await written(said([{ type: 'opaque', maker: 'gemini', value: { key } }]));
    expect(message).toMatchObject({ parts: [{ type: 'text' }], masked: [0] });
    expect(JSON.stringify(message)).not.toContain(key);
  });

  it('keeps calls and results together, masked in their arguments and contents', async () => {
    const call: Part = { type: 'tool_call', id: 'c1', name: 'env', arguments: { apiKey: other } };
    const result: Part = {
      type: 'tool_result',
      call: 'c1',
      content: [{ type: 'text', text: `TOKEN is ${key}` }],
      error: false,
    };
    const { message } = await written({ ...said([call, result]), role: 'user' });
    expect(message).toMatchObject({
      parts: [
        {
          type: 'tool_call',
          id: 'c1',
          arguments: { apiKey: expect.stringMatching(/^\[redacted/) },
        },
        {
          type: 'tool_result',
          call: 'c1',
          content: [{ text: 'TOKEN is [redacted github-token]' }],
        },
      ],
      masked: [0, 1],
    });
  });

  it('stays whole where there is none', async () => {
    const message = said([thought('Clean.')]);
    expect((await written(message)).message).toEqual(message);
  });
});
