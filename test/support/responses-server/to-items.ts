import type { ScriptedCall, ScriptedReply } from '../maker-server/scripted-reply.ts';

export type OutputItem = Readonly<Record<string, unknown>>;

/** The items of a reply, whole, as a server ends with. */
export function toItems(reply: ScriptedReply, sealed: string): readonly OutputItem[] {
  return [
    ...(reply.thinking === undefined ? [] : [reasoning(reply.thinking, sealed)]),
    ...(reply.ownItems ?? []),
    ...(reply.text === undefined && reply.refusal === undefined ? [] : [message(reply)]),
    ...(reply.calls ?? []).map(call),
  ];
}

const reasoning = (text: string, sealed: string): OutputItem => ({
  id: 'rs_1',
  type: 'reasoning',
  summary: text === '' ? [] : [{ type: 'summary_text', text }],
  encrypted_content: sealed,
});

const message = ({ text, refusal, citations = [], phase }: ScriptedReply): OutputItem => ({
  id: 'msg_1',
  type: 'message',
  status: 'completed',
  role: 'assistant',
  content: [
    ...(text === undefined
      ? []
      : [
          {
            type: 'output_text',
            annotations: citations.map(({ url, title }) => ({
              type: 'url_citation',
              start_index: 0,
              end_index: text.length,
              url,
              title,
            })),
            logprobs: [],
            text,
          },
        ]),
    ...(refusal === undefined ? [] : [{ type: 'refusal', refusal }]),
  ],
  ...(phase && { phase }),
});

const call = ({ id, name, arguments: value }: ScriptedCall, place: number): OutputItem => ({
  id: `fc_${place}`,
  type: 'function_call',
  status: 'completed',
  arguments: typeof value === 'string' ? value : JSON.stringify(value),
  call_id: id ?? `call_${place}${'x'.repeat(20)}`,
  name,
});
