import type { Tool } from '../../core/agent/tool.ts';
import type { Json } from '../../core/shared/json.ts';
import { isJsonObject } from '../json-object.ts';
import { legalName } from '../legal-name.ts';
import { type Lossy, loss, lossless, lossy, translateEach } from '../lossy.ts';
import type { ResponsesQuirks } from './quirks.ts';

/** What may be called: our tools, those of them that may be called now, and the maker's own. */
export interface Toolbox {
  readonly tools: readonly Tool[];
  readonly allowedTools: readonly string[];
  readonly builtIns: readonly Json[];
}

type ToolFields = { readonly tools?: readonly Json[]; readonly tool_choice?: Json };

/** The tools, and which of them may be called. The list stays the same, so that the server's cache holds. */
export function toToolFields(
  { tools, allowedTools, builtIns }: Toolbox,
  { toolChoice }: ResponsesQuirks,
): Lossy<ToolFields> {
  if (tools.length + builtIns.length === 0) return lossless({});
  const names = tools.map(({ name }) => name).filter((name) => allowedTools.includes(name));
  const { value, losses } = translateEach(tools, toWireTool);
  const choice =
    names.length === tools.length ? lossless({}) : toChoice(names, builtIns, toolChoice);
  return {
    value: { tools: [...value, ...builtIns], ...choice.value },
    losses: [...losses, ...choice.losses],
  };
}

/** Schemas are as their authors wrote them: `strict` would refuse most, and is the default. */
function toWireTool({ name, description, parameters }: Tool, index: number): Lossy<Json> {
  const legal = legalName(name);
  const renamed = legal === name ? [] : [loss('tool-name', `tools[${index}].name`, legal)];
  return lossy(
    { type: 'function', name: legal, description, parameters, strict: false },
    ...renamed,
  );
}

/** https://platform.openai.com/docs/api-reference/responses/create, `tool_choice` */
function toChoice(
  names: readonly string[],
  builtIns: readonly Json[],
  toolChoice: ResponsesQuirks['toolChoice'],
): Lossy<Pick<ToolFields, 'tool_choice'>> {
  if (names.length === 0) return lossless({ tool_choice: 'none' });
  if (toolChoice === 'words')
    return lossy({}, loss('allowed-tools', 'allowedTools', 'left to what the messages say'));
  const functions = names.map((name) => ({ type: 'function', name: legalName(name) }));
  const own = builtIns.filter(isJsonObject).map(({ type = '' }) => ({ type }));
  return lossless({
    tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [...functions, ...own] },
  });
}
