import type { Item } from '../../core/context/item.ts';
import { type Growing, nothingRead } from '../sharing/growing.ts';
import { type Span, type Stream, shownIn } from '../sharing/mark.ts';
import { isOf } from '../sharing/thread.ts';
import { openSessionFiles, type SessionFiles } from './session-files.ts';

/** A session that is shared, and what its transcript says of what it has been told. */
export interface ToldSession {
  readonly files: SessionFiles;
  /** What its transcript shows of the context. */
  readonly shown: () => readonly Span[];
  readonly isOwn: (item: Item) => boolean;
}

/** What it says is worked out once, until more is written. */
export function openToldSession(transcript: string, stream: Stream): ToldSession {
  const files = openSessionFiles(transcript);
  let read: Growing = nothingRead;
  let shown: readonly Span[] = [];
  let uuids: ReadonlySet<string> = new Set();

  const readAgain = () => {
    const { growing } = files.main;
    if (growing === read) return;
    read = growing;
    shown = shownIn(growing, stream);
    uuids = new Set(growing.lines.flatMap((line) => (line.kind === 'entry' ? [line.uuid] : [])));
  };

  return {
    files,
    shown: () => {
      readAgain();
      return shown;
    },
    isOwn: (item) => {
      readAgain();
      return isOf(files.session, uuids, item);
    },
  };
}
