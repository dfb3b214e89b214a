import type { Preset } from './preset.ts';

export const openModels: Preset = {
  name: 'open-models',
  description: 'Open models on three hosts: gpt-oss on Cerebras and Fireworks, Qwen on Nebius.',
  needs: ['CEREBRAS_API_KEY', 'FIREWORKS_API_KEY', 'NEBIUS_API_KEY'],
  config: {
    agents: [
      { id: 'gpt-oss-large', backend: { type: 'cerebras', model: 'gpt-oss-120b' } },
      {
        id: 'gpt-oss-small',
        backend: { type: 'fireworks', model: 'accounts/fireworks/models/gpt-oss-20b' },
      },
      { id: 'qwen', backend: { type: 'nebius', model: 'Qwen/Qwen3-4B-fast' } },
    ],
  },
};
