import * as z from 'zod';
import type { Conflict } from '../../core/context/conflict.ts';
import { Visibility } from '../../core/context/item.ts';
import { mergePolicies } from '../../core/context/merge-policy.ts';
import type { Desk } from '../desk.ts';
import { quoted } from '../quote.ts';
import { seenItems } from '../read-context.ts';
import { type Refusal, tool } from '../tool.ts';

const version = z.union([z.int().nonnegative(), z.string()]);

const Put = z.object({
  item: z.string().describe('its id, such as note/database; one that stands is replaced'),
  kind: z.enum(['note', 'answer', 'artifact', 'summary']).default('note'),
  body: z
    .unknown()
    .refine((body) => body !== undefined, 'is missing')
    .describe('text, or any JSON'),
  tags: z.array(z.string()).optional().describe('`decided` keeps it before everybody'),
  visibility: Visibility.optional(),
});

/** What can be written into a context. */
export const writingTools = {
  context_commit: tool({
    says: 'Writes items into the shared context, or retires them, for everybody who shares it. A conflict changes nothing and shows both sides.',
    writes: true,
    input: {
      put: z.array(Put).default([]),
      retire: z.array(z.string()).default([]).describe('ids of items that are to go'),
      base: z
        .int()
        .nonnegative()
        .optional()
        .describe('the version you had read; default: the head'),
      expects: z
        .union([z.array(z.string()), z.literal('*')])
        .optional()
        .describe('items that must not have changed since; * for any'),
    },
    work: async (desk, context, { put, retire, base, expects }) => {
      const { contexts, branch, author } = desk;
      const operations = [
        ...put.map((one) => ({ op: 'put', ...one })),
        ...retire.map((item) => ({ op: 'retire', item })),
      ];
      const document = { author, operations, base, expects };
      const report = await contexts.commit(context, document, { branch });
      if (report.kind === 'conflict') return conflict(desk, context, report);
      return `Committed as version ${report.version}${report.redacted ? '; secrets were masked' : ''}.`;
    },
  }),

  context_branch: tool({
    says: 'Lets a branch leave the shared context behind a version; without a name it lists the branches.',
    writes: true,
    input: { name: z.string().optional(), from: version.optional() },
    work: async ({ contexts, branch }, context, { name, from }) => {
      if (name === undefined) {
        const { branches } = await contexts.branches(context);
        const lines = branches.map((one) => `${one.name} at ${one.head}, from ${one.from ?? '-'}`);
        return quoted('its branches', lines.join('\n'));
      }
      const report = await contexts.branch(context, name, { branch, from });
      return `${name} leaves at version ${report.version}.`;
    },
  }),

  context_merge: tool({
    says: 'Merges a branch of the shared context into another, item by item. A conflict changes nothing and shows both sides.',
    writes: true,
    input: {
      from: z.string(),
      into: z.string().optional(),
      policy: z.enum(mergePolicies).optional().describe('whose version stands in a conflict'),
    },
    work: async (desk, context, { from, into = desk.branch, policy }) => {
      const report = await desk.contexts.merge(context, from, { into, policy });
      if (report.kind === 'conflict') return conflict(desk, context, report);
      return `${from} is merged; ${into} is at version ${report.version}.`;
    },
  }),

  context_rollback: tool({
    says: 'Restores an earlier state of the shared context by a commit; nothing is lost.',
    writes: true,
    input: { to: version },
    work: async (desk, context, { to }) => {
      const report = await desk.contexts.rollback(context, { to, branch: desk.branch });
      if (report.kind === 'conflict') return conflict(desk, context, report);
      return `Version ${report.version} holds what ${to} held.`;
    },
  }),
};

interface Lost {
  readonly version: number;
  readonly conflicts: readonly Conflict[];
}

/** Both sides, as far as the reader may see the other one. */
async function conflict(
  desk: Desk,
  context: string,
  { version: head, conflicts }: Lost,
): Promise<Refusal> {
  const seen = new Set((await seenItems(desk, context)).map(({ id }) => id));
  const sides = conflicts.map((one) => (seen.has(one.item) ? one : { item: one.item }));
  return {
    refused: [
      `Nothing was changed: others have changed the same since. The head is version ${head}; read it, and offer anew with it as base.`,
      quoted('both sides', JSON.stringify(sides, null, 2)),
    ].join('\n\n'),
  };
}
