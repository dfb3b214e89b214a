import * as z from 'zod';
import { Json } from '../../core/shared/json.ts';
import { StreamEvent } from '../../dialects/anthropic-messages/event.ts';

/** Of a subagent, the call that started it. */
const parent = z.string().nullish();
const body = z.record(z.string(), Json);

const Piece = z.object({
  type: z.literal('stream_event'),
  event: StreamEvent,
  parent_tool_use_id: parent,
});

const Said = z.object({
  type: z.enum(['assistant', 'user']),
  uuid: z.string(),
  session_id: z.string(),
  message: body,
  parent_tool_use_id: parent,
  /** The subagent's own name; beside the call that started it. */
  agent_id: z.string().optional(),
  /** What a tool says that it did, as an object of its own; beside what its model is told. */
  tool_use_result: Json.optional().catch(undefined),
  /** Said by nobody: put there by Claude Code itself. */
  isSynthetic: z.boolean().optional(),
  /** A word for what the API said, where this is no reply but its refusal. */
  error: z.string().optional(),
});

const Init = z.object({
  type: z.literal('system'),
  subtype: z.literal('init'),
  model: z.string(),
  cwd: z.string(),
});

/** What was said before was put into a summary, which comes next. */
const Compacted = z.object({ type: z.literal('system'), subtype: z.literal('compact_boundary') });

/** A subagent is done; `task_id` is its name. */
const Ended = z.object({
  type: z.literal('system'),
  subtype: z.literal('task_notification'),
  task_id: z.string(),
});

/** `ModelUsage`: tokens and USD of one model, subagents' and compactions' included. */
const ModelUsage = z.object({
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheReadInputTokens: z.number(),
  cacheCreationInputTokens: z.number(),
  thinkingTokens: z.number().default(0),
  costUSD: z.number(),
});
export type ModelUsage = z.infer<typeof ModelUsage>;

const Result = z.object({
  type: z.literal('result'),
  subtype: z.string(),
  is_error: z.boolean(),
  api_error_status: z.number().nullish().catch(undefined),
  result: z.string().optional(),
  errors: z.array(z.string()).optional(),
  /** By models; other fields go on from what a resumed session had taken before. */
  model_usage_since_last_result: z.record(z.string(), ModelUsage).optional().catch(undefined),
});

const Other = z.unknown().transform(() => ({ type: 'other' as const }));

/** What the Agent SDK yields, as far as it is used: `SDKMessage` in its declarations. New kinds appear. */
export const SdkMessage = z.union([Piece, Said, Init, Compacted, Ended, Result, Other]);
export type SdkMessage = z.infer<typeof SdkMessage>;
export type Said = z.infer<typeof Said>;
export type Result = z.infer<typeof Result>;
export type System = z.infer<typeof Init | typeof Compacted | typeof Ended>;
