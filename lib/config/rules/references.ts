import { formatPath } from '../path.ts';
import { isLiteralSecret } from '../secrets.ts';
import { stringsIn } from '../strings.ts';
import { missingVariables, reference } from '../variables.ts';
import type { Rule } from './rule.ts';

/** Names each variable that is referred to and not set. A run refuses to start on one. */
export const namesMissingVariables: Rule = function* ({ written, lookup }) {
  for (const { path, name } of missingVariables(written, lookup))
    yield {
      path,
      message: `${reference(name)} is not set.`,
      suggestion: `Set ${name} in the environment.`,
    };
};

/** A secret in a file ends up wherever the file does. */
export const namesLiteralSecrets: Rule = function* ({ written }) {
  for (const { text, path } of stringsIn(written))
    if (isLiteralSecret(path, text))
      yield {
        path: formatPath(path),
        message: 'A secret is written out here.',
        suggestion: `Put it into a variable of the environment and write ${reference('NAME')}.`,
      };
};
