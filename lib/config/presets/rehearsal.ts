import type { Preset } from './preset.ts';

/** What every answer begins with: nobody may take it for a model's. */
const NOTICE = 'Rehearsal: this answer is scripted, and no model was called.';

interface Part {
  readonly id: string;
  readonly says: string;
  readonly votesFor: string;
  readonly because: string;
}

const toAgent = ({ id, says, votesFor, because }: Part) => ({
  id,
  backend: {
    type: 'rehearsal',
    script: [{ answer: `${NOTICE} ${says}` }, { vote: votesFor, reason: `Scripted: ${because}` }],
  },
});

const parts: readonly Part[] = [
  {
    id: 'guide',
    says: 'What you see is how a team works: three agents answered your question side by side, each saw what the others wrote, each voted, and the one with the most votes presents.',
    votesFor: 'setup',
    because: 'it says what to do next.',
  },
  {
    id: 'setup',
    says: 'To hear real models, start LM Studio or Ollama, or set a key such as XAI_API_KEY, ZAI_API_KEY or OPENAI_API_KEY, and ask again; `massgen config presets` lists teams to begin with.',
    votesFor: 'setup',
    because: 'it is the shortest way to an answer from a model.',
  },
  {
    id: 'archivist',
    says: 'Nothing of this is lost: every answer and vote is a version in the shared context. `massgen session list` finds it, `massgen context log` shows who wrote what, and `massgen context verify` proves that nobody changed it since.',
    votesFor: 'guide',
    because: 'it explains the whole before the parts.',
  },
];

export const rehearsal: Preset = {
  name: 'rehearsal',
  description: 'Three scripted agents that need no model and say so in every answer.',
  needs: [],
  config: { agents: parts.map(toAgent) },
};
