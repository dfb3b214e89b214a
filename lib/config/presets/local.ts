import type { Preset } from './preset.ts';
import { threeVoices } from './voices.ts';

export const local: Preset = {
  name: 'local',
  description: 'A proposer, a sceptic and a judge on the model that LM Studio has loaded.',
  needs: ['LM Studio with a model that can call tools'],
  config: { agents: threeVoices({ type: 'lmstudio' }) },
};
