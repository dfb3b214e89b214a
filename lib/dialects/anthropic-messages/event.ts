import * as z from 'zod';
import { Json } from '../../core/shared/json.ts';
import { WireUsage } from './usage.ts';

const text = z.string().nullish();
const Block = z.record(z.string(), Json).and(z.object({ type: z.string() }));
const index = z.int().nonnegative();

/** Why a reply was refused: `RefusalStopDetails` in `@anthropic-ai/sdk/resources/messages`. */
const StopDetails = z.object({ category: text, explanation: text }).catch({});

const MessageStart = z.object({
  type: z.literal('message_start'),
  message: z.object({
    content: z.array(Block).default([]),
    stop_reason: text,
    stop_details: StopDetails.nullish(),
    container: z.object({ id: z.string() }).nullish().catch(undefined),
    usage: WireUsage.nullish().catch(undefined),
  }),
});

const BlockStart = z.object({
  type: z.literal('content_block_start'),
  index,
  content_block: Block,
});

/** A piece of a block; a block knows one kind of piece, or two. */
const Piece = z.object({
  text,
  thinking: text,
  signature: text,
  partial_json: text,
  citation: Json.optional().catch(undefined),
});
export type Piece = z.infer<typeof Piece>;

const BlockDelta = z.object({ type: z.literal('content_block_delta'), index, delta: Piece });

const MessageDelta = z.object({
  type: z.literal('message_delta'),
  delta: z.object({
    stop_reason: text,
    stop_details: StopDetails.nullish(),
    container: z.object({ id: z.string() }).nullish().catch(undefined),
  }),
  usage: WireUsage.nullish().catch(undefined),
});

const MessageStop = z.object({ type: z.literal('message_stop') });

/** New types may appear, and mean nothing here. */
const Other = z.object({ type: z.string() }).transform(() => ({ type: 'other' as const }));

const known: readonly string[] = [
  'message_start',
  'content_block_start',
  'content_block_delta',
  'message_delta',
  'message_stop',
];

const Known = z.discriminatedUnion('type', [
  MessageStart,
  BlockStart,
  BlockDelta,
  MessageDelta,
  MessageStop,
]);

/** https://platform.claude.com/docs/en/build-with-claude/streaming */
export const StreamEvent = z
  .object({ type: z.string() })
  .loose()
  .transform((event, context) => {
    const parsed = known.includes(event.type) ? Known.safeParse(event) : Other.safeParse(event);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues)
      context.addIssue({ code: 'custom', message: issue.message, path: issue.path });
    return z.NEVER;
  });
export type StreamEvent = z.infer<typeof StreamEvent>;

/** A reply that was not streamed is its start, with all that it says, and its end. */
export const WholeMessage = z
  .object({ type: z.literal('message'), content: z.array(Block) })
  .loose()
  .transform((message): readonly StreamEvent[] => [
    MessageStart.parse({ type: 'message_start', message }),
    { type: 'message_stop' },
  ]);
