import type { Maker } from '../../maker.ts';
import { isMakerType, isOwnAddress, makerOf } from '../../makers.ts';
import { formatPath } from '../../path.ts';
import type { Problem } from '../../problem.ts';
import { everyBackendIn, type Rule } from '../rule.ts';

/** Keys go to their makers, and to where the operator lets them go. What does not run here goes nowhere. */
export const staysAtKnownAddresses = (
  runsHere: (type: string) => boolean,
  allowed: readonly string[],
): Rule =>
  function* ({ filled }) {
    for (const { value, path } of everyBackendIn(filled)) {
      const type = String(value['type']);
      const problem = runsHere(type) && whatIsWrong(type, value['base_url'], allowed);
      if (problem) yield { path: formatPath([...path, 'base_url']), ...problem };
    }
  };

function whatIsWrong(
  type: string,
  address: unknown,
  allowed: readonly string[],
): Omit<Problem, 'path'> | undefined {
  const maker: Maker | undefined = isMakerType(type) ? makerOf(type) : undefined;
  const isAllowed = (url: string) => allowed.map(plain).includes(plain(url));
  if (typeof address !== 'string')
    return !maker?.local || isAllowed(maker.baseUrl ?? '') ? undefined : noAddress(type);
  const isOwn = isMakerType(type) && isOwnAddress(type, address);
  return isOwn || isAllowed(address) ? undefined : unknownAddress;
}

const unknownAddress = {
  message: 'The operator of this service allows no such address.',
  suggestion: "Leave `base_url` out to ask the maker's own, or ask the operator to allow it.",
};

const noAddress = (type: string) => ({
  message: `\`${type}\` runs on a machine of one's own, and this service has none.`,
  suggestion: 'Add a `base_url` that the operator of this service allows, or use another type.',
});

/** One spelling of an address, however it ends. */
const plain = (address: string) =>
  (URL.canParse(address) ? new URL(address).href : address).replace(/\/+$/, '');
