import { expect, it } from 'vitest';
import { textOfItem } from '../../../lib/core/context/item-text.ts';
import type { Message } from '../../../lib/core/message/message.ts';

it('a message says its text, its calls and their results, and no bytes, thoughts or signatures', () => {
  const message: Message = {
    id: 'm',
    role: 'assistant',
    parts: [
      { type: 'text', text: 'said', citations: [{ title: 'cited' }] },
      { type: 'thinking', text: 'thought', signature: 'signed' },
      { type: 'tool_call', id: 'c', name: 'read_file', arguments: { path: 'lib/a.ts' } },
      {
        type: 'tool_result',
        call: 'c',
        error: false,
        content: [
          { type: 'text', text: 'found' },
          { type: 'image', mediaType: 'm', data: 'DATA' },
        ],
      },
      { type: 'file', name: 'plan.pdf', mediaType: 'application/pdf', data: 'DATA' },
      { type: 'opaque', maker: 'x', value: 'hidden' },
    ],
  };
  const text = textOfItem('message', JSON.parse(JSON.stringify(message)));
  expect(text.split('\n').filter(Boolean)).toEqual([
    'said',
    'cited',
    'read_file',
    'lib/a.ts',
    'found',
    'plan.pdf',
  ]);
});

it('any other body says all its strings, and nothing that is encoded', () => {
  const encoded = Buffer.alloc(600, 'massgen').toString('base64');
  const body = { a: 'one', b: [{ c: 'two' }, 3, null], d: `data:image/png;base64,${encoded}` };
  expect(textOfItem('note', body)).toBe('one\ntwo\ndata:image/png;base64, ');
  expect(textOfItem('message', 'no message')).toBe('no message');
});
