import type { Loss } from '../../../lib/core/message/loss.ts';
import type { Message } from '../../../lib/core/message/message.ts';
import { NativeLines } from '../../../lib/dialects/claude-code/wire.ts';

interface Extraction {
  readonly messages: readonly Message[];
  readonly losses: readonly Loss[];
}

/** The places of all lines that are part of a message or a loss, in order. */
export const accountedFor = ({ messages, losses }: Extraction): readonly number[] =>
  [...messages.flatMap(ownLines), ...losses.flatMap(lostLine)].toSorted(
    (left, right) => left - right,
  );

const ownLines = ({ native }: Message) => NativeLines.parse(native?.value).own.map(({ at }) => at);

const lostLine = ({ at }: Loss) => {
  const place = /^lines\[(\d+)\]$/.exec(at)?.[1];
  return place === undefined ? [] : [Number(place)];
};
