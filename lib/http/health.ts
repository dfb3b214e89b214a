import { cloudList, cloudVariables } from '../config/cloud.ts';
import type { Lookup } from '../config/variables.ts';

export interface Health {
  readonly status: 'ok';
  readonly version: string;
  readonly environment: string;
  /** The types of backends that run here. */
  readonly backends: readonly string[];
}

/** What a deployed function can say of its service without asking anybody. */
export const healthFrom = (lookup: Lookup, version: string): Health => ({
  status: 'ok',
  version,
  environment: lookup(cloudVariables.environment) ?? '',
  backends: cloudList(lookup, 'backends'),
});
