import { isAboutItself } from '../../core/view/subscription.ts';
import { isMapping, type Mapping } from '../config-document.ts';
import { misspelt, nearest } from '../nearest.ts';
import { formatPath, quoted, valueAt } from '../path.ts';
import { type At, agentsIn, type Rule } from './rule.ts';

/** A subscription is an agent's of the team, and something can match it. */
export const subscribesToSomething: Rule = function* ({ filled }) {
  const ids = idsIn(filled);
  for (const { value, path } of subscriptionsIn(filled)) {
    const { agent, authors, then } = value;
    if (typeof agent === 'string' && !ids.includes(agent))
      yield {
        path: formatPath([...path, 'agent']),
        message: `There is no agent ${quoted(agent)} to subscribe.`,
        suggestion: nearest(agent, ids),
      };
    if (
      typeof agent === 'string' &&
      then === 'act' &&
      isAboutItself({ agent, authors: textsIn(authors), then })
    )
      yield {
        path: formatPath([...path, 'authors']),
        message: 'No agent is called to act on what it wrote itself, so nothing can match this.',
        suggestion: 'Name another author, or leave `authors` out.',
      };
  }
};

/** Others than the team may write into a context, but a slip of the pen matches nobody. */
export const namesAuthorsAlmost: Rule = function* ({ filled }) {
  const known = [...idsIn(filled), 'user', 'massgen'];
  for (const { value, path } of subscriptionsIn(filled))
    for (const [at, author] of textsIn(value['authors'])?.entries() ?? []) {
      const meant = known.includes(author) ? undefined : misspelt(author, known);
      if (meant)
        yield {
          path: formatPath([...path, 'authors', at]),
          message: `No agent of the team is called ${quoted(author)}.`,
          suggestion: meant,
        };
    }
};

const idsIn = (config: Mapping): readonly string[] =>
  agentsIn(config)
    .map(({ value }) => value['id'])
    .filter((id) => typeof id === 'string');

function subscriptionsIn(config: Mapping): readonly At[] {
  const path = ['orchestrator', 'context', 'subscriptions'];
  const list = valueAt(config, path);
  return Array.isArray(list)
    ? list.flatMap((value: unknown, at) =>
        isMapping(value) ? [{ value, path: [...path, at] }] : [],
      )
    : [];
}

const textsIn = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined;
