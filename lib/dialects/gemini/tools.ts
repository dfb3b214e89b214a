import type { Tool } from '../../core/agent/tool.ts';
import { legalName } from '../legal-name.ts';
import { type Lossy, loss, lossless, lossy, translateEach } from '../lossy.ts';
import { type Features, isThirdGeneration } from './features.ts';
import type {
  BuiltInTool,
  CallingConfig,
  FunctionDeclaration,
  ToolConfig,
  WireTool,
} from './wire.ts';

type ToolFields = { readonly tools?: readonly WireTool[]; readonly toolConfig?: ToolConfig };

/**
 * The functions, the maker's own tools, and which functions may be called. Beside functions the
 * maker's own stand from Gemini 3 on, and only where not every call is forbidden:
 * https://ai.google.dev/gemini-api/docs/tool-combination
 */
export function toToolFields(
  tools: readonly Tool[],
  allowed: readonly string[],
  builtIns: readonly BuiltInTool[],
  features: Features,
): Lossy<ToolFields> {
  if (tools.length === 0) return lossless(builtInFields(builtIns, features));
  const { value: functionDeclarations, losses } = translateEach(tools, toDeclaration);
  const names = tools.map(({ name }) => name).filter((name) => allowed.includes(name));
  const beside = isThirdGeneration(features) && names.length > 0 ? builtIns : [];
  const { tools: own = [], toolConfig } = builtInFields(beside, features);
  return {
    value: {
      tools: [{ functionDeclarations }, ...own],
      toolConfig: {
        ...toolConfig,
        functionCallingConfig: toCallingConfig(names, tools.length, beside.length > 0),
      },
    },
    losses,
  };
}

function builtInFields(builtIns: readonly BuiltInTool[], features: Features): ToolFields {
  if (builtIns.length === 0) return {};
  return {
    tools: builtIns.map((name) => ({ [name]: {} })),
    ...(isThirdGeneration(features) && {
      toolConfig: { includeServerSideToolInvocations: true },
    }),
  };
}

function toDeclaration(
  { name, description, parameters }: Tool,
  index: number,
): Lossy<FunctionDeclaration> {
  const legal = legalName(name);
  const renamed = legal === name ? [] : [loss('tool-name', `tools[${index}].name`, legal)];
  return lossy({ name: legal, description, parametersJsonSchema: parameters }, ...renamed);
}

/** `VALIDATED` leaves the choice between text and a call, as `AUTO` does, and can be narrowed. */
function toCallingConfig(
  names: readonly string[],
  all: number,
  besideBuiltIns: boolean,
): CallingConfig {
  if (names.length === 0) return { mode: 'NONE' };
  if (names.length < all)
    return { mode: 'VALIDATED', allowedFunctionNames: names.map((name) => legalName(name)) };
  return { mode: besideBuiltIns ? 'VALIDATED' : 'AUTO' };
}
