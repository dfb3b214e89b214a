import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foreignSdks } from '../../infra/backend-types.ts';
import { buildFunction } from '../../infra/build-function.ts';
import { beside, type Figure, timesInTurn } from './measure.ts';

const RUNS = 30;
const WARM_UP = 3;

const fixed = ['health', 'api', 'coordinate', 'publish-commits', 'run-over', 'catch-up'];
/** One for each maker's SDK, and one without. */
const backends = ['openai', 'claude', 'gemini', 'rehearsal'];

/** From a bare Node to a handler that could be called: what was built for Lambda, far from its packages. */
export async function functions(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'massgen-bench-'));
  try {
    const figures: Figure[] = [];
    for (const name of fixed) figures.push(await ready(folder, name, name, []));
    for (const type of backends)
      figures.push(await ready(folder, type, 'backend', foreignSdks(type)));
    return figures;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function ready(folder: string, name: string, entry: string, external: readonly string[]) {
  const home = join(folder, name);
  buildFunction(entry, external, home);
  const [full, bare] = await timesInTurn(
    { n: RUNS, warmUp: WARM_UP },
    () => start(home, "await import('./index.mjs')"),
    () => start(home, '0'),
  );
  return beside(`functions.${name}`, full, 'node -e 0', bare);
}

function start(cwd: string, script: string) {
  const args = ['--input-type=module', '--eval', script];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd, env: {} });
  if (status !== 0) throw new Error(`${cwd} exited with ${status}: ${stderr}`);
}
