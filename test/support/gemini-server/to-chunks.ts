import type { ScriptedCall, ScriptedReply } from '../maker-server/scripted-reply.ts';
import { type GeminiRules, signatureOf } from './rules.ts';

type Part = Readonly<Record<string, unknown>>;

/** The chunks of a reply, as Gemini streams them: https://ai.google.dev/api/generate-content */
export function toChunks(reply: ScriptedReply, rules: GeminiRules): readonly unknown[] {
  const length = reply.pieceLength ?? 7;
  return [
    ...pieces(reply.thinking, length).map((text): Part => ({ text, thought: true })),
    ...(reply.ownItems ?? []),
    ...pieces(reply.text, length).map((text): Part => ({ text })),
    ...closing(reply, rules),
  ].map((part) => chunk(rules, { content: { role: 'model', parts: [part] } }, reply));
}

/** What says that it is whole. */
export function endOf(reply: ScriptedReply, rules: GeminiRules): readonly unknown[] {
  if (reply.blocked)
    return [{ promptFeedback: { blockReason: reply.blocked }, usageMetadata: usageOf(reply) }];
  if (reply.finish === null) return [];
  const finishReason = reply.finish ?? 'STOP';
  return [
    chunk(
      rules,
      {
        content: { role: 'model', parts: [{ text: '' }] },
        finishReason,
        ...grounding(reply),
        ...reply.candidate,
      },
      reply,
    ),
  ];
}

/** The same reply, not streamed. */
export const toResponse = (reply: ScriptedReply, rules: GeminiRules) =>
  chunk(
    rules,
    {
      content: {
        role: 'model',
        parts: [
          ...(reply.thinking ? [{ text: reply.thinking, thought: true }] : []),
          ...(reply.ownItems ?? []),
          ...(reply.text ? [{ text: reply.text }] : []),
          ...closing(reply, rules),
        ],
      },
      finishReason: reply.finish ?? 'STOP',
      ...grounding(reply),
      ...reply.candidate,
    },
    reply,
  );

const grounding = ({ citations = [] }: ScriptedReply) =>
  citations.length === 0
    ? {}
    : {
        groundingMetadata: {
          webSearchQueries: ['what'],
          groundingChunks: citations.map(({ url, title }) => ({ web: { uri: url, title } })),
          groundingSupports: [
            { segment: { endIndex: 3, text: 'It ' }, groundingChunkIndices: [0] },
          ],
        },
      };

/** The first call carries the signature of all thoughts, else an empty text at the end does. */
function closing({ text, calls = [] }: ScriptedReply, rules: GeminiRules): readonly Part[] {
  const signature = rules.generation >= 3 ? { thoughtSignature: signatureOf(rules) } : {};
  const signed = text && calls.length === 0 && rules.generation >= 3;
  return [
    ...calls.map((call, place) => ({
      functionCall: toCall(call, place, rules),
      ...(place === 0 && signature),
    })),
    ...(signed ? [{ text: '', ...signature }] : []),
  ];
}

const toCall = (
  { id, name, arguments: args }: ScriptedCall,
  place: number,
  rules: GeminiRules,
) => ({
  ...((id ?? (rules.generation >= 3 && `call${place}`)) && { id: id ?? `call${place}` }),
  name,
  args: typeof args === 'string' ? {} : args,
});

const chunk = ({ model }: GeminiRules, candidate: Part, reply: ScriptedReply) => ({
  candidates: [{ ...candidate, index: 0 }],
  usageMetadata: usageOf(reply),
  modelVersion: model,
  responseId: 'response-1',
});

const usageOf = ({ usage, text = '' }: ScriptedReply) =>
  usage ?? {
    promptTokenCount: 12,
    candidatesTokenCount: text.length,
    totalTokenCount: 12 + text.length,
  };

const pieces = (text = '', length: number): readonly string[] =>
  text.match(new RegExp(`[\\s\\S]{1,${length}}`, 'gu')) ?? [];
