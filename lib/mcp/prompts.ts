import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import * as z from 'zod';
import type { Desk } from './desk.ts';
import { readContext } from './read-context.ts';

const BUDGET = 8_000;

const asUser = (text: string) => ({
  messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }],
});

/** Offers what people ask for again and again. */
export function offerPrompts(server: McpServer, desk: Desk, context: string | undefined): void {
  const which = context === undefined ? { context: z.string().describe('which context') } : {};

  server.registerPrompt(
    'catch_up',
    {
      description: 'What happened in the shared context, or what is new since a version.',
      argsSchema: {
        ...which,
        since: z
          .string()
          .regex(/^\d{1,9}$/)
          .optional(),
      },
    },
    async ({ since, ...given }: Given) => {
      const options = { budget: BUDGET, query: '', ...(since && { since: Number(since) }) };
      const text = await readContext(desk, named(context, given), options);
      return asUser(
        `Tell me briefly what happened in the shared context, and what it means for what we do.\n\n${text}`,
      );
    },
  );

  server.registerPrompt(
    'share',
    {
      description: 'Share what has been found with everybody.',
      argsSchema: { ...which, what: z.string().optional() },
    },
    ({ what, ...given }: Given) =>
      asUser(
        `Share ${what ?? 'what we have found and decided so far'} with everybody who works on ${named(context, given)}: write it into the shared context with the tool context_commit, as notes that make sense to somebody who was not here, one for each thing.`,
      ),
  );
}

interface Given {
  readonly context?: string | undefined;
  readonly since?: string | undefined;
  readonly what?: string | undefined;
}

const named = (context: string | undefined, given: Given): string => context ?? given.context ?? '';
