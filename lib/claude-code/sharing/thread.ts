import type { Item, Visibility } from '../../core/context/item.ts';
import { sha256 } from '../../core/shared/hash.ts';

/** One conversation of a session: its own, or that of a subagent. */
export interface Thread {
  readonly session: string;
  readonly subagent?: {
    readonly agent: string;
    /** The id of the call that started it, where that is known. */
    readonly call?: string;
  };
}

/** How a thread is shared. */
export interface Sharing {
  /** The name under which this Claude Code speaks in the context. */
  readonly agent: string;
  readonly visibility: Visibility;
}

/** The uuids of the first and the last line of what was said. */
export interface Stretch {
  readonly first: string;
  readonly last: string;
}

const AREA = 'claude-code/';
const UUIDS = 'uuids:';

/** A name as it came, if it can be one; what stands in a transcript is not ours to trust. */
const safe = (name: string): string =>
  /^[\w.-]{1,64}$/.test(name) ? name : sha256(name).slice(0, 22);

/** The same for whoever shares these lines, and in a session that was forked from theirs. */
export const rangeOf = ({ first, last }: Stretch): string => `${safe(first)}..${safe(last)}`;

export const commitIdOf = ({ session }: Thread, stretch: Stretch): string =>
  `${AREA}${safe(session)}/${rangeOf(stretch)}`;

/** The range that a commit's id names; undefined where it is none of ours. */
export const rangeIn = (commit: string): string | undefined =>
  commit.startsWith(AREA) ? commit.slice(commit.lastIndexOf('/') + 1) : undefined;

/** It keeps its name when it goes on, so that what was shared of it is replaced. */
export const itemOf = ({ session }: Thread, { first }: Stretch): string =>
  `${AREA}${safe(session)}/${safe(first)}`;

/** Where it comes from, for whoever wants to know. */
export const tagsOf = ({ session, subagent }: Thread, stretch: Stretch): readonly string[] => [
  sessionTag(session),
  `${UUIDS}${rangeOf(stretch)}`,
  ...(subagent ? [`subagent:${safe(subagent.agent)}`] : []),
  ...(subagent?.call !== undefined ? [`call:${safe(subagent.call)}`] : []),
];

export const sessionTag = (session: string): string => `session:${safe(session)}`;

/** Whether it was said or done in a conversation, and not written for others to read. */
export const isSpoken = ({ kind, tags }: Pick<Item, 'kind' | 'tags'>): boolean =>
  kind === 'message' || tags.some((tag) => tag.startsWith(UUIDS));

/** Whether a session said it, or a session that it was forked from: then its own lines say it as well. */
export const isOf = (
  session: string,
  uuids: ReadonlySet<string>,
  { tags }: Pick<Item, 'tags'>,
): boolean =>
  tags.includes(sessionTag(session)) ||
  tags.some(
    (tag) => tag.startsWith(UUIDS) && uuids.has(tag.slice(UUIDS.length).split('..')[0] ?? ''),
  );
