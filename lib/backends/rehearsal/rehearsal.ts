import { RehearsalScript, type ScriptEntry } from '../../config/schema/rehearsal-script.ts';
import type { Backend, ModelCall, Reply } from '../../core/agent/backend.ts';
import { anonymousId, NEW_ANSWER, VOTE } from '../../core/agent/decision-tools.ts';
import type { Delta } from '../../core/message/delta.ts';
import type { Part } from '../../core/message/part.ts';
import { estimateTokens } from '../../core/message/tokens.ts';
import type { Clock } from '../../core/shared/clock.ts';
import { Fault } from '../../core/shared/faults.ts';

export interface RehearsalOptions {
  readonly script: unknown;
  /** All agents of the team, in config order: what a vote may name. */
  readonly agentIds: readonly string[];
  readonly clock: Clock;
}

const TYPE = 'rehearsal';

/** A scripted agent: an entry of its script for each model call, the last one again and again. */
export function createRehearsal({ script, agentIds, clock }: RehearsalOptions): Backend {
  const entries = RehearsalScript.parse(script);
  let made = 0;

  async function* call(asked: ModelCall): AsyncGenerator<Delta, Reply> {
    const number = Math.max(made, asked.sequence);
    made = number + 1;
    const entry = entries[Math.min(number, entries.length - 1)] ?? {};
    if (entry.delay_ms) await clock.pause(entry.delay_ms, asked.signal);
    asked.signal.throwIfAborted();
    if (entry.error) throw scripted(entry.error);

    const parts = partsFor(entry, agentIds, asked.allowedTools.length > 0, number);
    yield* parts.flatMap(toDeltas);
    return { message: toMessage(asked, parts), losses: [] };
  }

  return { type: TYPE, model: TYPE, call };
}

const scripted = (code: NonNullable<ScriptEntry['error']>) =>
  new Fault(code, { backend: TYPE, detail: 'its script says so' });

/** Where a decision is not asked for, an answer is text and a vote is silence. */
function partsFor(
  { answer, vote, reason = '', text }: ScriptEntry,
  agentIds: readonly string[],
  mayDecide: boolean,
  number: number,
): readonly Part[] {
  const id = `call_${number + 1}`;
  const call = (name: string, values: Readonly<Record<string, string>>): readonly Part[] =>
    mayDecide ? [{ type: 'tool_call', id, name, arguments: { ...values } }] : [];
  if (vote !== undefined) return call(VOTE, { agent_id: idOf(vote, agentIds), reason });
  if (answer !== undefined && mayDecide) return call(NEW_ANSWER, { content: answer });
  return [{ type: 'text', text: answer ?? text ?? '' }];
}

function idOf(vote: string, agentIds: readonly string[]): string {
  const place = agentIds.indexOf(vote);
  return place < 0 ? vote : anonymousId(place);
}

/** As a model would write it: in pieces. */
function toDeltas(part: Part): readonly Delta[] {
  if (part.type === 'text') return piecesOf(part.text).map((text) => ({ type: 'text', text }));
  if (part.type !== 'tool_call') return [];
  const { id, name } = part;
  const pieces = piecesOf(JSON.stringify(part.arguments));
  return [
    { type: 'tool_call', index: 0, id, name },
    ...pieces.map((argumentsText): Delta => ({ type: 'tool_call', index: 0, argumentsText })),
  ];
}

const piecesOf = (text: string): readonly string[] => text.match(/.{1,200}/gsu) ?? [];

function toMessage(asked: ModelCall, parts: readonly Part[]): Reply['message'] {
  const raw = parts.some(({ type }) => type === 'tool_call') ? 'tool' : 'end';
  return {
    id: `rehearsal_${asked.sequence + 1}`,
    role: 'assistant',
    parts: [...parts],
    stop: { reason: raw, raw },
    usage: {
      inputTokens: estimateTokens(JSON.stringify(asked.messages)),
      outputTokens: estimateTokens(JSON.stringify(parts)),
    },
  };
}
