import { Fault } from '../../core/shared/faults.ts';
import type { Json } from '../../core/shared/json.ts';
import type { Extraction } from '../conversation.ts';
import { linesIn } from '../lines-in.ts';
import { loss, translateEach } from '../lossy.ts';
import { groupItems } from '../openai-responses/group-items.ts';
import { historyOf } from './history.ts';
import { readRolloutLine } from './line.ts';
import { readGroup } from './read-group.ts';

/**
 * The conversation of a Codex rollout: of its text, its lines, or `{ lines }`. What is in a line of
 * another kind than an item of the Responses API is listed as a loss. Throws `context.invalid` where
 * no line is one of a rollout.
 */
export function extract(body: Json): Extraction {
  const texts = linesIn(body);
  const lines = texts.map(readRolloutLine);
  if (!lines.some((line) => line !== undefined && line.type !== ''))
    throw new Fault('context.invalid', { problem: 'No line is one of a Codex rollout.' });
  const { items, compacted } = historyOf(lines);
  const groups = groupItems(items.map(({ item }) => item));
  const { value, losses } = translateEach(groups, (group) => readGroup(group, items, texts));
  const told = new Set(items.map(({ line }) => line));
  return {
    messages: value,
    losses: [
      ...losses,
      ...texts.flatMap((text, line) => {
        if (told.has(line)) return [];
        const kind = compacted.has(line) ? 'compacted' : kindOf(text, lines[line]?.type ?? '');
        return [loss(kind, `lines[${line}]`, 'left out')];
      }),
    ],
  };
}

function kindOf(text: string, type: string): string {
  if (text.trim() === '') return 'blank-line';
  return /^\w{1,40}$/.test(type) ? type : 'unreadable-line';
}
