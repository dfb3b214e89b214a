import type { Entry, SessionKey } from '../../claude-code/sessions/entry.ts';
import type { Loss } from '../../core/message/loss.ts';
import { toUuid } from '../../dialects/claude-code/to-uuid.ts';
import type { Worked } from './hooks.ts';
import { historyOf, type Prompt, promptOf, type Told } from './session-of.ts';
import type { WorkFolder } from './work-folder.ts';

/** A session that a process is about to go on with. */
export interface OpenSession {
  readonly prompt: Prompt;
  readonly losses: readonly Loss[];
  readonly folder: WorkFolder;
  /** The options by which the SDK finds it. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What it did already of what it is asked. */
  readonly done: readonly Entry[];
  readonly worked?: Worked;
  /** Aborts when another process has taken it over. */
  readonly refused?: AbortSignal;
  /** After its process has ended, however it did. */
  readonly close: () => Promise<void>;
}

/** A session that is made of the conversation, and not kept. */
export function openMomentary(
  { conversation }: Told,
  folderOf: (session: string) => WorkFolder,
): OpenSession {
  const id = toUuid(conversation[0]?.id ?? '');
  const { entries, asked, losses } = historyOf(conversation, id);
  const prompt = promptOf(asked);
  return {
    prompt,
    losses: [...losses, ...prompt.losses],
    folder: folderOf(id),
    options:
      entries.length === 0
        ? { persistSession: false }
        : { resume: id, sessionStore: storeOf(entries) },
    done: [],
    close: async () => undefined,
  };
}

/** The SDK's `SessionStore`: it reads the history, and what comes of the turn is in its messages. */
const storeOf = (entries: readonly Entry[]) => ({
  append: async () => {},
  load: async ({ subpath }: SessionKey) => (subpath ? null : entries),
  listSubkeys: async () => [],
});
