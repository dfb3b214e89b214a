const lookup = (name: string): string | undefined => process.env[name] || undefined;

/** What a program that we start finds there. */
export const inheritedEnvironment = (): Readonly<Record<string, string | undefined>> => process.env;

/** Whatever the environment says. Nothing else reads it; an empty variable counts as not set. */
export const environment = {
  lookup,
  /** The folder that data is kept in, where somebody chose one. */
  get home() {
    return lookup('MASSGEN_HOME');
  },
  /** What opens a deployed service. */
  get token() {
    return lookup('MASSGEN_TOKEN');
  },
  /** https://no-color.org */
  get noColor() {
    return lookup('NO_COLOR') !== undefined;
  },
  /** https://force-color.org */
  get forceColor() {
    const forced = lookup('FORCE_COLOR');
    return forced !== undefined && forced !== '0' && forced !== 'false';
  },
  /** Nobody is watching: set by every common CI service. */
  get ci() {
    const ci = lookup('CI');
    return ci !== undefined && ci !== 'false';
  },
};
