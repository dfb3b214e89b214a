import type { Preset } from './preset.ts';

export const codeReview: Preset = {
  name: 'code-review',
  description: 'Correctness, security and clarity, each looked at by a reviewer of its own.',
  needs: ['XAI_API_KEY', 'ZAI_API_KEY', 'OPENAI_API_KEY'],
  config: {
    agents: [
      {
        id: 'correctness',
        backend: { type: 'zai' },
        system_message:
          'You review code for correctness: wrong results, edge cases, races, errors that are swallowed. Quote the line, say what happens, and show the smallest repair.',
      },
      {
        id: 'security',
        backend: { type: 'grok' },
        system_message:
          'You review code for security: what an attacker controls, what it reaches, and what leaks. Rank by harm; leave out what cannot be exploited.',
      },
      {
        id: 'clarity',
        backend: { type: 'chatcompletion', model: 'gpt-6-luna' },
        system_message:
          'You review code for the reader to come: names, structure, tests, needless parts. Praise nothing, repeat nothing, and keep to what is worth changing.',
      },
    ],
  },
};
