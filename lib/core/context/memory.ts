import type { History } from './history.ts';

/**
 * Bytes that histories may take up. What is dropped is read again in tenths of a second, and the
 * heap of V8 grows to several times what lives in it.
 */
const MAX_BYTES = 24 * 1024 * 1024;
/** About what a commit takes beside its bodies. */
const COMMIT_BYTES = 2048;

/** The histories that a process has read, as many as it has room for. */
export interface Memory {
  readonly of: (name: string) => History | undefined;
  /** What was kept longest ago makes room; the last one stays however large it is. */
  readonly keep: (name: string, history: History) => void;
}

export function createMemory(maxBytes: number = MAX_BYTES): Memory {
  const kept = new Map<string, History>();
  let bytes = 0;
  const drop = (name: string) => {
    const history = kept.get(name);
    if (history) bytes -= weightOf(history);
    kept.delete(name);
  };
  return {
    of: (name) => kept.get(name),
    keep: (name, history) => {
      drop(name);
      kept.set(name, history);
      bytes += weightOf(history);
      while (bytes > maxBytes && kept.size > 1) {
        const [oldest = name] = kept.keys();
        drop(oldest);
      }
    },
  };
}

const weightOf = ({ bytes, commits }: History) => bytes + commits.length * COMMIT_BYTES;
