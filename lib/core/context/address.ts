import { Fault } from '../shared/faults.ts';
import type { Key } from '../shared/table.ts';

/** One branch of one context of one tenant. */
export interface Address {
  readonly tenant: string;
  readonly context: string;
  readonly branch: string;
}

export const mainBranch = (tenant: string, context: string): Address => ({
  tenant,
  context,
  branch: 'main',
});

export const commitsOf = ({ tenant, context, branch }: Address): string =>
  `${tenant}/contexts/${context}/${branch}`;

/** The branch whose commits a partition holds, if it holds any. */
export function branchAt(partition: string): Address | undefined {
  const [tenant, area, context, branch, ...more] = partition.split('/');
  return tenant && area === 'contexts' && context && branch && more.length === 0
    ? { tenant, context, branch }
    : undefined;
}

export const commitKey = (address: Address, version: number): Key => ({
  partition: commitsOf(address),
  sort: sortOf(version),
});

/** Padded, so that text order is version order. */
export const sortOf = (version: number): string => String(version).padStart(12, '0');

export const claimKey = ({ tenant, context, branch }: Address, id: string): Key => ({
  partition: `${tenant}/commit-ids/${context}/${branch}`,
  sort: id,
});

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export const isId = (text: string): boolean => ID.test(text);

/** Hands back an id that may name a session and its context. Throws `session.invalidId`. */
export function checkedId(id: string): string {
  if (!isId(id)) throw new Fault('session.invalidId', { id });
  return id;
}
