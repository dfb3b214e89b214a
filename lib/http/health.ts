import { cloudList, cloudVariables } from '../config/cloud.ts';
import type { Lookup } from '../config/variables.ts';
import type { AnswerOf } from './route.ts';
import type { Routes } from './routes.ts';

export type Health = AnswerOf<Routes['health']>;

/** What a deployed function can say of its service without asking anybody. */
export const healthFrom = (lookup: Lookup, version: string): Health => ({
  status: 'ok',
  version,
  environment: lookup(cloudVariables.environment) ?? '',
  backends: cloudList(lookup, 'backends'),
});
