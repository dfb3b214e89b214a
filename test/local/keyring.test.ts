import { expect, it } from 'vitest';
import { createKeyring } from '../../lib/local/keyring.ts';

const keysOf = (key: string) => new Map([['ada', [key, undefined]]]);
const agent = { id: 'ada', backends: [{ type: 'grok', model: 'grok-4', options: {} }] };

it('holds every key once, however many runs have it', () => {
  const keyring = createKeyring((name) => (name === 'XAI_API_KEY' ? 'xai-here' : undefined));
  for (let run = 0; run < 100; run += 1)
    keyring.add(`run${run}`, keysOf(run % 2 === 0 ? 'sk-one' : 'sk-two'));
  expect([...keyring.held()].sort()).toEqual(['sk-one', 'sk-two', 'xai-here']);
});

it('lends a key to the run that it was given for, and to ten thousand at most', () => {
  const keyring = createKeyring(() => undefined);
  const keyFor = (run: string) => keyring.keyFor({ run, agent, backend: 0, team: [] });
  keyring.add('first', keysOf('sk-one'));
  expect([keyFor('first'), keyFor('other')]).toEqual(['sk-one', undefined]);
  for (let run = 1; run <= 10_000; run += 1) keyring.add(`run${run}`, keysOf('sk-two'));
  expect([keyFor('first'), keyFor('run1')]).toEqual([undefined, 'sk-two']);
  expect([...keyring.held()]).toContain('sk-one');
});
