import type { Maker } from '../lib/config/maker.ts';
import { isMakerType, makerOf } from '../lib/config/makers.ts';

/** What speaks each dialect. */
const sdks = {
  'anthropic-messages': '@anthropic-ai/sdk',
  'openai-responses': 'openai',
  'openai-chat': 'openai',
  gemini: '@google/genai',
  'claude-code': '@anthropic-ai/claude-agent-sdk',
} as const satisfies Record<Maker['dialect'], string>;

const rowOf = (type: string) => (isMakerType(type) ? makerOf(type) : undefined);

/** The makers' packages that a type does without. */
export function foreignSdks(type: string): readonly string[] {
  const row = rowOf(type);
  return [...new Set(Object.values(sdks))].filter((sdk) => !row || sdk !== sdks[row.dialect]);
}

/** Whether a type fits into a zip; a program of its maker's does not. */
export const isZipped = (type: string): boolean => rowOf(type)?.dialect !== 'claude-code';

/** Whether a type calls a server that asks for a key. A maker's program may have one. */
export const takesKey = (type: string): boolean =>
  !isZipped(type) || (rowOf(type)?.keyFrom.length ?? 0) > 0;
