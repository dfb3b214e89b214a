/** The versions of a history that lie on one branch: those up to and with `upTo`, and behind the stretch before. */
export interface Stretch {
  readonly branch: string;
  readonly upTo: number;
}

/** Where the history of a branch lies, from its beginning on; the last stretch is the branch's own. */
export type Lineage = readonly Stretch[];

export const MAIN = 'main';

export const mainLineage: Lineage = [{ branch: MAIN, upTo: Number.POSITIVE_INFINITY }];

/** The lineage of a branch that leaves another behind one of its versions. */
export const forkOff = (parent: Lineage, version: number, branch: string): Lineage => [
  ...upTo(parent, version),
  { branch, upTo: Number.POSITIVE_INFINITY },
];

/** The stretches that hold versions behind `after`, each as far as it counts. */
export const behind = (lineage: Lineage, after: number): Lineage =>
  lineage.filter(({ upTo: last }) => last > after);

/** The branch on which a version of a history lies. */
export const branchOf = (lineage: Lineage, version: number): string =>
  lineage.find(({ upTo: last }) => version <= last)?.branch ?? MAIN;

function upTo(lineage: Lineage, version: number): Lineage {
  const from = lineage.findIndex((stretch) => stretch.upTo >= version);
  return [...lineage.slice(0, from), { branch: branchOf(lineage, version), upTo: version }];
}
