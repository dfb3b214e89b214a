import fc from 'fast-check';
import type { Json } from '../../../lib/core/shared/json.ts';

const text = fc.string({
  unit: fc.constantFrom(...'ab \n{"é', '👍🏽'),
  minLength: 1,
  maxLength: 12,
});
const signature = fc.option(fc.constant('c2lnbmVk'), { nil: undefined });
const id = fc.option(fc.uuid(), { nil: undefined });

const plain = text.map((said) => ({ text: said }));
const image = fc.constant({ inlineData: { mimeType: 'image/png', data: 'AAAA' } });
const video = fc.constant({
  fileData: { mimeType: 'video/mp4', fileUri: 'https://example.com/a.mp4', displayName: 'a' },
  videoMetadata: { fps: 2 },
});

const thought = fc.record({ text, thought: fc.constant(true), thoughtSignature: signature });
const spoken = fc.record({ text, thoughtSignature: signature });
const empty = fc.constant({ text: '', thoughtSignature: 'c2lnbmVk' });
const code = fc.record({
  executableCode: fc.record({ language: fc.constant('PYTHON'), code: text }),
  thoughtSignature: signature,
});
const search = fc.record({
  toolCall: fc.record({ id: fc.uuid(), toolType: fc.constant('GOOGLE_SEARCH_WEB') }),
  thoughtSignature: signature,
});

const call = fc.record({
  id,
  name: fc.constantFrom('vote', 'look:up', 'a.b'),
  args: fc.dictionary(text, fc.oneof(text, fc.integer()), { maxKeys: 2 }),
  thoughtSignature: signature,
});

const response = fc.oneof(
  fc.record({ output: text }),
  fc.record({ error: text }),
  fc.constant({ result: { $ref: 'a' }, output: 1 }),
  fc.constant({ output: ['a', 'b'] }),
);

/** A question, and what the model said and called, with all results in the next turn. */
const exchange = fc
  .record({
    question: fc.array(fc.oneof(plain, image, video), { minLength: 1, maxLength: 3 }),
    said: fc.array(fc.oneof(thought, spoken, empty, code, search), { maxLength: 3 }),
    calls: fc.array(fc.tuple(call, response), { maxLength: 3 }),
    remark: fc.option(plain, { nil: undefined }),
    answer: spoken,
  })
  .map(({ question, said, calls, remark, answer }) => [
    { role: 'user', parts: question },
    ...(calls.length > 0 ? [calling(said, calls), answering(calls, remark)] : []),
    { role: 'model', parts: [...said, answer] },
  ]);

type Called = {
  readonly id: string | undefined;
  readonly name: string;
  readonly args: object;
  readonly thoughtSignature: string | undefined;
};
type Calls = readonly (readonly [Called, object])[];

const calling = (said: readonly object[], calls: Calls) => ({
  role: 'model',
  parts: [
    ...said,
    ...calls.map(([{ thoughtSignature, ...functionCall }]) => ({ functionCall, thoughtSignature })),
  ],
});

const answering = (calls: Calls, remark: object | undefined) => ({
  role: 'user',
  parts: [
    ...calls.map(([{ id: called, name }, said]) => ({
      functionResponse: { id: called, name, response: said },
    })),
    ...(remark ? [remark] : []),
  ],
});

/** The body of a request as others write it. */
export const anyBody: fc.Arbitrary<Json> = fc
  .tuple(
    fc.option(fc.array(plain, { minLength: 1, maxLength: 2 }), { nil: undefined }),
    fc.array(exchange, { minLength: 1, maxLength: 3 }),
  )
  .map(([system, exchanges]) =>
    JSON.parse(
      JSON.stringify({
        ...(system && { systemInstruction: { parts: system } }),
        contents: exchanges.flat(),
      }),
    ),
  );
