import { sha256 } from '../core/shared/hash.ts';
import type { Server } from './server.ts';

/** A digest of whose requests they are: makers bind thoughts to an account, and take them from no other. */
export const accountOf = ({ baseUrl, key }: Pick<Server, 'baseUrl' | 'key'>): string =>
  sha256(`${key}\n${baseUrl}`).slice(0, 16);
