import { Fault } from '../core/shared/faults.ts';
import type { Lookup } from './variables.ts';

/** What a deployed function is told of its surroundings, by the names of the variables. */
export const cloudVariables = {
  /** The name of the environment, such as `dev`. */
  environment: 'MASSGEN_ENVIRONMENT',
  table: 'MASSGEN_TABLE',
  bucket: 'MASSGEN_BUCKET',
  /** The name of the event bus. */
  bus: 'MASSGEN_BUS',
  /** The ARN of the state machine. */
  stateMachine: 'MASSGEN_STATE_MACHINE',
  /** The type of backend that the function calls. */
  backend: 'MASSGEN_BACKEND',
  /** The types of backends that are deployed, with commas between them. */
  backends: 'MASSGEN_BACKENDS',
  /** Addresses that configurations from outside may name, with commas between them. */
  baseUrls: 'MASSGEN_BASE_URLS',
  /** The ARN of the secret that holds a maker's key. */
  keySecret: 'MASSGEN_KEY_SECRET',
  /** The ARN of the secret that holds the token of the API. */
  tokenSecret: 'MASSGEN_TOKEN_SECRET',
} as const;

export type CloudVariable = keyof typeof cloudVariables;

/** Whose data an environment holds. */
export const CLOUD_TENANT = 'main';

/** The function that runs turns on a type of backend, by its name. */
export const functionNameOf = (environment: string, type: string): string =>
  `massgen-${environment}-${type}`;

/** Throws `config.variableMissing` for one that is not set. */
export function cloudSetting(lookup: Lookup, variable: CloudVariable): string {
  const name = cloudVariables[variable];
  const value = lookup(name);
  if (value) return value;
  throw new Fault('config.variableMissing', { path: 'the function', name });
}

/** What stands between the commas; nothing where it is not set. */
export const cloudList = (lookup: Lookup, variable: CloudVariable): readonly string[] =>
  (lookup(cloudVariables[variable]) ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
