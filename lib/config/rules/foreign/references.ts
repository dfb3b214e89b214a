import { formatPath } from '../../path.ts';
import { stringsIn } from '../../strings.ts';
import type { Rule } from '../rule.ts';

/** Escaped ones as well: what is written down for a run is filled in once more when it is used. */
const REFERENCE = /\$\{[A-Za-z_]/;

/** A stranger learns nothing of the environment of the machine. */
export const refersToNothing: Rule = function* ({ written }) {
  for (const { text, path } of stringsIn(written))
    if (REFERENCE.test(text))
      yield {
        path: formatPath(path),
        message: 'A configuration from outside refers to no variables of the environment.',
        suggestion: "Write the value itself; keys are the service's own.",
      };
};
