import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../lib/core/shared/json.ts';
import { extract } from '../../../lib/dialects/openai-responses/extract.ts';
import {
  grokQuirks,
  openaiQuirks,
  type Reader,
} from '../../../lib/dialects/openai-responses/quirks.ts';
import { render } from '../../../lib/dialects/openai-responses/render.ts';
import { checkInput } from '../../support/responses-server/check-input.ts';
import { rulesOf } from '../../support/responses-server/mode.ts';
import { keepsTheLaws, wire } from '../_laws.ts';

const openai: Reader = { model: 'gpt-6-sol', quirks: openaiQuirks };
const grok: Reader = { backend: 'grok', model: 'grok-4.7', quirks: grokQuirks };
const runs = { numRuns: 200 };

for (const reader of [openai, grok])
  keepsTheLaws(reader.quirks.maker, {
    render: (messages) => render({ messages }, reader),
    extract: (body) => extract(body).messages,
    refusal: (request) => checkInput(inputIn(request), rulesOf[reader.quirks.maker]),
    saysNothing: (request) => inputIn(request).length === 0,
    ...runs,
  });

function inputIn(request: Json) {
  return (request as { readonly input: readonly unknown[] }).input;
}

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
          const { request, losses } = render(extract(body), openai);
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
        const { request } = render(extract({ input }), grok);
        fc.pre(request.input.length > 0);
        expect(checkInput(wire(request.input), rulesOf.grok)).toBeUndefined();
      }),
      runs,
    );
  });
});
