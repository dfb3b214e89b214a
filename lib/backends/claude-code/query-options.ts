import * as z from 'zod';
import { inheritedEnvironment } from '../../config/environment.ts';
import type { ModelCall } from '../../core/agent/backend.ts';
import type { Options } from '../option-keys.ts';
import { isNativeName, toNativeName } from './tool-server.ts';

const names = z.array(z.string()).catch([]);

const Wishes = z.object({
  base_url: z.string().optional(),
  permission_mode: z.string().default('acceptEdits'),
  allowed_tools: names,
  disallowed_tools: names,
  max_turns: z.number().optional(),
  max_thinking_tokens: z.number().optional(),
  reasoning: z.object({ effort: z.string().optional() }).optional().catch(undefined),
  reasoning_effort: z.string().optional(),
});

/** The words of `EffortLevel`; others mean nothing to it. */
const EFFORTS: readonly string[] = ['low', 'medium', 'high', 'xhigh', 'max'];

/** Nobody is there to be asked. */
const FOR_PEOPLE = ['AskUserQuestion', 'EnterPlanMode', 'ExitPlanMode'];

/**
 * What a configuration says of Claude Code, in the words of its SDK: `Options` in its declarations.
 */
export function queryOptions(options: Options, key: string, { tools, sharer }: ModelCall) {
  const wishes = Wishes.parse(options);
  const { max_turns, max_thinking_tokens, permission_mode, reasoning, reasoning_effort } = wishes;
  const effort = reasoning_effort ?? reasoning?.effort ?? '';
  return {
    env: environmentFor(key, wishes.base_url),
    permissionMode: permission_mode,
    ...(permission_mode === 'bypassPermissions' && { allowDangerouslySkipPermissions: true }),
    allowedTools: [
      ...wishes.allowed_tools.filter((name) => !isNativeName(name)),
      ...tools.map(({ name }) => toNativeName(name)),
    ],
    disallowedTools: [...wishes.disallowed_tools, ...FOR_PEOPLE],
    settingSources: ['project'],
    strictMcpConfig: true,
    includePartialMessages: true,
    ...(sharer && { forwardSubagentText: true }),
    ...(max_turns !== undefined && { maxTurns: max_turns }),
    ...(max_thinking_tokens !== undefined && { maxThinkingTokens: max_thinking_tokens }),
    ...(EFFORTS.includes(effort) && { effort }),
  };
}

/** One try for each request: what failed is tried again by the turn, or by its fallback. */
const environmentFor = (key: string, baseUrl: string | undefined) => ({
  ...inheritedEnvironment(),
  CLAUDE_CODE_MAX_RETRIES: '0',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  DISABLE_AUTOUPDATER: '1',
  ...(key && { ANTHROPIC_API_KEY: key }),
  ...(baseUrl && { ANTHROPIC_BASE_URL: baseUrl }),
});
