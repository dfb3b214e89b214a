import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { closest } from 'fastest-levenshtein';
import * as z from 'zod';
import { backendTypes, isBackendType, typeCalled } from '../lib/config/backend-types.ts';
import { Fault } from '../lib/core/shared/faults.ts';
import { isZipped } from './backend-types.ts';

const Environment = z
  .strictObject({
    /** What becomes of the data when the stack is deleted. */
    removal: z.enum(['destroy', 'retain']),
    /** How long logs are kept, and the bus's archive with them. */
    logDays: z.enum(RetentionDays),
    /** Addresses that configurations from outside may name, beside the makers' own. */
    baseUrls: z.array(z.url()).default([]),
  })
  .readonly();

const Environments = z.record(z.string().regex(/^[a-z][a-z0-9]{0,15}$/), Environment);

const Backends = z
  .string()
  .transform((list) => [...new Set(list.split(',').map((type) => type.trim()))]);

/** One environment, and so one stack. */
export interface Settings extends z.infer<typeof Environment> {
  readonly name: string;
  /** The types of backends that are deployed. */
  readonly backends: readonly string[];
}

/**
 * The environments of `cdk.json`, with the backends of `-c backends=TYPE,TYPE`: without it all that
 * need no container. Throws `config.invalid`.
 */
export function settingsIn(context: (key: string) => unknown): readonly Settings[] {
  const environments = parse(Environments, 'environments', context('environments'));
  const asked = context('backends');
  const backends =
    asked === undefined ? backendTypes.filter(isZipped) : known(parse(Backends, 'backends', asked));
  return Object.entries(environments).map(([name, environment]) => ({
    name,
    ...environment,
    backends,
  }));
}

function known(types: readonly string[]): readonly string[] {
  const strange = types.find((type) => !isBackendType(type));
  if (strange === undefined) return types;
  throw new Fault('config.invalid', {
    path: "the context's backends",
    problem: `There is no backend "${strange}".`,
    suggestion: `Did you mean ${typeCalled(strange) ?? closest(strange, backendTypes)}?`,
  });
}

function parse<T extends z.ZodType>(schema: T, path: string, value: unknown): z.infer<T> {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw new Fault('config.invalid', {
    path: `the context's ${path}`,
    problem: z.prettifyError(error),
    suggestion: 'See docs/deploy.md for what can be set.',
  });
}
