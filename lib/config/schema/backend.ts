import * as z from 'zod';
import { backendTypes } from '../backend-types.ts';
import { reference } from '../variables.ts';
import { idleBackendKeys, isControlKey } from './control-keys.ts';
import { McpServers } from './mcp-server.ts';
import { places } from './places.ts';
import { RehearsalScript } from './rehearsal-script.ts';

const passedOn = { unknown: () => 'it is passed on to the provider as it stands' };

const Reasoning = z
  .looseObject({
    effort: z.string().optional().describe('How hard the model thinks: low, medium, high ...'),
    summary: z.string().optional().describe('How its thinking is summed up: auto, concise ...'),
  })
  .register(places, passedOn);

const TextOptions = z
  .looseObject({ verbosity: z.string().optional().describe('low, medium or high.') })
  .register(places, passedOn);

/** What becomes of a key that no backend knows. */
function fate(key: string, backend: { readonly type?: unknown }): string {
  const stays = isControlKey(key) || backend.type === 'rehearsal';
  return stays ? 'it has no effect here' : 'it is passed on to the provider as it stands';
}

/** How a model is reached. Keys that are not known here go to the provider as they are. */
export const BackendConfig = z
  .looseObject({
    type: z
      .string()
      .meta({ enum: backendTypes, description: 'Which maker, server or program answers.' }),
    model: z.string().min(1).optional().describe("The model, by its maker's name for it."),
    api_key: z
      .string()
      .optional()
      .describe(
        `${reference('NAME')}: a variable that holds it. Without it the maker's own is used.`,
      ),
    base_url: z.string().optional().describe("The server's address, version included."),
    temperature: z.number().min(0).max(2).optional().describe('0 to 2.'),
    top_p: z.number().min(0).max(1).optional().describe('0 to 1.'),
    top_k: z.int().min(0).optional(),
    max_tokens: z.int().positive().optional().describe('The longest reply, in tokens.'),
    max_completion_tokens: z.int().positive().optional(),
    max_output_tokens: z.int().positive().optional(),
    presence_penalty: z.number().min(-2).max(2).optional(),
    frequency_penalty: z.number().min(-2).max(2).optional(),
    seed: z.int().optional(),
    stop: z.union([z.string(), z.array(z.string())]).optional(),
    text: TextOptions.optional(),
    reasoning: Reasoning.optional().describe('How the model thinks.'),
    reasoning_effort: z.string().optional().describe('low, medium, high ...'),
    thinking: z.looseObject({}).register(places, passedOn).optional(),
    service_tier: z.string().optional(),
    parallel_tool_calls: z.boolean().optional(),
    response_format: z.looseObject({}).register(places, passedOn).optional(),
    system_message: z.string().optional().describe('Used where the agent has none of its own.'),
    system_prompt: z.string().optional().describe('Another name for `system_message`.'),
    append_system_prompt: z.string().optional().describe('Follows the system message.'),
    cwd: z.string().optional().describe('The folder that a coding agent works in.'),
    workspace: z
      .literal('scratch')
      .optional()
      .describe("A folder of the session's own in the stead of `cwd`."),
    mcp_servers: McpServers.optional().describe('Tool servers: a list, or a mapping by name.'),
    allowed_tools: z.array(z.string()).optional().describe('The only tools that may be used.'),
    exclude_tools: z.array(z.string()).optional().describe('Tools of MCP servers that may not.'),
    disallowed_tools: z
      .array(z.string())
      .optional()
      .describe('Tools that a coding agent may not use.'),
    permission_mode: z
      .enum(['default', 'acceptEdits', 'bypassPermissions', 'plan'])
      .optional()
      .describe('What a coding agent may do unasked.'),
    max_thinking_tokens: z.int().min(0).optional(),
    max_turns: z.int().positive().optional(),
    enable_web_search: z.boolean().optional().describe("The maker's own web search."),
    enable_code_execution: z.boolean().optional().describe("The maker's own code execution."),
    enable_code_interpreter: z.boolean().optional().describe("OpenAI's code interpreter."),
    script: RehearsalScript.optional().describe('What a rehearsal agent does, call by call.'),
  })
  .register(places, { idle: idleBackendKeys, unknown: fate });
export type BackendConfig = z.infer<typeof BackendConfig>;
