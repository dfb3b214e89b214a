export type Path = readonly PropertyKey[];

/** `agents[0].backend.type`; a key that is no plain word is quoted, so nothing hostile reaches a terminal. */
export const formatPath = (path: Path): string =>
  path.map((step, at) => formatStep(step, at === 0)).join('');

const formatStep = (step: PropertyKey, first: boolean) => {
  if (typeof step === 'number') return `[${step}]`;
  const key = String(step);
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `[${quoted(key)}]`;
  return first ? key : `.${key}`;
};

const MAX_SHOWN = 60;

/** Text that somebody wrote, fit to be shown in a sentence: on one line, and not too long. */
export function quoted(text: string): string {
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}...` : text;
  return JSON.stringify(shown).replaceAll(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '?');
}

/** What stands at `path`, if anything. */
export function valueAt(value: unknown, path: Path): unknown {
  let at: unknown = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = Reflect.get(at, step);
  }
  return at;
}
