import { CANDIDATES } from '../../core/context/search-index.ts';
import { given, type SearchFlags } from '../flags.ts';
import { withContexts } from '../open.ts';
import type { Output } from '../output.ts';
import { table } from '../table.ts';

export const search = (output: Output, text: string, flags: SearchFlags): Promise<void> =>
  withContexts(
    flags,
    async (context) => {
      const options = given(flags, 'context', 'branch', 'kind', 'agent', 'limit');
      const found = await context.search(text, options);
      if (output.isJson) return output.json(found);
      const rows = found.hits.map(({ context: id, item, version, score, excerpt }) => [
        id,
        item,
        String(version),
        score.toFixed(2),
        excerpt,
      ]);
      output.data(table(['context', 'item', 'version', 'score', 'excerpt'], rows));
      if (found.capped) output.talk(`Only the last ${CANDIDATES} matches were ranked.`);
    },
    output.warn,
  );
