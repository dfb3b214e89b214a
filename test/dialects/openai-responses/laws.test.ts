import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Loss } from '../../../lib/core/message/loss.ts';
import type { Message } from '../../../lib/core/message/message.ts';
import type { ContentPart } from '../../../lib/core/message/part.ts';
import { canonicalJson, type Json } from '../../../lib/core/shared/json.ts';
import { extract } from '../../../lib/dialects/openai-responses/extract.ts';
import {
  grokQuirks,
  openaiQuirks,
  type Reader,
} from '../../../lib/dialects/openai-responses/quirks.ts';
import { render } from '../../../lib/dialects/openai-responses/render.ts';
import { checkInput } from '../../support/responses-server/check-input.ts';
import { rulesOf } from '../../support/responses-server/mode.ts';
import { anyConversation, orderlyConversation } from '../_arbitrary.ts';

const readers = [
  {
    name: 'openai',
    rules: rulesOf.openai,
    reader: { model: 'gpt-6-sol', quirks: openaiQuirks } satisfies Reader,
  },
  {
    name: 'grok',
    rules: rulesOf.grok,
    reader: { backend: 'grok', model: 'grok-4.7', quirks: grokQuirks } satisfies Reader,
  },
] as const;

const runs = { numRuns: 200 };

/** A request as it goes over the wire. */
const wire = (value: unknown): Json => JSON.parse(JSON.stringify(value));

const withoutNative = ({ native: _, ...message }: Message): Message => message;

describe.each(readers)('what is rendered for $name', { timeout: 120_000 }, ({ reader, rules }) => {
  it('is accepted, whatever the messages are', () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const { request } = render({ messages }, reader);
        fc.pre(request.input.length > 0);
        expect(checkInput(wire(request.input), rules)).toBeUndefined();
      }),
      runs,
    );
  });

  it('reads back as what the dialect can carry: rendered again it is the same, and nothing more is lost', () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const once = render({ messages }, reader).request;
        const back = extract(wire(once)).messages.map(withoutNative);
        const twice = render({ messages: back }, reader);
        expect(wire(twice.request)).toEqual(wire(once));
        expect(twice.losses).toEqual([]);
      }),
      runs,
    );
  });

  it('says of each thing that is not carried exactly once what became of it', () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const { losses } = render({ messages }, reader);
        const seen = losses.map(({ kind, at }) => `${kind} ${at}`);
        expect(new Set(seen).size).toBe(seen.length);
        for (const { at } of losses) expect(at).toMatch(/^messages\[\d+\](\.parts\[\d+\].*)?$/s);
      }),
      runs,
    );
  });

  it('carries unchanged every part that has no loss', () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const { request, losses } = render({ messages }, reader);
        const back = extract(wire(request)).messages.flatMap(({ parts }) => parts.map(spell));
        for (const part of untouched(messages, losses)) {
          const found = back.indexOf(spell(part));
          expect(found, spell(part)).not.toBe(-1);
          back.splice(found, 1);
        }
      }),
      runs,
    );
  });

  it('loses no word, and keeps the words of each speaker in their order', () => {
    fc.assert(
      fc.property(anyConversation, (messages) => {
        const { request } = render({ messages }, reader);
        const told = JSON.stringify(wire(request.input));
        for (const words of wordsOf(messages))
          expect(told).toContain(JSON.stringify(words).slice(1, -1));
        for (const role of ['system', 'user', 'assistant'] as const) {
          const lines = extract(wire(request)).messages.filter((message) => message.role === role);
          let rest = lines
            .flatMap(({ parts }) => parts.map((part) => (part.type === 'text' ? part.text : '')))
            .join('\n\n');
          for (const words of wordsOf(messages.filter((message) => message.role === role))) {
            expect(rest).toContain(words);
            rest = rest.slice(rest.indexOf(words) + words.length);
          }
        }
      }),
      runs,
    );
  });

  it('carries an orderly conversation whole', () => {
    fc.assert(
      fc.property(orderlyConversation, (messages) => {
        const { request, losses } = render({ messages }, reader);
        expect(losses).toEqual([]);
        const back = extract(wire(request)).messages.map(({ role, parts }) => ({ role, parts }));
        expect(back).toEqual(messages.map(({ role, parts }) => ({ role, parts })));
      }),
    );
  });
});

describe('what came in this dialect', { timeout: 120_000 }, () => {
  const told = fc.oneof(
    fc.constantFrom<Json>(
      'Hi',
      [
        { type: 'input_text', text: 'Look:' },
        { type: 'input_image', file_id: 'f', detail: 'low' },
      ],
      [{ type: 'output_text', text: 'Yes', annotations: [], logprobs: [] }],
    ),
  );
  const item = fc.oneof(
    fc.record({ role: fc.constantFrom('user', 'developer', 'assistant', 'critic'), content: told }),
    fc.record({
      type: fc.constant('message'),
      id: fc.constant('msg_1'),
      role: fc.constant('assistant'),
      content: told,
      phase: fc.constant('commentary'),
    }),
    fc.record({
      type: fc.constantFrom('function_call', 'custom_tool_call'),
      call_id: fc.constantFrom('a', 'b', 'x'.repeat(60)),
      name: fc.constantFrom('look_up', 'x.y'),
      arguments: fc.constantFrom('{ "a":1e2 }', 'no JSON', ''),
    }),
    fc.record({
      type: fc.constantFrom('function_call_output', 'custom_tool_call_output'),
      call_id: fc.constantFrom('a', 'b', 'c'),
      output: told,
    }),
    fc.record({
      type: fc.constant('reasoning'),
      id: fc.constant('rs_1'),
      summary: fc.constant([]),
      encrypted_content: fc.constantFrom(null, 'gAAA'),
    }),
    fc.record({
      type: fc.constantFrom('web_search_call', 'item_reference', 'mcp_approval_response', 'dream'),
      id: fc.constant('it_1'),
    }),
  );

  it('goes out in it exactly as it came', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom('', 'What is it?'), fc.array(item, { maxLength: 8 })),
        fc.option(fc.constant('Be brief.'), { nil: undefined }),
        (input, instructions) => {
          const body = { model: 'm', input, ...(instructions && { instructions }) };
          const { request, losses } = render(extract(body), readers[0].reader);
          expect(wire({ input: request.input, instructions: request.instructions })).toEqual(
            wire({ input, instructions }),
          );
          expect(losses).toEqual([]);
        },
      ),
      runs,
    );
  });

  it('is a conversation that others can be told, too', () => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 8 }), (input) => {
        const { request } = render(extract({ input }), readers[1].reader);
        fc.pre(request.input.length > 0);
        expect(checkInput(wire(request.input), rulesOf.grok)).toBeUndefined();
      }),
      runs,
    );
  });
});

/** Parts without a loss; a text to which others were joined is part of a longer one. */
const untouched = (messages: readonly Message[], losses: readonly Loss[]) =>
  messages.flatMap(({ parts }, index) =>
    parts.filter((part, place) => {
      const at = `messages[${index}].parts[${place}]`;
      const isEmpty = part.type === 'text' && part.text === '';
      const isJoined = part.type === 'text' && losses.some(joins(index));
      return (
        !isEmpty &&
        !isJoined &&
        !losses.some((lost) => lost.at === at || lost.at.startsWith(`${at}.`))
      );
    }),
  );

const joins =
  (index: number) =>
  ({ kind, at }: Loss) =>
    kind === 'text-boundary' && at.startsWith(`messages[${index}].`);

/** A part in one spelling: a result's call aside, since ids are mapped; empty text and a data URL have two. */
const spell = (part: Message['parts'][number]): string => {
  if (part.type === 'tool_result')
    return canonicalJson({ ...part, call: '', content: part.content.filter(isSaid).map(plain) });
  return canonicalJson(part.type === 'image' ? plain(part) : part);
};

const isSaid = (part: ContentPart) => part.type !== 'text' || part.text !== '';

const plain = (part: ContentPart) =>
  part.type === 'image' && part.url?.startsWith('data:image/gif;base64,')
    ? { type: 'image', mediaType: 'image/gif', data: 'AAAA' }
    : part;

const wordsOf = (messages: readonly Message[]) =>
  messages.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.type === 'text' ? [part.text.toWellFormed()] : [])),
  );
