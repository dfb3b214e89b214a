import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import type { Growing } from '../sharing/growing.ts';
import type { Thread } from '../sharing/thread.ts';
import { openTail, type Tail } from './tail.ts';

/** The files of one session, as they are written: its own, and one for each subagent. */
export interface SessionFiles {
  readonly session: string;
  readonly main: Tail;
  /** Takes in what has been written since; true: there was something. */
  readonly readOn: () => boolean;
  readonly threads: () => readonly { readonly thread: Thread; readonly growing: Growing }[];
}

const SUBAGENT = /^agent-([\w-]{1,64})\.jsonl$/;

const Meta = z.object({ toolUseId: z.string() });

/** `transcript` is the session's own file, which bears its id; others lie in the folder of that name. */
export function openSessionFiles(transcript: string): SessionFiles {
  const session = basename(transcript, '.jsonl');
  const folder = join(transcript.replace(/\.jsonl$/, ''), 'subagents');
  const main = openTail(transcript);
  const subagents = new Map<string, Tail>();

  return {
    session,
    main,
    readOn: () => {
      for (const agent of subagentsIn(folder))
        if (!subagents.has(agent)) subagents.set(agent, openTail(fileOf(folder, agent, 'jsonl')));
      return [main, ...subagents.values()].filter((tail) => tail.readOn()).length > 0;
    },
    threads: () => [
      { thread: { session }, growing: main.growing },
      ...[...subagents].map(([agent, { growing }]) => ({
        thread: { session, subagent: { agent, ...callOf(folder, agent) } },
        growing,
      })),
    ],
  };
}

const fileOf = (folder: string, agent: string, ending: string) =>
  join(folder, `agent-${agent}.${ending}`);

function subagentsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).flatMap((name) => SUBAGENT.exec(name)?.[1] ?? []);
  } catch {
    return [];
  }
}

function callOf(folder: string, agent: string): { readonly call?: string } {
  try {
    const meta = Meta.parse(JSON.parse(readFileSync(fileOf(folder, agent, 'meta.json'), 'utf8')));
    return { call: meta.toolUseId };
  } catch {
    return {};
  }
}
