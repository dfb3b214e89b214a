import type { Message } from '../../core/message/message.ts';
import type { Citation, Part } from '../../core/message/part.ts';
import type { Stop } from '../../core/message/stop.ts';
import { stringIn } from '../json-object.ts';
import type { Folded } from './fold.ts';
import { type Ids, readPart } from './read-part.ts';
import { eachOnce } from './sources.ts';
import { toStop } from './stop.ts';
import { sumOf } from './usage.ts';
import { DIALECT } from './wire.ts';

/** The message that a reply is, whole or as far as it came, under an id that the caller chooses. */
export function toReply(folded: Folded, id: string): Message {
  const parts = withCitations(readParts(folded, id), eachOnce(folded.sources));
  const usage = sumOf(folded.usageBefore, folded.usage);
  return {
    id,
    role: 'assistant',
    parts: [...parts],
    stop: stopOf(folded, parts),
    ...(usage && { usage }),
    native: { dialect: DIALECT, value: { role: 'model', parts: folded.parts } },
  };
}

function stopOf({ finish = '', blocked }: Folded, parts: readonly Part[]): Stop {
  if (blocked) return { reason: 'filtered', raw: finish };
  return toStop(
    finish,
    parts.some(({ type }) => type === 'tool_call'),
  );
}

/** Where a stream cut a text, or a signature came, is no boundary in what is said. */
const readParts = ({ parts }: Folded, id: string): readonly Part[] => {
  const ids = named(id);
  return parts
    .flatMap((wire, place) => readPart(wire, place, `parts[${place}]`, ids).value)
    .reduce(join, []);
};

/** Every call has an id of its own, even where the server gave it none, or another's. */
function named(message: string): Ids {
  const taken = new Set<string>();
  return {
    ofCall: (call, place) => {
      const given = stringIn(call, 'id');
      const id = given && !taken.has(given) ? given : `${message}_${place}`;
      taken.add(id);
      return id;
    },
    ofResponse: (response) => stringIn(response, 'id'),
  };
}

function join(before: readonly Part[], part: Part): readonly Part[] {
  const last = before.at(-1);
  if (part.type === 'text' && last?.type === 'text')
    return [...before.slice(0, -1), { ...last, text: last.text + part.text }];
  if (part.type === 'thinking' && last?.type === 'thinking' && last.signature === undefined)
    return [...before.slice(0, -1), { ...part, text: last.text + part.text }];
  return [...before, part];
}

/** The maker does not say reliably which part a source belongs to: its places count pieces of a stream. */
function withCitations(parts: readonly Part[], citations: readonly Citation[]): readonly Part[] {
  const place = parts.findLastIndex(({ type }) => type === 'text');
  const text = parts[place];
  return citations.length === 0 || text?.type !== 'text'
    ? parts
    : parts.with(place, { ...text, citations: [...citations] });
}
