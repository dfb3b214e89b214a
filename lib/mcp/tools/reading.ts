import * as z from 'zod';
import { ItemKind } from '../../core/context/item.ts';
import { NOTICE, quoted, quotedItem } from '../quote.ts';
import { findItem, readContext, seenItems } from '../read-context.ts';
import { tool } from '../tool.ts';

const MAX_TOKENS = 20_000;
const MAX_HITS = 50;
const MAX_COMMITS = 200;

const version = z.union([z.int().nonnegative(), z.string()]);

/** What can be read of a context. */
export const readingTools = {
  context_read: tool({
    says: 'Reads the shared context: what there is, or with `since` what is new, within a budget. Others’ words are quoted.',
    writes: false,
    input: {
      since: z.int().nonnegative().optional().describe('only what came behind this version'),
      budget: z.int().min(100).max(MAX_TOKENS).default(4_000).describe('tokens, at most'),
      query: z.string().max(10_000).default('').describe('what it is for: the rest goes first'),
      expand: z
        .array(z.string())
        .min(1)
        .optional()
        .describe('whole, only what is shown in short under these names: items, or ITEM@VERSION'),
    },
    work: readContext,
  }),

  context_search: tool({
    says: 'Finds the items of the shared context that hold all of these words, the best first.',
    writes: false,
    input: {
      text: z.string().min(1).max(10_000),
      kind: ItemKind.optional(),
      limit: z.int().positive().max(MAX_HITS).default(10),
    },
    work: async ({ contexts, branch, author: { agent } }, context, { text, kind, limit }) => {
      const options = { context, branch, agent, limit, ...(kind && { kind }) };
      const { hits } = await contexts.search(text, options);
      if (hits.length === 0) return 'Nothing was found.';
      const lines = hits.map(({ item, version: at, excerpt }) => `${item} (${at}): ${excerpt}`);
      return [NOTICE, quoted(`what was found in ${context}`, lines.join('\n'))].join('\n\n');
    },
  }),

  context_show_item: tool({
    says: 'Shows one item of the shared context, as it stands or stood.',
    writes: false,
    input: {
      item: z.string().describe('its id'),
      at: version.optional().describe('a version: a number, or BRANCH@NUMBER'),
    },
    work: async (desk, context, { item, at }) =>
      [NOTICE, quotedItem(await findItem(desk, context, item, at))].join('\n\n'),
  }),

  context_log: tool({
    says: 'Lists the commits of the shared context behind a version, the last ones if there are many: who wrote which items.',
    writes: false,
    input: { after: z.int().nonnegative().default(0) },
    work: async ({ contexts, branch }, context, { after }) => {
      const { head, commits } = await contexts.log(context, { branch, after });
      const lines = commits
        .slice(-MAX_COMMITS)
        .map(({ version: at, author, operations }) =>
          [at, author.agent, ...operations.map(({ op, item }) => `${op} ${item}`)].join(' '),
        );
      return [`The head is version ${head}.`, quoted('its commits', lines.join('\n'))].join('\n\n');
    },
  }),

  context_diff: tool({
    says: 'Tells what one version of the shared context has of another: what was added, changed, retired.',
    writes: false,
    input: { from: version, to: version },
    work: async (desk, context, { from, to }) => {
      const found = await desk.contexts.diff(context, from, to, { branch: desk.branch });
      const seen = new Set(
        [await seenItems(desk, context, from), await seenItems(desk, context, to)]
          .flat()
          .map(({ id }) => id),
      );
      const shown = {
        added: found.added.filter((item) => seen.has(item)),
        changed: found.changed.filter(({ item }) => seen.has(item)),
        retired: found.retired.filter((item) => seen.has(item)),
      };
      return [NOTICE, quoted(`from ${from} to ${to}`, JSON.stringify(shown, null, 2))].join('\n\n');
    },
  }),
};
