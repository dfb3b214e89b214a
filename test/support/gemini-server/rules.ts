/** What the server knows of a model, as the maker's pages have it. */
export interface GeminiRules {
  readonly generation: number;
  readonly levels: readonly string[];
  readonly budget: boolean;
  readonly model: string;
  readonly key: string;
}

const byBeginning: Readonly<Record<string, Omit<GeminiRules, 'model' | 'key'>>> = {
  'gemini-4-hydrogen': {
    generation: 4,
    levels: ['LOW', 'MEDIUM', 'HIGH', 'XHIGH'],
    budget: false,
  },
  'gemini-4': { generation: 4, levels: ['LOW', 'MEDIUM', 'HIGH'], budget: false },
  'gemini-3': { generation: 3, levels: ['LOW', 'MEDIUM', 'HIGH'], budget: false },
  'gemini-2.5': { generation: 2, levels: [], budget: true },
};

export function rulesOf(model: string, key: string): GeminiRules | undefined {
  const [, rules] =
    Object.entries(byBeginning).find(([beginning]) => model.startsWith(beginning)) ?? [];
  return rules && { ...rules, model, key };
}

/** A signature that holds for this model and this account only. */
export const signatureOf = ({ model, key }: Pick<GeminiRules, 'model' | 'key'>): string =>
  Buffer.from(`signed by ${model} for ${key}`).toString('base64');

export const STAND_IN = 'skip_thought_signature_validator';
