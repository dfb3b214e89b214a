import type { Preset } from './preset.ts';

export const solo: Preset = {
  name: 'solo',
  description: 'One agent that answers, reads its answer again and stands by it or mends it.',
  needs: ['OPENAI_API_KEY'],
  config: {
    agent: {
      id: 'solo',
      backend: { type: 'chatcompletion', model: 'gpt-6-luna' },
      system_message:
        'You work alone. Answer, then read your answer as a stranger would and mend what does not hold.',
    },
    orchestrator: { max_new_answers_per_agent: 2 },
  },
};
