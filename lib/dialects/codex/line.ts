import { isJson } from '../../core/shared/json.ts';
import { isJsonObject, type JsonObject, stringIn } from '../json-object.ts';
import { parseLine } from '../parse-line.ts';

/** An item of the Responses API, and the line that it stands in. */
export interface LineItem {
  /** From 0. */
  readonly line: number;
  readonly item: JsonObject;
  /** The time of its line, and the model of its turn. */
  readonly envelope: JsonObject;
  readonly model: string | undefined;
}

/** A line of a rollout: `{timestamp, ordinal, type, payload}`, seen with Codex 0.169.0. */
export interface RolloutLine {
  readonly type: string;
  readonly envelope: JsonObject;
  readonly payload: JsonObject;
}

/** Undefined where it cannot be read, or is nested so deeply that no one could walk it. */
export function readRolloutLine(text: string): RolloutLine | undefined {
  const envelope = parseLine(text);
  const payload = envelope?.['payload'];
  if (!envelope || !isJsonObject(payload) || !isJson(payload)) return undefined;
  return { type: stringIn(envelope, 'type'), envelope, payload };
}
