import type { Preset } from './preset.ts';

export const grokGlm: Preset = {
  name: 'grok-glm',
  description: 'Grok and GLM answer the same question and judge each other.',
  needs: ['XAI_API_KEY', 'ZAI_API_KEY'],
  config: {
    agents: [
      { id: 'grok', backend: { type: 'grok' } },
      { id: 'glm', backend: { type: 'zai' } },
    ],
  },
};
