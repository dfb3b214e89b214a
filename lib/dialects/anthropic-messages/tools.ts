import type { Tool } from '../../core/agent/tool.ts';
import type { JsonObject } from '../json-object.ts';
import { legalName } from '../legal-name.ts';
import { type Lossy, loss, lossy, translateEach } from '../lossy.ts';
import type { MessagesRequest } from './wire.ts';

type ToolFields = Pick<MessagesRequest, 'tools' | 'tool_choice'>;

export interface Offer {
  readonly tools: readonly Tool[];
  readonly allowed: readonly string[];
  /** Tools that Anthropic's own servers carry out, as its API names them. */
  readonly builtIn: readonly JsonObject[];
}

/**
 * The tools, and whether any may be called: newer models refuse to be told that they must, or which.
 * The list itself stays the same, so that the cache holds. `called` gives the names under which calls
 * stand in the conversation.
 * https://platform.claude.com/docs/en/agents-and-tools/tool-use/implement-tool-use
 */
export function toToolFields(
  { tools, allowed, builtIn }: Offer,
  called: () => readonly string[],
): Lossy<ToolFields> {
  const { value, losses } = translateEach(tools, toWireTool);
  const offered = [...value, ...builtIn];
  if (offered.length === 0) return lossy(standInTools(called()));
  const free = tools.filter(({ name }) => allowed.includes(name)).length;
  const isPartly = free > 0 && free < tools.length;
  const isForbidden = tools.length > 0 && free === 0;
  return lossy(
    { tools: offered, tool_choice: { type: isForbidden ? 'none' : 'auto' } },
    ...losses,
    ...(isPartly ? [loss('allowed-tools', 'allowedTools', 'left to what the messages say')] : []),
  );
}

function toWireTool({ name, description, parameters }: Tool, index: number): Lossy<JsonObject> {
  const legal = legalName(name);
  const renamed = legal === name ? [] : [loss('tool-name', `tools[${index}].name`, legal)];
  return lossy({ name: legal, description, input_schema: parameters }, ...renamed);
}

/** Calls are refused in a conversation for which no tools are declared. */
function standInTools(called: readonly string[]): ToolFields {
  if (called.length === 0) return {};
  const names = [...new Set(called.map(legalName))];
  return {
    tools: names.map((name) => ({ name, input_schema: { type: 'object' } })),
    tool_choice: { type: 'none' },
  };
}
