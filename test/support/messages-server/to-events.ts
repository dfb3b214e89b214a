import { createHash } from 'node:crypto';
import type { ScriptedCall, ScriptedReply } from '../maker-server/scripted-reply.ts';

type Block = Readonly<Record<string, unknown>>;
type Event = Readonly<Record<string, unknown>> & { readonly type: string };

/** The whole message that a reply is: https://platform.claude.com/docs/en/api/messages */
export const toMessage = (reply: ScriptedReply, model: string, signature: string) => ({
  ...emptyMessage(model, signature),
  content: contentOf(reply, signature),
  ...endOf(reply),
  usage: { ...usageOf(reply), output_tokens: outputOf(reply) },
});

/** The same, streamed, up to and without its end. Counts grow from event to event. */
export function toEvents(reply: ScriptedReply, model: string, signature: string): readonly Event[] {
  const length = reply.pieceLength ?? 7;
  const usage = { ...usageOf(reply), output_tokens: 1 };
  return [
    { type: 'message_start', message: { ...emptyMessage(model, signature), usage } },
    { type: 'ping' },
    ...contentOf(reply, signature).flatMap((block, index) => blockEvents(block, index, length)),
    ...(reply.endless === undefined ? [] : [textBegins]),
  ];
}

const textBegins: Event = {
  type: 'content_block_start',
  index: 0,
  content_block: { type: 'text', text: '', citations: null },
};

/** What says that it is whole. */
export function toEnd(reply: ScriptedReply): readonly Event[] {
  const { stop_reason, stop_details, container } = endOf(reply);
  return [
    {
      type: 'message_delta',
      delta: { stop_reason, stop_sequence: null, stop_details, container },
      usage: { ...usageOf(reply), input_tokens: null, output_tokens: outputOf(reply) },
    },
    { type: 'message_stop' },
  ];
}

/** Another request has another reply. */
const emptyMessage = (model: string, signature: string) => ({
  id: `msg_${signature.slice(-16)}`,
  type: 'message',
  role: 'assistant',
  model,
  content: [],
  stop_reason: null,
  stop_sequence: null,
  stop_details: null,
  container: null,
});

const endOf = (reply: ScriptedReply) => ({
  stop_reason: reply.finish === undefined ? defaultFinish(reply) : reply.finish,
  stop_details: reply.refusal
    ? { type: 'refusal', category: 'general_harms', explanation: reply.refusal }
    : null,
  container: reply.ownItems?.some(({ name }) => name === 'code_execution')
    ? { id: 'container_1', expires_at: '2026-11-22T13:00:00Z' }
    : null,
});

const defaultFinish = ({ calls = [], refusal }: ScriptedReply) => {
  if (refusal) return 'refusal';
  return calls.length > 0 ? 'tool_use' : 'end_turn';
};

const usageOf = ({ usage }: ScriptedReply) =>
  usage ?? { input_tokens: 12, cache_creation_input_tokens: null, cache_read_input_tokens: null };

const outputOf = ({ usage, text = '' }: ScriptedReply) => usage?.['output_tokens'] ?? text.length;

export const contentOf = (reply: ScriptedReply, signature: string): readonly Block[] => [
  ...(reply.thinking === undefined
    ? []
    : [{ type: 'thinking', thinking: reply.thinking, signature }]),
  ...(reply.ownItems ?? []),
  ...(reply.text
    ? [{ type: 'text', text: reply.text, citations: reply.citations?.map(toCitation) ?? null }]
    : []),
  ...(reply.calls ?? []).map((call, place) => toCall(call, place, signature)),
];

const toCitation = ({ url, title }: { readonly url: string; readonly title: string }) => ({
  type: 'web_search_result_location',
  url,
  title,
  encrypted_index: 'RW5j',
  cited_text: 'cited',
});

/** No two calls of a conversation have one id, unless the script says so. */
const toCall = (
  { id, name, arguments: value }: ScriptedCall,
  place: number,
  signature: string,
) => ({
  type: 'tool_use',
  id: id ?? `toolu_${place}${createHash('sha256').update(signature).digest('hex').slice(0, 20)}`,
  name,
  input: value,
  caller: { type: 'direct' },
});

function blockEvents(block: Block, index: number, length: number): readonly Event[] {
  const { began, pieces } = cut(block, length);
  return [
    { type: 'content_block_start', index, content_block: began },
    ...pieces.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

/** How a block begins, and in what pieces the rest of it comes. */
function cut(block: Block, length: number): { began: Block; pieces: readonly Block[] } {
  const { type } = block;
  const said = (text: unknown) =>
    String(text).match(new RegExp(`[\\s\\S]{1,${length}}`, 'gu')) ?? [];
  if (type === 'text') {
    const citations = (block['citations'] as readonly unknown[] | null) ?? [];
    return {
      began: { ...block, text: '', citations: citations.length > 0 ? [] : null },
      pieces: [
        ...said(block['text']).map((text) => ({ type: 'text_delta', text })),
        ...citations.map((citation) => ({ type: 'citations_delta', citation })),
      ],
    };
  }
  if (type === 'thinking')
    return {
      began: { ...block, thinking: '', signature: '' },
      pieces: [
        ...said(block['thinking']).map((thinking) => ({ type: 'thinking_delta', thinking })),
        { type: 'signature_delta', signature: block['signature'] },
      ],
    };
  if (type !== 'tool_use' && type !== 'server_tool_use') return { began: block, pieces: [] };
  const { input } = block;
  const json = typeof input === 'string' ? input : JSON.stringify(input);
  return {
    began: { ...block, input: {} },
    pieces: ['', ...said(json)].map((partial_json) => ({ type: 'input_json_delta', partial_json })),
  };
}
