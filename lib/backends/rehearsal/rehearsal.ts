import type { ScriptEntry } from '../../config/schema/rehearsal-script.ts';
import type { Backend, ModelCall, Reply } from '../../core/agent/backend.ts';
import { anonymousId, NEW_ANSWER, VOTE } from '../../core/agent/decision-tools.ts';
import { READ_CONTEXT } from '../../core/agent/reading-tool.ts';
import type { Delta } from '../../core/message/delta.ts';
import type { Message } from '../../core/message/message.ts';
import type { Part, ToolCallPart } from '../../core/message/part.ts';
import type { Clock } from '../../core/shared/clock.ts';
import { Fault } from '../../core/shared/faults.ts';
import type { Ids } from '../../core/shared/ids.ts';
import type { Json } from '../../core/shared/json.ts';
import { estimateUsage } from '../estimate-usage.ts';
import { parseScript } from './script.ts';
import { unscripted } from './unscripted.ts';

interface RehearsalOptions {
  /** As the configuration has it; without one the agent answers once and then votes. */
  readonly script?: Json;
  /** All agents of the configuration, in its order. */
  readonly agentIds: readonly string[];
  readonly clock: Clock;
  readonly ids: Ids;
}

const TYPE = 'rehearsal';

/** An agent that acts by a script and calls no model: one entry per call, the last repeats. */
export function createRehearsal({ script, agentIds, clock, ids }: RehearsalOptions): Backend {
  const entries = script === undefined ? undefined : parseScript(script).map(knownBy(agentIds));
  let calls = 0;

  async function* call(asked: ModelCall): AsyncGenerator<Delta, Reply> {
    asked.signal.throwIfAborted();
    const turn = Math.max(calls, asked.sequence);
    calls = turn + 1;
    const entry = entries?.[Math.min(turn, entries.length - 1)] ?? unscripted(asked, turn);
    if (entry.delay_ms) await clock.pause(entry.delay_ms, asked.signal);
    if (entry.error) throw new Fault(entry.error, { backend: TYPE, detail: 'as its script says' });
    const parts = partsOf(entry, asked, () => ids.next('call'));
    yield* deltasOf(parts);
    asked.signal.throwIfAborted();
    return { message: messageOf(parts, asked, ids.next('message')), losses: [] };
  }

  return { type: TYPE, model: TYPE, call };
}

function partsOf(
  { answer, vote, reason = 'As my script says.', read, text = '' }: ScriptEntry,
  { allowedTools }: ModelCall,
  nextId: () => string,
): readonly Part[] {
  const say = (words: string): readonly Part[] =>
    words === '' ? [] : [{ type: 'text', text: words }];
  const wantsText = allowedTools.length === 0;
  if (answer !== undefined)
    return wantsText ? say(answer) : [toolCall(nextId(), NEW_ANSWER, { content: answer })];
  if (vote !== undefined)
    return wantsText ? [] : [toolCall(nextId(), VOTE, { agent_id: vote, reason })];
  if (read !== undefined)
    return wantsText ? [] : [toolCall(nextId(), READ_CONTEXT, { items: read })];
  return say(text);
}

const toolCall = (id: string, name: string, args: { readonly [key: string]: Json }): Part => ({
  type: 'tool_call',
  id,
  name,
  arguments: args,
});

/** A script names agents as the configuration does, or as a model would. */
const knownBy =
  (agentIds: readonly string[]) =>
  (entry: ScriptEntry): ScriptEntry => {
    const place = entry.vote === undefined ? -1 : agentIds.indexOf(entry.vote);
    return place < 0 ? entry : { ...entry, vote: anonymousId(place) };
  };

function* deltasOf(parts: readonly Part[]): Generator<Delta> {
  for (const part of parts) {
    if (part.type === 'text') yield* piecesOf(part.text).map(toTextDelta);
    if (part.type === 'tool_call') yield* callDeltas(part);
  }
}

const toTextDelta = (text: string): Delta => ({ type: 'text', text });

function* callDeltas({ id, name, arguments: args }: ToolCallPart): Generator<Delta> {
  yield { type: 'tool_call', index: 0, id, name };
  for (const argumentsText of piecesOf(JSON.stringify(args)))
    yield { type: 'tool_call', index: 0, argumentsText };
}

const piecesOf = (text: string) => text.match(/[\s\S]{1,24}/gu) ?? [];

function messageOf(parts: readonly Part[], asked: ModelCall, id: string): Message {
  const acts = parts.some(({ type }) => type === 'tool_call');
  return {
    id,
    role: 'assistant',
    parts: [...parts],
    stop: acts ? { reason: 'tool', raw: 'tool' } : { reason: 'end', raw: 'end' },
    usage: estimateUsage(asked, { parts: [...parts] }),
  };
}
