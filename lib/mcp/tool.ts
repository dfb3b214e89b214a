import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { toFault } from '../core/shared/faults.ts';
import type { Desk } from './desk.ts';

/** What somebody can do with a context. */
export interface Tool<Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly says: string;
  /** Whether it changes something. */
  readonly writes: boolean;
  readonly input: Shape;
  readonly work: (
    desk: Desk,
    context: string,
    input: z.infer<z.ZodObject<Shape>>,
  ) => Promise<string | Refusal>;
}

/** An outcome that its caller has to deal with: a conflict. */
export interface Refusal {
  readonly refused: string;
}

/** Keeps the types of a tool's own input together. */
export const tool = <Shape extends z.ZodRawShape>(one: Tool<Shape>): Tool => one as unknown as Tool; // its work is given what its input says

const which = z.string().describe('which context');

/** Offers tools on one context, or on whichever a call names. */
export function registerTools(
  server: McpServer,
  desk: Desk,
  context: string | undefined,
  tools: Readonly<Record<string, Tool>>,
): void {
  for (const [name, { says, writes, input, work }] of Object.entries(tools)) {
    const inputSchema = z.strictObject(
      context === undefined ? { context: which, ...input } : input,
    );
    const annotations = { readOnlyHint: !writes, destructiveHint: false, openWorldHint: false };
    server.registerTool(name, { description: says, inputSchema, annotations }, async (given) =>
      said(desk, () => work(desk, context ?? String(given['context']), given as never)),
    );
  }
}

async function said(
  { tell }: Desk,
  work: () => Promise<string | Refusal>,
): Promise<CallToolResult> {
  try {
    const done = await work();
    return typeof done === 'string'
      ? { content: [{ type: 'text', text: done }] }
      : { content: [{ type: 'text', text: done.refused }], isError: true };
  } catch (error) {
    return { content: [{ type: 'text', text: tell(toFault(error)) }], isError: true };
  }
}
