import type { ScriptedReply } from '../maker-server/scripted-reply.ts';
import type { Mismatch } from './seal.ts';
import { type OutputItem, toItems } from './to-items.ts';

/** What a server knows beside the script. */
export interface Answering {
  readonly model: string;
  readonly sealed: string;
  readonly removed?: readonly Mismatch[];
}

type Event = Readonly<Record<string, unknown>> & { readonly type: string };

/**
 * The events of a reply, the one that ends it apart, as OpenAI streams them:
 * https://platform.openai.com/docs/api-reference/responses-streaming
 */
export function toEvents(reply: ScriptedReply, answering: Answering) {
  const items = toItems(reply, answering.sealed);
  const begun = { ...base(answering), status: 'in_progress', output: [], usage: null };
  const events: readonly Event[] = [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...items.flatMap((item, index) => itemEvents(item, index, reply.pieceLength ?? 7)),
    endOf(reply, answering),
  ];
  const numbered = events.map((event, sequence_number) => ({ ...event, sequence_number }));
  return { events: numbered.slice(0, -1), end: numbered.slice(-1) };
}

/** The same reply, not streamed. */
export function toResponse(reply: ScriptedReply, answering: Answering) {
  const { finish = 'completed' } = reply;
  const isIncomplete = finish !== 'completed' && finish !== 'failed';
  return {
    ...base(answering),
    status: isIncomplete ? 'incomplete' : finish,
    incomplete_details: isIncomplete ? { reason: finish } : null,
    error: finish === 'failed' ? (reply.failure ?? null) : null,
    output: toItems(reply, answering.sealed),
    usage: reply.usage ?? usageOf(reply),
    ...(answering.removed?.length && {
      input_transformations: answering.removed.map((reason) => ({
        id: 'rs_0',
        action: 'removed',
        type: 'reasoning',
        reason,
      })),
    }),
  };
}

function endOf(reply: ScriptedReply, answering: Answering): Event {
  const response = toResponse(reply, answering);
  return { type: `response.${response.status}`, response };
}

const base = ({ model }: Answering) => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1_790_000_000,
  model,
  store: false,
});

const usageOf = ({ text = '' }: ScriptedReply) => ({
  input_tokens: 12,
  input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
  output_tokens: text.length,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 12 + text.length,
});

const pieces = (text: unknown, length: number): readonly string[] =>
  String(text ?? '').match(new RegExp(`[\\s\\S]{1,${length}}`, 'gu')) ?? [];

/** It begins, comes in pieces, and is there as a whole. */
function itemEvents(item: OutputItem, index: number, length: number): readonly Event[] {
  const place = { output_index: index, item_id: item['id'] };
  const about = inner[String(item['type'])] ?? (() => []);
  return [
    { type: 'response.output_item.added', output_index: index, item: begin(item) },
    ...about(item, length).map((event) => ({ ...event, ...place })),
    { type: 'response.output_item.done', output_index: index, item },
  ];
}

/** What has only begun holds nothing yet, and reasoning not all that it will. */
const begin = (item: OutputItem): OutputItem => ({
  ...item,
  ...(item['status'] !== undefined && { status: 'in_progress' }),
  ...(item['content'] !== undefined && { content: [] }),
  ...(item['summary'] !== undefined && { summary: [] }),
  ...(item['arguments'] !== undefined && { arguments: '' }),
  ...(item['encrypted_content'] !== undefined && { encrypted_content: 'gAAAAAunfinished' }),
});

const OBFUSCATION = 'xY3';

const deltas = (type: string, text: unknown, length: number, more: object): readonly Event[] =>
  pieces(text, length).map((delta) => ({ type, ...more, delta, obfuscation: OBFUSCATION }));

type Inner = (item: OutputItem, length: number) => readonly Event[];
type Part = Readonly<Record<string, unknown>>;
const partsIn = (list: unknown): readonly Part[] => (Array.isArray(list) ? list : []);

const inner: Readonly<Record<string, Inner>> = {
  message: ({ content }, length) =>
    partsIn(content).flatMap((part, content_index) => {
      const isRefusal = part['type'] === 'refusal';
      const name = isRefusal ? 'response.refusal' : 'response.output_text';
      const text = isRefusal ? part['refusal'] : part['text'];
      return [
        { type: 'response.content_part.added', content_index, part: { ...part, text: '' } },
        ...deltas(`${name}.delta`, text, length, { content_index }),
        ...partsIn(part['annotations']).map((annotation, annotation_index) => ({
          type: 'response.output_text.annotation.added',
          content_index,
          annotation_index,
          annotation,
        })),
        { type: `${name}.done`, content_index, text },
        { type: 'response.content_part.done', content_index, part },
      ];
    }),
  function_call: (item, length) => [
    ...deltas('response.function_call_arguments.delta', item['arguments'], length, {}),
    { type: 'response.function_call_arguments.done', arguments: item['arguments'] },
  ],
  reasoning: ({ summary }, length) =>
    partsIn(summary).flatMap((part, summary_index) => [
      { type: 'response.reasoning_summary_part.added', summary_index, part: { ...part, text: '' } },
      ...deltas('response.reasoning_summary_text.delta', part['text'], length, { summary_index }),
      { type: 'response.reasoning_summary_text.done', summary_index, text: part['text'] },
      { type: 'response.reasoning_summary_part.done', summary_index, part },
    ]),
  web_search_call: () => [
    { type: 'response.web_search_call.in_progress' },
    { type: 'response.web_search_call.searching' },
    { type: 'response.web_search_call.completed' },
  ],
};
