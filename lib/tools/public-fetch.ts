import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { once } from '../core/shared/once.ts';
import { isPublicIp } from './public-ip.ts';

type Resolve = (
  name: string,
  options: LookupAllOptions,
  done: (error: Error | null, addresses?: readonly LookupAddress[]) => void,
) => void;

/**
 * Where a connection to a name goes, unless any of its addresses is inside of a network. It is asked
 * for each connection, so a name that moves is caught where it moves to.
 */
export const publicLookup =
  (resolve: Resolve): LookupFunction =>
  (name, options, done) =>
    resolve(name, { ...options, all: true }, (failure, addresses = []) => {
      const error = failure ?? whyNot(name, addresses);
      if (error) done(error, '');
      else if (options.all) done(null, [...addresses]);
      else done(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });

const whyNot = (name: string, addresses: readonly LookupAddress[]): Error | undefined =>
  addresses.length > 0 && addresses.every(({ address }) => isPublicIp(address))
    ? undefined
    : new Error(`${name} leads into a network`);

const connection = once(async () => {
  const { default: undici } = await import('undici');
  const dispatcher = new undici.Agent({ connect: { lookup: publicLookup(lookup) } });
  const through = { dispatcher };
  return { through, fetch: undici.fetch as unknown as typeof globalThis.fetch }; // the types of two copies of one thing
});

/** `fetch` that reaches hosts of the world's only. A host that is written as a number is not looked up. */
export const publicFetch: typeof fetch = async (input, init) => {
  const { through, fetch } = await connection();
  return fetch(input, Object.assign({}, init, through));
};
