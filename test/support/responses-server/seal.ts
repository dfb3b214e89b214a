import { createHash } from 'node:crypto';

/** What a server binds its reasoning to. */
export interface Binding {
  readonly organization: string;
  readonly model: string;
  /** A digest of the tools and of the input before the reply. */
  readonly prefix: string;
}

/** Reasoning that only its server can read. */
export const seal = (binding: Binding): string =>
  `gAAAAA${Buffer.from(JSON.stringify(binding)).toString('base64')}`;

export type Mismatch = `${'organization' | 'model' | 'prefix'}_mismatch`;

/** Why sealed reasoning does not hold here; undefined: it does. */
export function mismatchOf(sealed: string, here: Binding): Mismatch | undefined {
  const there = opened(sealed);
  if (there?.organization !== here.organization) return 'organization_mismatch';
  if (there.model !== here.model) return 'model_mismatch';
  return there.prefix === here.prefix ? undefined : 'prefix_mismatch';
}

function opened(sealed: string): Partial<Binding> | undefined {
  try {
    return JSON.parse(Buffer.from(sealed.slice(6), 'base64').toString());
  } catch {
    return undefined;
  }
}

export const digestOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

type Item = Readonly<Record<string, unknown>>;

const isModels = ({ type, role }: Item) =>
  role === 'assistant' || type === 'reasoning' || /_call$/.test(String(type));

/** What stood before the reply that the item at this place belongs to. */
export function toldBefore(input: readonly Item[], place: number): readonly Item[] {
  let start = place;
  while (start > 0 && isModels(input[start - 1] ?? {})) start -= 1;
  return input.slice(0, start);
}
