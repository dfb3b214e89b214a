import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beside, type Figure, timesInTurn } from './measure.ts';

const MAIN = join(import.meta.dirname, '../../dist/main.js');
const RUNS = 30;
const WARM_UP = 3;

const config = `agents:
  - { id: swift, backend: { type: grok, model: grok-4.7, temperature: 0.2 }, system_message: Be terse. }
  - { id: exact, backend: { type: zai, model: glm-5.3, base_url: "https://api.z.ai/api/paas/v4/" } }
  - { id: local, backend: { type: lmstudio, model: qwen3-4b } }
timeout_settings: { orchestrator_timeout_seconds: 60 }
ui: { display_type: rich_terminal, logging_enabled: true }
`;

/** Whole processes of what `npm run build` made, in turn with a bare one. */
export async function commandLine(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'massgen-bench-'));
  const file = join(folder, 'team.yaml');
  writeFileSync(file, config);
  try {
    return [
      await against('cli.validate', [MAIN, 'config', 'validate', file]),
      await against('cli.help', [MAIN, '--help']),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function against(name: string, args: readonly string[]): Promise<Figure> {
  const [full, bare] = await timesInTurn(
    { n: RUNS, warmUp: WARM_UP },
    () => start(args),
    () => start(['-e', '0']),
  );
  return beside(name, full, 'node -e 0', bare);
}

function start(args: readonly string[]) {
  const { status, stderr } = spawnSync(process.execPath, args);
  if (status !== 0) throw new Error(`${args.join(' ')} exited with ${status}: ${stderr}`);
}
