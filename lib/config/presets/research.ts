import type { Preset } from './preset.ts';

export const research: Preset = {
  name: 'research',
  description: 'One gathers, one doubts, one sums up: for questions that need care with facts.',
  needs: ['XAI_API_KEY', 'ZAI_API_KEY', 'OPENAI_API_KEY'],
  config: {
    agents: [
      {
        id: 'gatherer',
        backend: { type: 'grok' },
        system_message:
          'You gather. Name what is known about the question, how it is known and how sure it is. Say plainly what you do not know.',
      },
      {
        id: 'doubter',
        backend: { type: 'zai' },
        system_message:
          'You doubt. Test every claim, look for other explanations, and mark what rests on a single source or on none.',
      },
      {
        id: 'summariser',
        backend: { type: 'chatcompletion', model: 'gpt-6-luna' },
        system_message:
          'You sum up. Join what holds into a short, well-ordered answer; keep what is uncertain marked as uncertain.',
      },
    ],
    orchestrator: { max_new_answers_per_agent: 2 },
  },
};
