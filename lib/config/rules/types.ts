import { backendTypes, insteadOf, typeCalled } from '../backend-types.ts';
import { nearest } from '../nearest.ts';
import { formatPath, quoted } from '../path.ts';
import type { Problem } from '../problem.ts';
import { refersToVariables } from '../variables.ts';
import { everyBackendIn, type Rule } from './rule.ts';

/** A backend's type must be one of ours. */
export const hasKnownTypes: Rule = function* ({ filled }) {
  for (const { value, path } of everyBackendIn(filled)) {
    const { type } = value;
    if (typeof type !== 'string' || backendTypes.includes(type) || refersToVariables(type))
      continue;
    yield { path: formatPath([...path, 'type']), ...stranger(type) };
  }
};

function stranger(type: string): Omit<Problem, 'path'> {
  const instead = insteadOf(type);
  if (instead)
    return { message: `The backend type \`${type}\` is not supported here.`, suggestion: instead };
  return {
    message: `There is no backend type ${quoted(type)}. There are: ${backendTypes.join(', ')}.`,
    suggestion: typeCalled(type.toLowerCase()) ?? nearest(type, backendTypes),
  };
}
