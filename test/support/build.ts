import { execFileSync } from 'node:child_process';
import { hasClaudeCode } from './claude-code.ts';

/** Before all tests: what is shipped is built, and that is what tests of the command line start. */
export function setup(): void {
  execFileSync(process.execPath, ['scripts/build.ts'], { stdio: 'inherit' });
  if (!hasClaudeCode)
    process.stderr.write(
      'Tests of the real Claude Code are skipped, since it is not installed here: npm ci --prefix test/support/claude-code\n',
    );
}
