import type { Message } from '../../core/message/message.ts';
import { Json } from '../../core/shared/json.ts';
import { isJsonObject, type JsonObject } from '../json-object.ts';
import type { Session } from './line-writer.ts';
import { render } from './render.ts';

/**
 * The lines that answer calls of a reply which a session holds already: hung on its last line, and
 * followed by the line that says where the session is. Without it Claude Code goes on elsewhere: seen
 * with 2.1.331.
 */
export function renderResults(
  reply: Message,
  results: readonly Message[],
  parent: string,
  session: Session,
): readonly JsonObject[] {
  const calls = reply.parts.filter(({ type }) => type === 'tool_call');
  const said: Message = { id: reply.id, role: 'assistant', parts: calls };
  const answers = results.map(({ native: _, ...result }) => result);
  const lines = render({ messages: [said, ...answers] }, session).request.lines.flatMap(parsed);
  const [first, ...others] = lines.filter(({ type, isMeta }) => type === 'user' && !isMeta);
  if (!first) return [];
  const leafUuid = others.at(-1)?.['uuid'] ?? first['uuid'] ?? null;
  const { sessionId } = session;
  return [
    { ...first, parentUuid: parent },
    ...others,
    { type: 'last-prompt', lastPrompt: '', leafUuid, sessionId },
  ];
}

function parsed(line: string): readonly JsonObject[] {
  const value = Json.parse(JSON.parse(line));
  return isJsonObject(value) ? [value] : [];
}
