import { execFileSync } from 'node:child_process';

/** Before all tests: what is shipped is built, and that is what tests of the command line start. */
export function setup(): void {
  execFileSync(process.execPath, ['scripts/build.ts'], { stdio: 'inherit' });
}
