import { describe, expect, it } from 'vitest';
import type { Json } from '../../lib/core/shared/json.ts';
import type { DialectName } from '../../lib/dialects/dialect-name.ts';
import { recogniseDialect } from '../../lib/dialects/recognise.ts';
import { recorded } from './claude-code/_recorded.ts';

const ask = { role: 'user', content: 'Which?' };

const bodies: readonly (readonly [DialectName, string, Json])[] = [
  ['openai-chat', 'plain messages', { model: 'gpt-6-sol', messages: [ask] }],
  ['openai-chat', 'a tool', { messages: [ask, { role: 'tool', tool_call_id: 'a', content: 'b' }] }],
  [
    'openai-chat',
    'an image, for a model that is named like another maker’s',
    {
      model: 'claude-by-proxy',
      messages: [
        { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://a.b/c' } }] },
      ],
    },
  ],
  [
    'anthropic-messages',
    'plain messages',
    { model: 'claude-opus-5-5', max_tokens: 9, messages: [ask] },
  ],
  ['anthropic-messages', 'system text', { model: 'x', system: 'Be kind.', messages: [ask] }],
  [
    'anthropic-messages',
    'a call',
    {
      messages: [
        ask,
        { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'b', input: {} }] },
      ],
    },
  ],
  ['anthropic-messages', 'tools', { tools: [{ name: 'a', input_schema: {} }], messages: [ask] }],
  ['openai-responses', 'text', { model: 'gpt-6-sol', input: 'Which?' }],
  ['openai-responses', 'items', { input: [{ type: 'message', role: 'user', content: 'Which?' }] }],
  [
    'openai-responses',
    'bare items',
    [{ type: 'function_call', call_id: 'a', name: 'b', arguments: '{}' }],
  ],
  ['gemini', 'contents', { contents: [{ role: 'user', parts: [{ text: 'Which?' }] }] }],
  ['gemini', 'bare contents', [{ role: 'user', parts: [{ text: 'Which?' }] }]],
  [
    'gemini-cli',
    'an older chat',
    { sessionId: 's', projectHash: 'p', messages: [{ type: 'user', content: 'x' }] },
  ],
  ['claude-code', 'rendered lines', { lines: ['{"type":"user","uuid":"u","parentUuid":null}'] }],
];

const transcripts: readonly (readonly [DialectName, string])[] = [
  ['claude-code', '{"type":"mode","sessionId":"s"}\n{"type":"user","uuid":"u","parentUuid":null}'],
  ['claude-code', 'half a line"}\n{"type":"user","uuid":"u","parentUuid":null}\n'],
  ['codex', '{"timestamp":"t","ordinal":0,"type":"session_meta","payload":{"id":"x"}}\n{}'],
  ['gemini-cli', '{"sessionId":"s","projectHash":"p","startTime":"t","kind":"main"}\n{"$set":{}}'],
  ['gemini-cli', '{"$set":{"lastUpdated":"t"}}'],
];

describe('the dialect of', () => {
  it.each(bodies)('%s: %s', (name, _, body) => {
    expect(recogniseDialect(body)).toBe(name);
    expect(recogniseDialect(JSON.stringify(body, undefined, 2))).toBe(name);
  });

  it.each(transcripts)('%s: %s', (name, text) => {
    expect(recogniseDialect(text)).toBe(name);
  });

  it('every transcript that was recorded', () => {
    for (const { text } of recorded) expect(recogniseDialect(text)).toBe('claude-code');
  });

  it.each<Json>(['', 'words', '{"half', 7, null, [], {}, { messages: 'none' }, ['words']])(
    'nothing: %j',
    (given) => {
      expect(recogniseDialect(given)).toBeUndefined();
    },
  );
});
