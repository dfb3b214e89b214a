import type { ModelCall } from '../../core/agent/backend.ts';
import type { Json } from '../../core/shared/json.ts';
import { type Allowance, ends } from './allowance.ts';
import type { ToolOutputs } from './tool-outputs.ts';
import { fromNativeName, isNativeName } from './tool-server.ts';

/** What a hook is told: `PostToolUseHookInput` and `UserPromptSubmitHookInput` of the SDK. */
interface HookInput {
  readonly transcript_path: string;
  readonly tool_name?: string;
  readonly tool_use_id?: string;
  readonly tool_response?: Json;
  /** Of a subagent. */
  readonly agent_id?: string;
}

/** Whoever keeps what a process has beside its transcript. */
export interface Worked {
  /** It begins; its transcript will be there. */
  readonly began: (transcript: string) => Promise<void>;
  /** It has used a tool. */
  readonly used: (tool: string, transcript: string) => Promise<void>;
}

/**
 * What happens between the calls of a turn, in this process. Behind the call of a tool of ours that
 * ends the turn it does, without another word of its model: a process that is ended from
 * outside first asks it what now, seen with 2.1.331. Behind any other the agent hears what is new.
 */
export const hooksFor = (
  { hear }: Pick<ModelCall, 'hear'>,
  allowance: Allowance,
  worked: Worked | undefined,
  outputs: Pick<ToolOutputs, 'take'>,
) => ({
  UserPromptSubmit: [
    {
      hooks: [
        async ({ transcript_path }: HookInput) => {
          await worked?.began(transcript_path);
          return {};
        },
      ],
    },
  ],
  PostToolUse: [
    {
      hooks: [
        async ({
          tool_name = '',
          tool_use_id,
          tool_response,
          agent_id,
          transcript_path,
        }: HookInput) => {
          if (isNativeName(tool_name) && ends(allowance, fromNativeName(tool_name))) return over;
          if (agent_id !== undefined) outputs.take(tool_use_id ?? '', tool_response);
          await worked?.used(tool_name, transcript_path);
          return agent_id === undefined ? tell(hear, allowance) : {};
        },
      ],
    },
  ],
});

/** Where there must be no further call the turn ends, and whoever asked finds out why. */
async function tell(hear: ModelCall['hear'], allowance: Allowance) {
  try {
    const heard = await hear?.();
    if (!heard) return {};
    allowance.allowed = heard.allowedTools;
    return said(heard.text);
  } catch {
    return over;
  }
}

const over = { continue: false, stopReason: 'The turn is over.' };

const said = (additionalContext: string) => ({
  hookSpecificOutput: { hookEventName: 'PostToolUse', additionalContext },
});
