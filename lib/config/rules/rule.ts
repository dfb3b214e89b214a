import { type ConfigDocument, isMapping, type Mapping } from '../config-document.ts';
import type { Path } from '../path.ts';
import type { Problem } from '../problem.ts';
import type { Lookup } from '../variables.ts';

/** What a rule looks at. */
export interface Subject {
  /** As it was written. */
  readonly written: ConfigDocument;
  /** Without empty keys, and with the variables that are set filled in. */
  readonly filled: Mapping;
  readonly lookup: Lookup;
}

/** Looks at a configuration of any shape and names what it finds; never throws. */
export type Rule = (subject: Subject) => Iterable<Problem>;

export interface At {
  readonly value: Mapping;
  readonly path: Path;
}

/** The agents that are mappings, where they stand. */
export function agentsIn(config: Mapping): readonly At[] {
  const { agents, agent } = config;
  if (!Array.isArray(agents)) return mapping(agent, ['agent']);
  return agents.flatMap((entry: unknown, at) => mapping(entry, ['agents', at]));
}

/** An agent's own backend and its fallbacks, those that are mappings. */
export function backendsIn({ value, path }: At): readonly At[] {
  const { backend, fallback } = value;
  const fallbacks: readonly unknown[] = Array.isArray(fallback) ? fallback : [];
  return [
    ...mapping(backend, [...path, 'backend']),
    ...fallbacks.flatMap((entry, at) => mapping(entry, [...path, 'fallback', at])),
  ];
}

export const everyBackendIn = (config: Mapping): readonly At[] =>
  agentsIn(config).flatMap(backendsIn);

const mapping = (value: unknown, path: Path): readonly At[] =>
  isMapping(value) ? [{ value, path }] : [];
