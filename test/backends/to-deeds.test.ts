import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { emptyFold, fold } from '../../lib/backends/claude-code/fold.ts';
import { SdkMessage } from '../../lib/backends/claude-code/sdk-message.ts';
import { toDeeds } from '../../lib/backends/claude-code/to-deeds.ts';
import type { PutOperation } from '../../lib/core/context/operation.ts';

const AREA = 'run/r/ada/did/';
const sharer = { agent: 'ada', area: AREA, take: () => undefined };

type Wire = Readonly<Record<string, unknown>>;

/** Who speaks: the agent itself, or a subagent by its name. */
type Who = 'own' | 'a1' | 'a2';

const from = (who: Who): Wire =>
  who === 'own'
    ? { parent_tool_use_id: null, session_id: 's' }
    : { parent_tool_use_id: `call of ${who}`, agent_id: who, session_id: 's' };

const init: Wire = { type: 'system', subtype: 'init', model: 'm', cwd: '/home/me/app' };
const over: Wire = { type: 'result', subtype: 'success', is_error: false };
const done = (who: Who): Wire => ({
  type: 'system',
  subtype: 'task_notification',
  task_id: who,
});

/** Its own reply has ended. */
const ends: Wire = {
  type: 'stream_event',
  event: {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn' },
    usage: { output_tokens: 1 },
  },
  parent_tool_use_id: null,
};

const said = (who: Who, uuid: string, reply: string, block: Wire): Wire => ({
  type: 'assistant',
  uuid,
  message: { id: reply, role: 'assistant', model: 'm', content: [block], stop_reason: null },
  ...from(who),
});
const text = (words: string): Wire => ({ type: 'text', text: words });
const call = (id: string, name = 'Bash'): Wire => ({ type: 'tool_use', id, name, input: {} });

const found = (who: Who, uuid: string, id: string, more: Wire = {}): Wire => ({
  type: 'user',
  uuid,
  message: {
    role: 'user',
    content: [{ type: 'tool_result', tool_use_id: id, content: `result of ${id}` }],
  },
  ...from(who),
  ...more,
});

/** What is told at each of these messages. */
function toldAt(messages: readonly Wire[]): readonly (readonly PutOperation[])[] {
  let folded = emptyFold;
  return messages.map((raw) => {
    const before = folded;
    folded = fold(before, SdkMessage.parse(raw));
    return toDeeds(before, folded, sharer).flatMap(({ operations }) => operations);
  });
}

const idsOf = (operations: readonly PutOperation[]) =>
  operations.map(({ item }) => item.slice(AREA.length));

it('a reply is told as soon as it is known to have ended, and before what answers it', () => {
  const told = toldAt([
    init,
    said('a1', 'r1', 'one', text('I look.')),
    said('a1', 'r2', 'one', call('c1')),
    found('a1', 'f1', 'c1'),
    said('a1', 'r3', 'two', text('It is 7.')),
    done('a1'),
    over,
  ]);
  expect(told.map(idsOf)).toEqual([[], [], [], [], ['r1', 'f1'], ['r3'], []]);
  expect(told[4]?.[0]?.tags).toEqual([
    'session:s',
    'uuids:r1..r2',
    'subagent:a1',
    expect.stringMatching(/^call:/),
  ]);
});

it('how its own reply ended is known when its maker says so', () => {
  const told = toldAt([init, said('own', 'r1', 'one', text('Done.')), ends, over]);
  expect(told.map(idsOf)).toEqual([[], [], ['r1'], []]);
});

it('what our tools say is not told, and they go by our names', () => {
  const told = toldAt([
    init,
    said('own', 'r1', 'one', call('c1', 'mcp__massgen__vote')),
    found('own', 'f1', 'c1'),
    over,
  ]);
  expect(idsOf(told.flat())).toEqual(['r1']);
  expect(told.flat()[0]?.body).toMatchObject({ parts: [{ type: 'tool_call', name: 'vote' }] });
});

it('only what follows a compaction is its summary', () => {
  const synthetic = (uuid: string): Wire => ({
    type: 'user',
    uuid,
    message: { role: 'user', content: [text(`words of ${uuid}`)] },
    isSynthetic: true,
    ...from('own'),
  });
  const told = toldAt([
    init,
    synthetic('x1'),
    said('own', 'r1', 'one', call('c1')),
    ends,
    found('own', 'f1', 'c1'),
    { type: 'system', subtype: 'compact_boundary' },
    synthetic('x2'),
    synthetic('x3'),
    over,
  ]).flat();
  expect(told.map(({ kind }) => kind)).toEqual(['message', 'message', 'summary']);
  expect(told.at(-1)).toMatchObject({
    item: `${AREA}x2`,
    body: { text: 'words of x2' },
    tags: ['session:s', 'uuids:x2..x2'],
  });
});

it('a file that was written is told beside the result, with where it comes from', () => {
  const written = {
    tool_use_result: {
      filePath: '/home/me/app/b.txt',
      content: 'new\n',
      structuredPatch: [],
      originalFile: null,
    },
  };
  const [, result, file] = toldAt([
    init,
    said('own', 'r1', 'one', call('c1', 'Write')),
    found('own', 'f1', 'c1', written),
    over,
  ]).flat();
  expect(file).toMatchObject({ item: 'file/app/b.txt', kind: 'artifact', tags: result?.tags });
  expect(JSON.stringify(result)).not.toContain('/home/me');
});

/** What one of them does next: each call is answered once, at some time. */
function talks(who: Who) {
  const open: string[] = [];
  let replies = 0;
  const reply = (at: number, block: Wire) => [said(who, `u${at}`, `${who} ${replies}`, block)];
  return {
    text: (at: number) => reply(at, text(`words ${at}`)),
    call: (at: number) => {
      open.push(`c${at}`);
      return reply(at, call(`c${at}`));
    },
    result: (at: number) => {
      const answered = open.shift();
      return answered === undefined ? [] : [found(who, `u${at}`, answered)];
    },
    next: () => {
      replies += 1;
      return [];
    },
    /** Who is asked again after that says something new. */
    done: () => {
      replies += 1;
      return who === 'own' ? [] : [done(who)];
    },
  };
}

const anyTalk = fc
  .array(
    fc.record({
      who: fc.constantFrom<Who>('own', 'a1', 'a2'),
      what: fc.constantFrom<keyof ReturnType<typeof talks>>(
        ...(['text', 'call', 'result', 'next', 'done'] as const),
      ),
    }),
    { maxLength: 40 },
  )
  .map((steps) => {
    const speakers = { own: talks('own'), a1: talks('a1'), a2: talks('a2') };
    return steps.flatMap(({ who, what }, at): readonly Wire[] => speakers[who][what](at));
  });

/** Where each thing that one of them says begins. */
function beginningsOf(who: Who, talk: readonly Wire[]): readonly string[] {
  const own = talk.filter((one) => one['uuid'] && one['agent_id'] === from(who)['agent_id']);
  const names = own.map(({ uuid, message }) => (message as Wire)['id'] ?? uuid);
  return own.filter((_, at) => names.indexOf(names[at]) === at).map(({ uuid }) => String(uuid));
}

it('whatever is said in whichever order, each thing is told once by the end, in the order of its thread', () =>
  fc.assert(
    fc.property(anyTalk, (talk) => {
      const told = toldAt([init, ...talk, over]).flat();
      for (const who of ['own', 'a1', 'a2'] as const) {
        const tag = who === 'own' ? undefined : `subagent:${who}`;
        const ofThread = told.filter(({ tags }) => tags?.[2] === tag);
        expect(idsOf(ofThread)).toEqual(beginningsOf(who, talk));
      }
    }),
  ));
