/** What Anthropic's API refuses of a model. */
export interface ModelRules {
  readonly thinking: readonly string[];
  readonly forcedTools: boolean;
  readonly systemTurns: boolean;
  readonly prefill: boolean;
  /** Thoughts hold only after exactly what was said before. */
  readonly bindsThinking: boolean;
}

const newest: ModelRules = {
  thinking: ['adaptive'],
  forcedTools: false,
  systemTurns: true,
  prefill: false,
  bindsThinking: true,
};

const rules: readonly (readonly [name: RegExp, rules: ModelRules])[] = [
  [/^claude-haiku-5-5/, { ...newest, thinking: ['adaptive', 'disabled'], forcedTools: true }],
  [/^claude-sonnet-5-5/, { ...newest, thinking: ['adaptive', 'between_tools'] }],
  [/^claude-(opus-5-5|(fable|mythos)-5-[12])/, newest],
  [
    /^claude-sonnet-5/,
    {
      thinking: ['adaptive', 'disabled'],
      forcedTools: true,
      systemTurns: false,
      prefill: false,
      bindsThinking: false,
    },
  ],
  [
    /^claude-[a-z]+-4-5/,
    {
      thinking: ['enabled', 'disabled'],
      forcedTools: true,
      systemTurns: false,
      prefill: true,
      bindsThinking: false,
    },
  ],
];

export const rulesFor = (model: string): ModelRules =>
  rules.find(([name]) => name.test(model))?.[1] ?? newest;
