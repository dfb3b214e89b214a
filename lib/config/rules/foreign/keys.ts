import { formatPath } from '../../path.ts';
import { isLiteralSecret } from '../../secrets.ts';
import { stringsIn } from '../../strings.ts';
import type { Rule } from '../rule.ts';

/** What arrives is written down with its run, so no key may be in it. */
export const holdsNoKeys: Rule = function* ({ written }) {
  for (const { text, path } of stringsIn(written))
    if (isLiteralSecret(path, text))
      yield {
        path: formatPath(path),
        message: 'This holds a key, and the service never stores keys that are sent to it.',
        suggestion: "Leave it out: makers are asked with the service's own keys.",
      };
};
