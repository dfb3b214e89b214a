import { formatPath } from '../path.ts';
import type { Problem } from '../problem.ts';
import { reference, refersToVariables } from '../variables.ts';
import { everyBackendIn, type Rule } from './rule.ts';

/** A server's address must be one that can be asked, and hold no secret. */
export const hasGoodAddresses: Rule = function* ({ filled }) {
  for (const { value, path } of everyBackendIn(filled)) {
    const address = value['base_url'];
    if (typeof address !== 'string' || refersToVariables(address)) continue;
    const problem = whatIsWrong(address);
    if (problem) yield { path: formatPath([...path, 'base_url']), ...problem };
  }
};

function whatIsWrong(address: string): Omit<Problem, 'path'> | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    return {
      message: '`base_url` is not an http or https address.',
      suggestion: 'Write it in full, such as http://127.0.0.1:1234/v1.',
    };
  if (url.username || url.password)
    return {
      message: '`base_url` holds a user name or a password.',
      suggestion: `Put the key into \`api_key\`, as ${reference('NAME')}.`,
    };
  return undefined;
}
