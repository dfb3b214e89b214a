import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createSessions } from '../../lib/claude-code/sessions/sessions.ts';
import type { Deed } from '../../lib/core/agent/deed.ts';
import type { PutOperation } from '../../lib/core/context/operation.ts';
import { toUuid } from '../../lib/dialects/claude-code/to-uuid.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import { hasClaudeCode, newFolder } from '../support/claude-code.ts';
import type { Script } from '../support/maker-server/maker-server.ts';
import type { ScriptedCall, ScriptedReply } from '../support/maker-server/scripted-reply.ts';
import { memoryTable } from '../support/memory-log.ts';
import { startClaudeCodeServer } from '../support/messages-server/claude-code-server.ts';
import { ownClaudeCode } from '../support/own-claude-code.ts';
import { answerOf } from './_call.ts';
import { claudeCodeAt } from './_claude-code-backend.ts';

type Respond = NonNullable<Script['respond']>;

const AREA = 'run/r/ada/did/';
const UUID = /^[0-9a-f-]{36}$/;

const decides: ScriptedReply = {
  text: 'So.',
  calls: [{ name: 'new_answer', arguments: { content: '42.' } }],
};

const bash = (command: string): ScriptedCall => ({
  name: 'Bash',
  arguments: { command, description: 'looks' },
});

const subagent: ScriptedCall = {
  name: 'Agent',
  arguments: {
    ...{ description: 'Asks', prompt: 'SUBTASK', subagent_type: 'general-purpose' },
    run_in_background: false,
  },
};

/** Follows one script itself, and another as its subagent. */
const scripted =
  (own: readonly ScriptedReply[], sub: readonly ScriptedReply[] = []): Respond =>
  ({ body }) => {
    const said = (role: string) =>
      body.messages.filter((message: { role: string }) => message.role === role).length;
    const isSub = JSON.stringify(body.messages[0]).includes('SUBTASK');
    return (isSub ? sub : own)[said('assistant')] ?? { text: 'No more.' };
  };

/** Takes what is shared. */
function listener() {
  const batches: (readonly Deed[])[] = [];
  const take = (deeds: readonly Deed[]) => void batches.push(deeds);
  return {
    sharer: { agent: 'ada', area: AREA, take },
    deeds: () => batches.flat(),
    operations: () => batches.flat().flatMap(({ operations }) => operations),
  };
}

/** A turn of the real Claude Code, and what it shared. */
async function shared(respond: Respond, cwd = newFolder()) {
  await using server = await startClaudeCodeServer({ respond });
  const { sharer, deeds, operations } = listener();
  const backend = claudeCodeAt(server, { options: { base_url: server.url, cwd } });
  const reply = await answerOf(backend, { sharer });
  expect(server.requests.flatMap(({ refused }) => refused ?? [])).toEqual([]);
  return { ...reply, deeds: deeds(), operations: operations() };
}

const wordsIn = ({ body }: PutOperation) => JSON.stringify(body);
const artifactsIn = (operations: readonly PutOperation[]) =>
  operations.filter(({ kind }) => kind === 'artifact');
const isOfSubagent = ({ tags = [] }: PutOperation) =>
  tags.some((tag) => tag.startsWith('subagent:'));

ownClaudeCode();

describe.skipIf(!hasClaudeCode)('Claude Code shares', { timeout: 120_000 }, () => {
  it('what it says and does, with the session and the lines that say so', async () => {
    const { deeds, operations, steps, message } = await shared(
      scripted([{ thinking: 'Hm.', text: 'Let me look.', calls: [bash('echo hi')] }, decides]),
    );
    const [session] = operations.map(({ tags = [] }) => tags[0]);
    expect(operations).toMatchObject([
      { kind: 'message', body: { role: 'assistant', parts: steps?.[0]?.parts } },
      { kind: 'message', body: { role: 'tool', parts: steps?.[1]?.parts } },
      { kind: 'message', body: { role: 'assistant', parts: message.parts } },
    ]);
    for (const { item, tags = [] } of operations) {
      const [of, uuids, ...more] = tags;
      const [first = '', last = ''] = uuids?.slice('uuids:'.length).split('..') ?? [];
      expect([of, more]).toEqual([session, []]);
      expect(of?.slice('session:'.length)).toMatch(UUID);
      expect([first, last].every((uuid) => UUID.test(uuid))).toBe(true);
      expect(item).toBe(`${AREA}${first}`);
    }
    const [, uuids] = operations[0]?.tags ?? [];
    expect(new Set(uuids?.slice('uuids:'.length).split('..')).size).toBe(2);
    for (const { author } of deeds)
      expect(author).toMatchObject({ agent: 'ada', backend: 'claude_code' });
    expect(deeds[0]?.author.model).toBe('claude-opus-5-5');
  });

  it('nothing of what our tools say at first', async () => {
    const { operations } = await shared(scripted([decides]));
    expect(operations.map(({ body }) => (body as { role: string }).role)).toEqual(['assistant']);
    expect(operations.map(wordsIn).join()).not.toContain('Taken.');
  });

  it('what its subagents say and do, as threads of their own', async () => {
    const { operations, steps } = await shared(
      scripted(
        [{ text: 'I ask.', calls: [subagent] }, decides],
        [{ thinking: 'doubt', text: 'I look.', calls: [bash('seq 4000')] }, { text: 'It is 7.' }],
      ),
    );
    const [asked, ...rest] = operations;
    const call = steps?.[0]?.parts.find((part) => part.type === 'tool_call');
    const others = operations.filter(isOfSubagent);
    expect(asked && isOfSubagent(asked)).toBe(false);
    expect(
      others.every(({ tags }) => tags?.at(-1) === `call:${call?.type === 'tool_call' && call.id}`),
    ).toBe(true);
    const said = others.filter(({ kind }) => kind === 'message').map(wordsIn);
    expect(said).toHaveLength(4);
    expect(said[0]).toContain('SUBTASK');
    expect(said[1]).toContain('I look.');
    expect(said[1]).not.toContain('doubt');
    expect(said[3]).toContain('It is 7.');
    const [output] = others.filter(({ kind }) => kind === 'event');
    expect(said[2]).toContain(`all of it: item ${output?.item}`);
    expect(said[2]?.length).toBeLessThan(8_000);
    expect(output && wordsIn(output)).toContain('\\n3999\\n4000');
    expect(rest.filter((one) => !isOfSubagent(one))).toHaveLength(2);
  });

  it('the summary of a compaction', async () => {
    const { operations, steps, message } = await shared((request) => {
      if (JSON.stringify(request.body.messages.at(-1)).includes('Respond with TEXT ONLY'))
        return { text: '<summary>It looked around.</summary>' };
      const look = { text: 'I look.', calls: [bash('echo around')] };
      if (request.raw.includes('It looked around.')) return decides;
      const usage = { input_tokens: request.raw.includes('"name":"Bash","input"') ? 990_000 : 12 };
      return { ...look, usage: { ...usage, output_tokens: 5 } };
    });
    const summaries = operations.filter(({ kind }) => kind === 'summary');
    expect(summaries).toMatchObject([
      { body: { text: expect.stringContaining('It looked around.') }, tags: [{}, {}] },
    ]);
    expect(summaries[0]?.item).toMatch(/^run\/r\/ada\/did\//);
    expect([...(steps ?? []), message].map(({ role }) => role)).toEqual([
      ...['assistant', 'tool', 'assistant', 'tool', 'assistant'],
    ]);
  });

  it('the files that it wrote and edited, by what is in them and what was changed', async () => {
    const cwd = newFolder();
    const file = join(cwd, 'a.txt');
    writeFileSync(file, 'one\ntwo\n');
    const { operations } = await shared(
      scripted([
        { calls: [{ name: 'Read', arguments: { file_path: file } }] },
        {
          calls: [
            {
              name: 'Edit',
              arguments: { file_path: file, old_string: 'two', new_string: 'three' },
            },
            { name: 'Write', arguments: { file_path: join(cwd, 'b/new.txt'), content: 'new\n' } },
          ],
        },
        decides,
      ]),
      cwd,
    );
    const project = cwd.slice(cwd.lastIndexOf('/') + 1);
    expect(artifactsIn(operations)).toMatchObject([
      {
        item: `file/${project}/a.txt`,
        body: { path: 'a.txt', bytes: 10, diff: expect.stringContaining('-two\n+three') },
        tags: [expect.stringMatching(/^session:/), expect.stringMatching(/^uuids:/)],
      },
      {
        item: `file/${project}/b/new.txt`,
        body: { path: 'b/new.txt', bytes: 4, diff: expect.stringContaining('+new') },
      },
    ]);
  });

  it('the files that its subagents wrote as well', async () => {
    const cwd = newFolder();
    const write = { name: 'Write', arguments: { file_path: join(cwd, 'b.txt'), content: 'new\n' } };
    const { operations } = await shared(
      scripted([{ calls: [subagent] }, decides], [{ calls: [write] }, { text: 'Written.' }]),
      cwd,
    );
    const [file, ...more] = artifactsIn(operations);
    expect(more).toEqual([]);
    expect(file).toMatchObject({
      body: { path: 'b.txt', bytes: 4, diff: expect.stringContaining('+new') },
    });
    expect(file && isOfSubagent(file)).toBe(true);
  });

  it('what it did before it was cut off once more under the same names, and then what comes', async () => {
    const sessions = createSessions({
      table: memoryTable(),
      tenant: 'tenant',
      clock: systemClock,
      ids: randomIds,
    });
    const keeping = { sessions, session: toUuid('tenant/context/ada') };
    const endless: ScriptedReply = { endless: 'and on ', delayMs: 5 };
    const replies = [{ text: 'I look.', calls: [bash('echo hi')] }, endless, decides];
    await using server = await startClaudeCodeServer({ replies });
    const options = { base_url: server.url, cwd: newFolder() };
    const controller = new AbortController();
    const before = listener();
    const cut = answerOf(claudeCodeAt(server, { keeping, options }), {
      sharer: before.sharer,
      signal: controller.signal,
    });
    await vi.waitUntil(() => server.requests.length === 2, { timeout: 60_000 });
    controller.abort(new Error('out of time'));
    await expect(cut).rejects.toThrow('out of time');
    const after = listener();
    await answerOf(claudeCodeAt(server, { keeping, options }), { sharer: after.sharer });
    expect(before.operations()).toHaveLength(2);
    expect(after.operations()).toHaveLength(3);
    const originOf = ({ item, tags }: PutOperation) => ({ item, tags });
    expect(after.operations().slice(0, 2).map(originOf)).toEqual(before.operations().map(originOf));
  });
});
