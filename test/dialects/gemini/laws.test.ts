import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../lib/core/message/message.ts';
import { extract } from '../../../lib/dialects/gemini/extract.ts';
import { leadsWith } from '../../../lib/dialects/gemini/leading.ts';
import type { Reader } from '../../../lib/dialects/gemini/reader.ts';
import { render } from '../../../lib/dialects/gemini/render.ts';
import { checkContents } from '../../support/gemini-server/check-contents.ts';
import { type GeminiRules, rulesOf } from '../../support/gemini-server/rules.ts';
import { keepsTheLaws, wire } from '../_laws.ts';
import { anyBody } from './_body.ts';

const readers: Readonly<Record<string, Reader>> = {
  'gemini-4-argon': { backend: 'gemini', model: 'gemini-4-argon' },
  'gemini-2.5-flash': { backend: 'gemini', model: 'gemini-2.5-flash' },
  'gemini-3.8-flash': {},
};

for (const [model, reader] of Object.entries(readers))
  keepsTheLaws(model, {
    render: (messages) => render({ messages }, reader),
    extract: (body) => extract(body).messages,
    refusal: (request) => checkContents(contentsIn(request), rulesFor(model)),
    asHeard,
    readBack: said,
    numRuns: 300,
  });

function rulesFor(model: string): GeminiRules {
  const rules = rulesOf(model, 'key');
  if (!rules) throw new Error('The server knows every model that is played here.');
  return rules;
}

function contentsIn(request: unknown) {
  return (request as { readonly contents: Parameters<typeof checkContents>[0] }).contents;
}

describe('a request that came in this dialect', () => {
  it('goes out exactly as it came, signatures, codes and unknown fields included', () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const { messages } = extract(body);
        const { request, losses } = render({ messages }, {});
        expect(wire(request)).toEqual(body);
        expect(losses).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('can be read by a model of another account, which gets no signature of the first', () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const { messages } = extract(body);
        const reader = { backend: 'gemini', model: 'gemini-4-argon', account: 'other' };
        const { request } = render({ messages: messages.map(signedBy) }, reader);
        expect(checkContents(wire(request.contents), rulesFor('gemini-4-argon'))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});

const signedBy = (message: Message): Message => ({
  ...message,
  author: { agent: 'a', backend: 'gemini', model: 'gemini-4-argon' },
  ...(message.native && { native: { ...message.native, account: 'first' } }),
});

/** What the system says later is heard as a user's. */
function asHeard(message: Message, index: number, all: readonly Message[]): Message {
  return message.role === 'system' && !leadsWith(all, index)
    ? { ...message, role: 'user' }
    : message;
}

/** The parts by who says them; several results are one message here. */
function said(messages: readonly Message[]) {
  return messages.flatMap(({ role, parts }) => parts.map((part) => ({ role, part })));
}
