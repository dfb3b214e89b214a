import { describe, expect, it } from 'vitest';
import { bounded } from '../../../lib/core/agent/conversation.ts';
import type { Part } from '../../../lib/core/message/part.ts';
import { words } from './_model.ts';

describe('a message that is too large keeps nothing that is worthless in part', () => {
  const MiB = 1024 * 1024;
  const large = 'A'.repeat(MiB);
  const kept = (...parts: readonly Part[]) =>
    bounded({ id: 'm', role: 'assistant', parts: [...parts] }).parts;

  it('a signature, and with it the claim that the text is what was signed', () => {
    const thinking = { type: 'thinking' as const, text: 'Hm.', signature: 'c2lnbmVk' };
    expect(kept(thinking, { ...thinking, signature: large }, words(large))).toEqual([
      thinking,
      { type: 'thinking', text: 'Hm.' },
      words(`${'A'.repeat(10_000)} [... ${MiB - 10_000} more characters left out]`),
    ]);
    expect(kept({ ...thinking, text: large })).toEqual([
      { type: 'thinking', text: expect.stringMatching(/^A{10000} \[/) },
    ]);
    expect(kept({ ...thinking, signature: large, redacted: true })).toEqual([]);
  });

  it.each(['image', 'audio', 'file'] as const)('the bytes of an %s', (type) => {
    const bytes = { type, name: 'n', mediaType: 'a/b', data: 'QUJD' };
    const standIn = words(`[${type}, a/b: too large, left out]`);
    expect(kept(bytes, { ...bytes, data: large })).toEqual([bytes, standIn]);
    const result = { type: 'tool_result' as const, call: 'c'.repeat(20_000), error: false };
    expect(kept({ ...result, content: [bytes, { ...bytes, data: large }] })).toEqual([
      { ...result, content: [bytes, standIn] },
    ]);
    expect(kept({ ...bytes, url: `data:a/b;base64,${large}` })).toEqual([standIn]);
  });

  it('what only its maker understands', () => {
    const opaque = { type: 'opaque' as const, maker: 'gemini', value: { state: 'QUJD' } };
    expect(kept(opaque, { ...opaque, value: { state: large } })).toEqual([opaque]);
  });

  it('the id of a call, which stays', () => {
    const id = 'c'.repeat(20_000);
    const call = { type: 'tool_call' as const, id, name: 'f', arguments: {}, rawArguments: large };
    expect(kept(call)).toEqual([
      { ...call, rawArguments: expect.stringMatching(/^A{10000} \[\.\.\. \d+ more/) },
    ]);
  });

  it('the sources of a text, of which the text is kept', () => {
    const cited = {
      type: 'text' as const,
      text: 'Because.',
      citations: [{ url: 'u', quote: large }],
    };
    expect(kept(cited)).toEqual([words('Because.')]);
  });
});
