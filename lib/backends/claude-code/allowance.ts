/** The tools of ours that may be called at this moment: what an agent hears may change that. */
export interface Allowance {
  allowed: readonly string[];
}
