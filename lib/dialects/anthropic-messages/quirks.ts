/** Where Anthropic's models differ in what they take of a conversation. */
export interface Quirks {
  /** Whether a `system` turn may stand in the midst of a conversation. */
  readonly systemTurns: boolean;
  /** Whether a thought holds only after exactly what was said before it. */
  readonly bindsThinking: boolean;
  /** Tokens, at most, of one reply; every request has to name a limit. */
  readonly maxTokens: number;
}

/** A model of which nothing is known: as careful as the newest ones want it. */
export const carefulQuirks: Quirks = { systemTurns: false, bindsThinking: true, maxTokens: 32_000 };

/** Whom a request goes to. */
export interface Reader {
  readonly quirks: Quirks;
  readonly model: string;
  /** The type of its backend. Without one the dialect alone is meant: what came in it goes out as it came. */
  readonly backend?: string;
  /** A digest of the account that asks: thoughts hold for no other. */
  readonly account?: string;
}
