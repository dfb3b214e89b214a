import { execFileSync } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { emptyFolder } from './_places.ts';

/** A disk of its own for one test. Throws where disks cannot be mounted. */
export interface Disk {
  readonly folder: string;
  readonly makeReadOnly: () => void;
  readonly makeWritable: () => void;
}

export function mountDisk(kilobytes: number): Disk {
  const folder = emptyFolder();
  run('mount', '-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder);
  onTestFinished(() => run('umount', '--lazy', folder));
  const remount = (mode: 'ro' | 'rw') => () => run('mount', '-o', `remount,${mode}`, folder);
  return { folder, makeReadOnly: remount('ro'), makeWritable: remount('rw') };
}

/** Why a test that needs a disk of its own cannot run here; undefined: it can. */
export function whyNoDisk(): string | undefined {
  if (process.platform !== 'linux') return 'needs tmpfs, which is Linux only';
  if (process.getuid?.() !== 0) return 'only root may mount a disk';
  try {
    run('unshare', '--mount', 'true');
    return undefined;
  } catch {
    return 'this sandbox lets nobody mount a disk';
  }
}

const run = (command: string, ...options: readonly string[]) => {
  execFileSync(command, options, { stdio: 'ignore' });
};
