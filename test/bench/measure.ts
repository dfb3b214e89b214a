/** A figure: the middle and the slow (or large) end of `n` runs, and what they are held against. */
export interface Figure {
  readonly name: string;
  readonly unit: 'ms' | 'MB';
  readonly p50: number;
  readonly p99: number;
  readonly n: number;
  readonly meta: Readonly<Record<string, string | number>>;
}

/** Milliseconds that each of `n` runs took, after some that are not counted. */
export async function times(n: number, warmUp: number, work: (run: number) => unknown) {
  const taken: number[] = [];
  for (let run = -warmUp; run < n; run += 1) {
    const from = performance.now();
    await work(run);
    if (run >= 0) taken.push(performance.now() - from);
  }
  return taken;
}

/** The same of two kinds of work, one after the other, so that a machine that slows down slows both. */
export async function timesInTurn(
  { n, warmUp }: { readonly n: number; readonly warmUp: number },
  work: (run: number) => unknown,
  baseline: (run: number) => unknown,
): Promise<readonly [taken: readonly number[], baselineTaken: readonly number[]]> {
  const taken: number[] = [];
  const bare: number[] = [];
  for (let run = -warmUp; run < n; run += 1) {
    const [before] = await times(1, 0, () => baseline(run));
    const [after] = await times(1, 0, () => work(run));
    if (run >= 0) {
      bare.push(before ?? Number.NaN);
      taken.push(after ?? Number.NaN);
    }
  }
  return [taken, bare];
}

export function percentile(taken: readonly number[], share: number): number {
  const sorted = taken.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** A figure beside a baseline that was measured in the same run. */
export function beside(
  name: string,
  taken: readonly number[],
  baseline: string,
  baselineTaken: readonly number[],
  unit: Figure['unit'] = 'ms',
): Figure {
  const [p50, base] = [percentile(taken, 0.5), percentile(baselineTaken, 0.5)];
  return {
    name,
    unit,
    p50: rounded(p50),
    p99: rounded(percentile(taken, 0.99)),
    n: taken.length,
    meta: {
      baseline,
      baselineP50: rounded(base),
      over: rounded(p50 - base),
      ratio: rounded(p50 / base),
    },
  };
}

const rounded = (number: number) => Math.round(number * 1000) / 1000;
