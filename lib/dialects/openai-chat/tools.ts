import type { ChatQuirks } from '../../core/agent/chat-quirks.ts';
import type { Tool } from '../../core/agent/tool.ts';
import type { Json } from '../../core/shared/json.ts';
import { legalName } from '../legal-name.ts';
import { type Lossy, loss, lossless, lossy, translateEach } from '../lossy.ts';
import type { WireTool } from './wire.ts';

type ToolFields = { readonly tools?: readonly WireTool[]; readonly tool_choice?: Json };

/**
 * The tools, and which of them may be called. The list itself stays the same, so that the server's
 * cache holds; only where nothing else can forbid every call is it left out.
 */
export function toToolFields(
  tools: readonly Tool[],
  allowed: readonly string[],
  { toolChoice }: ChatQuirks,
): Lossy<ToolFields> {
  const names = tools.map(({ name }) => name).filter((name) => allowed.includes(name));
  if (tools.length === 0 || (names.length === 0 && toolChoice === 'auto')) return lossless({});
  const { value, losses } = translateEach(tools, toWireTool);
  const choice = toChoice(names, tools.length, toolChoice);
  return { value: { tools: value, ...choice.value }, losses: [...losses, ...choice.losses] };
}

function toWireTool({ name, description, parameters }: Tool, index: number): Lossy<WireTool> {
  const legal = legalName(name);
  const renamed = legal === name ? [] : [loss('tool-name', `tools[${index}].name`, legal)];
  return lossy(
    { type: 'function', function: { name: legal, description, parameters } },
    ...renamed,
  );
}

/** https://platform.openai.com/docs/api-reference/chat/create, `tool_choice` */
function toChoice(
  names: readonly string[],
  all: number,
  toolChoice: ChatQuirks['toolChoice'],
): Lossy<Pick<ToolFields, 'tool_choice'>> {
  if (names.length === all) return lossless({});
  if (names.length === 0) return lossless({ tool_choice: 'none' });
  if (toolChoice !== 'named')
    return lossy({}, loss('allowed-tools', 'allowedTools', 'left to what the messages say'));
  const tools = names.map((name) => ({ type: 'function', function: { name: legalName(name) } }));
  return lossless({
    tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools } },
  });
}
