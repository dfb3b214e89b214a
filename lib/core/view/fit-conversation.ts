import type { Loss } from '../message/loss.ts';
import type { Message } from '../message/message.ts';
import type { Part } from '../message/part.ts';
import { estimateTokens } from '../message/tokens.ts';
import { Compression } from './compression.ts';
import type { Spoken } from './conversation-of.ts';
import type { LeftOut, Meter } from './meter.ts';
import type { Passage } from './passage.ts';
import { shortened } from './shorten-outputs.ts';
import { Subscription } from './subscription.ts';
import { shownAs, type Viewer } from './viewer.ts';

/** A message that stays, and its place in the whole conversation; what tells of others has none. */
export interface Kept {
  readonly message: Message;
  readonly place?: number;
}

export interface Fitted {
  readonly kept: readonly Kept[];
  /** What is not there as it was said, by its place in the whole conversation. */
  readonly losses: readonly Loss[];
  readonly meter: Meter;
}

export interface FitRequest {
  /** Who is to read it, and may see all of it. */
  readonly agent: string;
  readonly tokens: number;
  readonly nonce: string;
}

const compression = Compression.parse({});

/**
 * A conversation in so many tokens, by the steps of a view: what is pinned or decided stays, and so
 * does what the system says; of the rest, what is newest. A result stays only with its call.
 */
export function fitConversation(
  viewer: Viewer,
  spoken: readonly Spoken[],
  { agent, tokens, nonce }: FitRequest,
): Fitted {
  const all = new Map(
    spoken.map(({ item, message }, place) => [
      item.id,
      { message, place, tokens: estimateTokens(JSON.stringify(message.parts)) },
    ]),
  );
  const { passages, meter } = viewer.lay(
    spoken.map(({ item }) => item),
    {
      subscriptions: [Subscription.parse({ agent })],
      room: tokens,
      compression,
      query: '',
      maker: '',
      nonce,
      labelOf: ({ id, kind, author }) => `${kind} ${id} of ${author.agent}`,
      weightOf: ({ id }) => all.get(id)?.tokens ?? 0,
    },
  );
  const whole = [...all.values()];
  if (whole.reduce((sum, one) => sum + one.tokens, 0) <= tokens)
    return { kept: whole, losses: [], meter };
  const laid = passages.map((passage): Kept => {
    const said = all.get(passage.item.id);
    if (passage.form === 'summary' || !said) return { message: toldIn(passage, nonce) };
    return passage.form === 'whole' ? said : { ...said, message: inShort(said.message) };
  });
  const kept = inOrder(withoutOrphans(laid));
  const shown = new Set(kept.map(({ place }) => place));
  const why = new Map(meter.left.map((one) => [one.item, insteadOf(one)]));
  const losses = [...all].flatMap(([id, { place }]): readonly Loss[] => {
    const instead = why.get(id) ?? (shown.has(place) ? undefined : 'left out');
    return instead ? [{ kind: 'budget', at: `messages[${place}]`, instead }] : [];
  });
  return { kept, losses, meter };
}

const toldIn = (passage: Passage, nonce: string): Message => ({
  id: `summary/${passage.item.id}`,
  role: 'user',
  parts: [{ type: 'text', text: shownAs(passage, nonce) }],
});

/** A message that holds outputs of tools, without its maker's form, which holds all of them. */
function inShort({ native: _, ...message }: Message): Message {
  const most = compression.outputCharacters;
  const partInShort = (part: Part): Part =>
    part.type === 'tool_result'
      ? {
          ...part,
          content: part.content.map((piece) =>
            piece.type === 'text' && piece.text.length > most
              ? { ...piece, text: shortened(piece.text, most) }
              : piece,
          ),
        }
      : part;
  return { ...message, parts: message.parts.map(partInShort) };
}

function insteadOf({ step, standsIn }: LeftOut): string {
  if (step === 'superseded') return `${standsIn?.item} stands in its place`;
  if (step === 'repeats') return `the same words stand in ${standsIn?.item}`;
  if (step === 'tool_output') return 'its beginning and its end';
  return step === 'summary' ? 'told in a sentence or two' : 'left out';
}

/** As it was said; what tells of others comes behind what the system says first. */
function inOrder(kept: readonly Kept[]): readonly Kept[] {
  const telling = kept.filter(({ place }) => place === undefined);
  const rest = kept
    .filter(({ place }) => place !== undefined)
    .sort((a, b) => (a.place ?? 0) - (b.place ?? 0));
  const first = rest.findIndex(({ message }) => message.role !== 'system');
  return rest.toSpliced(first < 0 ? rest.length : first, 0, ...telling);
}

/** What goes may have called, too; so until nothing goes any more. */
function withoutOrphans(kept: readonly Kept[]): readonly Kept[] {
  const parts = kept.flatMap(({ message }) => message.parts);
  const calls = new Set(parts.flatMap((part) => (part.type === 'tool_call' ? [part.id] : [])));
  const isOrphan = ({ message }: Kept) =>
    message.parts.some((part) => part.type === 'tool_result' && !calls.has(part.call));
  const whole = kept.filter((one) => !isOrphan(one));
  return whole.length === kept.length ? whole : withoutOrphans(whole);
}
