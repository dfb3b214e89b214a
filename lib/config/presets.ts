import { Fault } from '../core/shared/faults.ts';
import { nearest } from './nearest.ts';
import { codeReview } from './presets/code-review.ts';
import { grokGlm } from './presets/grok-glm.ts';
import { local } from './presets/local.ts';
import { ollama } from './presets/ollama.ts';
import { openModels } from './presets/open-models.ts';
import type { Preset } from './presets/preset.ts';
import { rehearsal } from './presets/rehearsal.ts';
import { research } from './presets/research.ts';
import { solo } from './presets/solo.ts';

export const presets: readonly Preset[] = [
  rehearsal,
  local,
  ollama,
  solo,
  grokGlm,
  research,
  codeReview,
  openModels,
];

/** Throws `config.unknownPreset`, with the name that comes nearest. */
export function presetNamed(name: string): Preset {
  const found = presets.find((preset) => preset.name === name);
  if (found) return found;
  const names = presets.map((preset) => preset.name);
  throw new Fault('config.unknownPreset', { preset: name, nearest: nearest(name, names) });
}
