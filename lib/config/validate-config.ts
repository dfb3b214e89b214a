import { Fault } from '../core/shared/faults.ts';
import { type ConfigDocument, isMapping, withoutNulls } from './config-document.ts';
import { factsOf, type Problem, type Verdict } from './problem.ts';
import { hasGoodAddresses } from './rules/addresses.ts';
import { hasPlainIds } from './rules/ids.ts';
import { namesModels } from './rules/models.ts';
import { impurity } from './rules/plain-data.ts';
import { namesLiteralSecrets, namesMissingVariables } from './rules/references.ts';
import type { Rule, Subject } from './rules/rule.ts';
import { namesVotesForNobody } from './rules/scripted-votes.ts';
import { hasRightShape } from './rules/shape.ts';
import { namesAuthorsAlmost, subscribesToSomething } from './rules/subscriptions.ts';
import { namesAgents } from './rules/team.ts';
import { hasKnownTypes } from './rules/types.ts';
import { namesUnusualKeys } from './rules/unusual-keys.ts';
import { refusesV1 } from './rules/v1-keys.ts';
import { fillInAll, type Lookup } from './variables.ts';

/** In the order in which they are worth mending. */
const musts: readonly Rule[] = [
  refusesV1,
  namesAgents,
  hasRightShape,
  hasPlainIds,
  hasKnownTypes,
  namesModels,
  hasGoodAddresses,
  subscribesToSomething,
];

const oughts: readonly Rule[] = [
  namesUnusualKeys,
  namesMissingVariables,
  namesLiteralSecrets,
  namesVotesForNobody,
  namesAuthorsAlmost,
];

/** What is to be said of a configuration, of whatever shape it is. Never throws, changes nothing. */
export function validateConfig(value: unknown, lookup: Lookup): Verdict {
  const flaw = isMapping(value) ? impurity(value) : notAMapping;
  if (flaw) return { valid: false, errors: [flaw], warnings: [] };
  const subject = toSubject(value as ConfigDocument, lookup); // a mapping of plain data: just seen
  const errors = musts.flatMap((rule) => [...rule(subject)]);
  const warnings = oughts.flatMap((rule) => [...rule(subject)]);
  return { valid: errors.length === 0, errors, warnings };
}

const notAMapping: Problem = {
  path: '',
  message: 'A configuration is a mapping of keys.',
  suggestion: 'Begin with `agents:`.',
};

/** A document as rules look at it. */
export function toSubject(written: ConfigDocument, lookup: Lookup): Subject {
  const filled = withoutNulls(fillInAll(written, lookup));
  return { written, filled: isMapping(filled) ? filled : {}, lookup };
}

/** The verdict on a valid configuration. Throws `config.invalid` for the first error of another. */
export function requireValid(value: unknown, lookup: Lookup): Verdict {
  const verdict = validateConfig(value, lookup);
  const [first, ...more] = verdict.errors;
  if (first) throw new Fault('config.invalid', factsOf([first, ...more]));
  return verdict;
}
