import type { ToolCallPart, ToolResultPart } from '../message/part.ts';
import type { Tool } from './tool.ts';

/** Tools that an agent may use before it decides. */
export interface Toolbox {
  /** The same for every call of a run, so that makers' caches hold. */
  readonly tools: readonly Tool[];
  /** Runs one call. What went wrong is a result that says so; it throws only when the signal aborts. */
  readonly call: (call: ToolCallPart, signal: AbortSignal) => Promise<ToolResultPart>;
}

export const has = ({ tools }: Toolbox, tool: string): boolean =>
  tools.some(({ name }) => name === tool);

/** Two toolboxes as one. */
export const joined = (first: Toolbox, second: Toolbox): Toolbox => ({
  tools: [...first.tools, ...second.tools],
  call: (call, signal) => (has(second, call.name) ? second : first).call(call, signal),
});

export const emptyToolbox: Toolbox = {
  tools: [],
  call: async ({ id, name }) => ({
    type: 'tool_result',
    call: id,
    content: [{ type: 'text', text: `There is no tool ${JSON.stringify(name)}.` }],
    error: true,
  }),
};
