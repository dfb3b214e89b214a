import { isJsonObject, stringIn } from '../json-object.ts';
import { answeredIn } from './speech.ts';
import type { Turn } from './turns.ts';

/** A thread of its own: the file `subagents/agent-<agent>.jsonl` beside the session's. */
export interface Subagent {
  readonly agent: string;
  /** The id of the call that started it. */
  readonly call: string;
}

export const subagentsIn = (turns: readonly Turn[]): readonly Subagent[] =>
  turns.flatMap(([entry]) => {
    const { toolUseResult: result } = entry.value;
    const agent = isJsonObject(result) ? stringIn(result, 'agentId') : '';
    return agent === '' ? [] : answeredIn(entry).map((call) => ({ agent, call }));
  });
