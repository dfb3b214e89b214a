import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Kept } from './kept.ts';

/** A list of more is no list. */
const MAX_TASKS = 500;

/**
 * Where Claude Code keeps the task list of a session: beside its transcripts, in the settings folder
 * of the process. Seen with 2.1.331: `CONFIG/projects/FOLDER/SESSION.jsonl`, `CONFIG/tasks/SESSION/1.json`.
 */
export const tasksBeside = (transcript: string): string =>
  join(dirname(dirname(dirname(transcript))), 'tasks', basename(transcript, '.jsonl'));

/** The list as it stands; empty where there is none. */
export async function readTasks(folder: string): Promise<Kept['tasks']> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json')).slice(0, MAX_TASKS);
  const texts = files.map(async (name) => [name, await readFile(join(folder, name), 'utf8')]);
  return Object.fromEntries(await Promise.all(texts));
}

export async function writeTasks(folder: string, tasks: Kept['tasks']): Promise<void> {
  const files = Object.entries(tasks);
  if (files.length === 0) return;
  await mkdir(folder, { recursive: true });
  await Promise.all(files.map(([name, text]) => writeFile(join(folder, basename(name)), text)));
}
