import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { reference } from '../../lib/config/variables.ts';
import { createMassGen } from '../../lib/local/massgen.ts';
import { isHash } from '../../lib/stores/blob-name.ts';
import { decode, pointedAt } from '../../lib/stores/codec.ts';
import { noiseText } from '../conformance/_noise.ts';
import { startChatServer } from '../support/chat-server/chat-server.ts';
import { folder } from '../support/command.ts';
import { sensible } from '../support/scripted-model.ts';
import { mixed, secrets, textOf } from './_secrets.ts';

/** Salt before the body of a blob: see `lib/stores/bodies.ts`. */
const SALT_BYTES = 16;

/** All that lies in a data folder: every byte of its files, and every body in them as it is read. */
function everythingIn(data: string): string {
  const files = readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const database = new DatabaseSync(join(data, 'massgen.sqlite'));
  const bodies = database
    .prepare('SELECT * FROM rows')
    .all()
    .flatMap((row) => Object.values(row).filter((value) => value instanceof Uint8Array))
    .filter((body) => pointedAt(body) === undefined);
  database.close();
  const blobs = files
    .filter((file) => isHash(basename(file)))
    .map((file) => readFileSync(file).subarray(SALT_BYTES));
  return [
    ...files.map((file) => readFileSync(file).toString('latin1')),
    ...[...bodies, ...blobs].map((body) => JSON.stringify(decode('here', body))),
  ].join('\n');
}

const examples = Object.values(secrets);
const needles = examples
  .flatMap(([secret]) => secret.split(/[\s\\]+/).map((word) => word.slice(-12)))
  .filter((word) => word.length >= 8 && !word.includes('-'));

function expectNoTrace(data: string) {
  const everything = everythingIn(data);
  expect(everything).toContain('[redacted ');
  for (const needle of needles) expect(everything).not.toContain(needle);
}

const open = (data: string, held: Readonly<Record<string, string>> = {}) =>
  createMassGen({ data, lookup: (name) => held[name] });

it('of what is committed and taken in, no secret is left in any byte', async () => {
  const data = folder();
  const massgen = await open(data);
  for (const [at, example] of examples.entries()) {
    const large = at % 8 === 0 ? noiseText(200_000) : '';
    const operations = [
      { op: 'put', item: `note/${at}`, kind: 'note', body: { large, said: textOf(example) } },
    ];
    const report = await massgen.context.commit('ctx', { operations });
    expect(report.redacted?.[0]).toMatchObject({ item: `note/${at}`, count: expect.any(Number) });
  }
  const body = {
    model: 'm',
    messages: examples.map((example) => ({ role: 'user', content: textOf(example) })),
  };
  await massgen.context.extract(JSON.stringify(body), { from: 'openai-chat', into: 'taken' });
  massgen.close();
  expectNoTrace(data);
});

/** A model on this machine that answers so, and votes for it. */
async function modelThatSays(answer: string) {
  const { url, close } = await startChatServer({
    mode: 'common',
    respond: sensible({ answer, votesFor: 'agent1', presents: answer }),
  });
  onTestFinished(close);
  return { type: 'chatcompletion', model: 'm', base_url: url };
}

it('of a run none is left either: not of its question, its title, its team or its answers', async () => {
  const data = folder();
  const massgen = await open(data);
  const [key = ''] = secrets['xAI'] ?? [];
  const backend = await modelThatSays(examples.map(textOf).join('\n\n'));
  const agents = [{ id: 'one', system_message: `Be brief. ${key}`, backend }];
  const document = await massgen.ask(`${key}: is that a good key?`, { config: { agents } });
  massgen.close();
  expect(document).toMatchObject({ status: 'completed', winner: 'one' });
  expect(document.answer).toContain('[redacted ');
  expectNoTrace(data);
});

it('the keys of the run are masked in whatever form, even if it masks nothing else', async () => {
  const massgen = await open(':memory:', { XAI_API_KEY: 'nothing like it', OTHER: 'nor is this' });
  const [example = ''] = secrets['GitHub'] ?? [];
  const backend = await modelThatSays(`They are nothing like it, nor is this, and ${example}.`);
  const fallback = [{ type: 'grok', model: 'm', api_key: reference('OTHER') }];
  const document = await massgen.ask('Which?', {
    config: {
      agents: [{ id: 'one', backend, fallback }],
      orchestrator: { context: { redact: false } },
    },
  });
  massgen.close();
  expect(document.answer).toBe(
    `They are [redacted held-key], [redacted held-key], and ${example}.`,
  );
});

it('what the team calls a secret is one, and what it allows is none', async () => {
  const massgen = await open(':memory:');
  const [example = ''] = secrets['GitHub'] ?? [];
  const backend = await modelThatSays(`acme_${mixed(6)} and ${example}`);
  const document = await massgen.ask('Which?', {
    config: {
      agents: [{ id: 'one', backend }],
      orchestrator: { context: { redact: { also: ['acme_'], allow: [example] } } },
    },
  });
  expect(document.answer).toBe(`[redacted own-secret] and ${example}`);
  const { commits } = await massgen.context.log(document.context.id);
  massgen.close();
  expect(commits.flatMap(({ redacted = [] }) => redacted)).toContainEqual(
    expect.objectContaining({ rule: 'own-secret' }),
  );
});

it('a context is not named after a secret', async () => {
  const massgen = await open(':memory:');
  const [key = ''] = secrets['GitHub'] ?? [];
  await expect(massgen.context.create(key)).rejects.toMatchObject({ code: 'context.invalid' });
  const { id } = await massgen.context.create(`Notes on ${key}`);
  expect((await massgen.context.list()).contexts).toMatchObject([
    { id, name: 'Notes on [redacted github-token]' },
  ]);
  massgen.close();
});
