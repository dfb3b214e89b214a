import { has, type Toolbox } from '../../core/agent/toolbox.ts';

/** The tools of ours that may be called at this moment: what an agent hears may change that. */
export interface Allowance {
  allowed: readonly string[];
  /** Of them, those that answer in the midst of its turn. */
  readonly within: Toolbox;
}

/** Whether a turn ends with the call of a tool of ours. */
export const ends = ({ allowed, within }: Allowance, tool: string): boolean =>
  allowed.includes(tool) && !has(within, tool);
