import type { Json } from '../../../lib/core/shared/json.ts';
import type { JsonObject } from '../../../lib/dialects/json-object.ts';

/** Lines of a session, each with the fields that matter to who reads it. */
export const line = (uuid: string, parent: string | null, rest: JsonObject): string =>
  JSON.stringify({
    parentUuid: parent,
    isSidechain: false,
    ...rest,
    uuid,
    timestamp: '2026-11-22T06:00:00.000Z',
    sessionId: 'session',
  });

export const prompt = (
  uuid: string,
  parent: string | null,
  content: Json,
  more: JsonObject = {},
): string => line(uuid, parent, { type: 'user', message: { role: 'user', content }, ...more });

export const reply = (
  uuid: string,
  parent: string | null,
  block: JsonObject,
  { id = `msg_${uuid}`, ...more }: { readonly id?: string } & JsonObject = {},
): string =>
  line(uuid, parent, {
    type: 'assistant',
    message: {
      id,
      role: 'assistant',
      model: 'claude-opus-5-5',
      content: [block],
      stop_reason: block['type'] === 'tool_use' ? 'tool_use' : 'end_turn',
      usage: { input_tokens: 10, cache_read_input_tokens: 5, output_tokens: 3 },
    },
    ...more,
  });

export const text = (words: string) => ({ type: 'text', text: words });

export const call = (id: string) => ({
  type: 'tool_use',
  id,
  name: 'Bash',
  input: { command: id },
});

export const result = (uuid: string, parent: string | null, id: string): string =>
  prompt(uuid, parent, [{ type: 'tool_result', tool_use_id: id, content: `result of ${id}` }]);

export const attachment = (uuid: string, parent: string | null): string =>
  line(uuid, parent, { type: 'attachment', attachment: { type: 'date', date: '2026-11-22' } });

export const lastPrompt = (leafUuid: string): string =>
  JSON.stringify({ type: 'last-prompt', lastPrompt: 'words', leafUuid, sessionId: 'session' });

export const side = (type: string): string => JSON.stringify({ type, sessionId: 'session' });

/** A boundary behind which a summary stands for all but the last entry before it. */
export const compaction = (uuid: string, last: string, summary: string): string =>
  line(uuid, null, {
    type: 'system',
    subtype: 'compact_boundary',
    logicalParentUuid: last,
    compactMetadata: { preservedSegment: { headUuid: last, anchorUuid: summary, tailUuid: last } },
  });
