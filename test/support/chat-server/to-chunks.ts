import type { ScriptedCall, ScriptedReply } from '../maker-server/scripted-reply.ts';

type Delta = Readonly<Record<string, unknown>>;

/** The chunks of a reply, as OpenAI streams them: https://platform.openai.com/docs/api-reference/chat-streaming */
export function toChunks(
  reply: ScriptedReply,
  model: string,
  withUsage: boolean,
): readonly unknown[] {
  const length = reply.pieceLength ?? 7;
  const deltas: Delta[] = [
    { role: 'assistant', content: '' },
    ...pieces(reply.thinking, length).map((piece) => ({ reasoning_content: piece })),
    ...pieces(reply.text, length).map((content) => ({ content })),
    ...pieces(reply.refusal, length).map((refusal) => ({ refusal })),
    ...(reply.calls ?? []).flatMap((call, index) =>
      callDeltas(call, index, reply.sameIndex ? 0 : index, length),
    ),
  ];
  const finish = reply.finish === undefined ? defaultFinish(reply) : reply.finish;
  return [
    ...deltas.map((delta) => chunk(model, [{ index: 0, delta, finish_reason: null }])),
    ...(finish === null ? [] : [chunk(model, [{ index: 0, delta: {}, finish_reason: finish }])]),
    ...(withUsage ? [chunk(model, [], usageOf(reply))] : []),
  ];
}

/** The same reply, not streamed. */
export const toCompletion = (reply: ScriptedReply, model: string) => ({
  ...base('chat.completion', model),
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: reply.text ?? null,
        ...(reply.refusal && { refusal: reply.refusal }),
        ...(reply.thinking && { reasoning_content: reply.thinking }),
        ...(reply.calls && { tool_calls: reply.calls.map(wholeCall) }),
      },
      finish_reason: reply.finish ?? defaultFinish(reply),
    },
  ],
  usage: usageOf(reply),
});

const defaultFinish = ({ calls = [] }: ScriptedReply) => (calls.length > 0 ? 'tool_calls' : 'stop');

const usageOf = ({ usage, text = '' }: ScriptedReply) =>
  usage ?? { prompt_tokens: 12, completion_tokens: text.length, total_tokens: 12 + text.length };

const base = (object: string, model: string) => ({
  id: 'chatcmpl-1',
  object,
  created: 1_790_000_000,
  model,
});

const chunk = (model: string, choices: readonly unknown[], usage?: unknown) => ({
  ...base('chat.completion.chunk', model),
  choices,
  ...(usage !== undefined && { usage }),
});

const pieces = (text = '', length: number): readonly string[] =>
  text.match(new RegExp(`[\\s\\S]{1,${length}}`, 'gu')) ?? [];

const argumentsOf = ({ arguments: value }: ScriptedCall) =>
  typeof value === 'string' ? value : JSON.stringify(value);

const idOf = ({ id }: ScriptedCall, place: number) => id ?? `call_${place}${'x'.repeat(20)}`;

const wholeCall = (call: ScriptedCall, place: number) => ({
  id: idOf(call, place),
  type: 'function',
  function: { name: call.name, arguments: argumentsOf(call) },
});

/** The id and the name come with the first piece alone. */
function callDeltas(call: ScriptedCall, place: number, index: number, length: number): Delta[] {
  const opening = { id: idOf(call, place), type: 'function' };
  return [
    { tool_calls: [{ index, ...opening, function: { name: call.name, arguments: '' } }] },
    ...pieces(argumentsOf(call), length).map((piece) => ({
      tool_calls: [{ index, function: { arguments: piece } }],
    })),
  ];
}
