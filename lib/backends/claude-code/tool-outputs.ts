import type { Json } from '../../core/shared/json.ts';
import { stringIn } from '../../dialects/json-object.ts';
import type { SdkMessage } from './sdk-message.ts';
import { toBlocks } from './strand.ts';

/** What tools say that they did, as objects of their own, by their calls. */
export interface ToolOutputs {
  readonly take: (call: string, output: Json | undefined) => void;
  /** A result with what its tool said besides, where it came without. */
  readonly addTo: (message: SdkMessage) => SdkMessage;
}

/** The results of a subagent's tools come without it, and our hook is told it before. Seen with 2.1.331. */
export function createToolOutputs(): ToolOutputs {
  const outputs = new Map<string, Json>();
  return {
    take: (call, output) => {
      if (output !== undefined) outputs.set(call, output);
    },
    addTo: (message) => {
      if (message.type !== 'user' || message.tool_use_result !== undefined) return message;
      const call =
        toBlocks(message.message).map((block) => stringIn(block, 'tool_use_id'))[0] ?? '';
      const output = outputs.get(call);
      outputs.delete(call);
      return output === undefined ? message : { ...message, tool_use_result: output };
    },
  };
}
