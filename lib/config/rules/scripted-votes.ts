import { isMapping, type Mapping } from '../config-document.ts';
import { nearest } from '../nearest.ts';
import { formatPath, type Path, quoted } from '../path.ts';
import { agentsIn, everyBackendIn, type Rule } from './rule.ts';

/** A script may vote for an agent that is not there, to see what happens; it is rarely meant. */
export const namesVotesForNobody: Rule = function* ({ filled }) {
  const agents = agentsIn(filled);
  const ids = agents.map(({ value }) => value['id']).filter((id) => typeof id === 'string');
  const known = [...ids, ...agents.map((_, at) => `agent${at + 1}`)];
  for (const { vote, path } of votesIn(filled))
    if (!known.includes(vote))
      yield {
        path: formatPath(path),
        message: `There is no agent ${quoted(vote)} to vote for.`,
        suggestion: nearest(vote, ids),
      };
};

interface ScriptedVote {
  readonly vote: string;
  readonly path: Path;
}

const votesIn = (config: Mapping): readonly ScriptedVote[] =>
  everyBackendIn(config).flatMap(({ value, path }) => {
    const script: readonly unknown[] = Array.isArray(value['script']) ? value['script'] : [];
    return script.flatMap((entry, at) => {
      const vote = isMapping(entry) ? entry['vote'] : undefined;
      return typeof vote === 'string' ? [{ vote, path: [...path, 'script', at, 'vote'] }] : [];
    });
  });
