import type { Clock } from '../../core/shared/clock.ts';
import { captureFolder } from './capture-folder.ts';
import type { FileContents } from './file-contents.ts';
import type { HeldSession } from './held-session.ts';
import { emptyManifest, type Kept } from './kept.ts';
import { emptyFolder, restoreFolder } from './restore-folder.ts';
import { readTasks, tasksBeside, writeTasks } from './task-list.ts';

/** A workspace is looked through in the midst of a turn so often that it takes a twentieth of the time, or this often. */
const TIMES = 20;
const EVERY_MS = 10_000;

/** Keeps what a session has beside its transcript: its task list, and its workspace where that is its own. */
export interface Keeper {
  /** Lays the workspace out, before a process starts in it. */
  readonly layOut: () => Promise<void>;
  /** A process has begun, with its transcript there: it finds its task list. */
  readonly began: (transcript: string) => Promise<void>;
  /** It has used a tool: what that changed is stored, now or a little later. */
  readonly used: (tool: string, transcript: string) => Promise<void>;
  /** Stores what changed, and leaves nothing of it on this machine. Throws what the table throws. */
  readonly putAway: () => Promise<void>;
}

interface Keeping {
  readonly held: HeldSession;
  readonly contents: FileContents;
  /** The session's own folder, if it has one. */
  readonly folder: string | undefined;
  readonly clock: Clock;
}

export function createKeeper({ held, contents, folder, clock }: Keeping): Keeper {
  let kept = held.standing.kept();
  let { tasks } = kept;
  const now = () => clock.now().getTime();
  let stored = now();
  let tookMs = 0;

  const store = async () => {
    const from = now();
    const before = kept.workspace ?? emptyManifest;
    const workspace = folder && (await captureFolder(folder, before, contents));
    stored = now();
    tookMs = stored - from;
    const found: Kept = { tasks, ...(workspace && { workspace }) };
    if (JSON.stringify(found) === JSON.stringify(kept)) return;
    await held.keep(found);
    kept = found;
  };

  return {
    layOut: async () => {
      if (folder) await restoreFolder(folder, kept.workspace ?? emptyManifest, contents);
    },
    began: (transcript) => writeTasks(tasksBeside(transcript), tasks),
    used: async (tool, transcript) => {
      if (tool.startsWith('Task')) tasks = await readTasks(tasksBeside(transcript));
      // What cannot be stored now is stored when the turn is over, or said then.
      if (now() - stored >= Math.min(TIMES * tookMs, EVERY_MS))
        await store().catch(() => undefined);
    },
    putAway: async () => {
      await store();
      if (folder) await emptyFolder(folder);
    },
  };
}
