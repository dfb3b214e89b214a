import type { Preset } from './preset.ts';
import { threeVoices } from './voices.ts';

export const ollama: Preset = {
  name: 'ollama',
  description: 'A proposer, a sceptic and a judge on the first model that Ollama has.',
  needs: ['Ollama with a model that can call tools'],
  config: { agents: threeVoices({ type: 'ollama' }) },
};
