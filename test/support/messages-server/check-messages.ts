import { checkBlock } from './check-block.ts';
import type { ModelRules } from './model-rules.ts';
import { type Block, type Turn, toBlocks, toTurns } from './turns.ts';

/** What the server finds wrong with the messages of a request; undefined: nothing. */
export function checkMessages(messages: unknown, rules: ModelRules): string | undefined {
  if (!Array.isArray(messages) || messages.length === 0)
    return 'messages: at least one message is required';
  const broken = first(messages, checkMessage);
  if (broken) return broken;
  const turns = toTurns(messages);
  if (turns[0]?.role !== 'user') return 'messages: first message must use the "user" role';
  return (
    first(turns, (turn, at) => checkTurn(turn, at, turns, rules)) ??
    checkIds(turns) ??
    checkEnd(turns, rules)
  );
}

const first = <T>(items: readonly T[], check: (item: T, at: number) => string | undefined) => {
  for (const [at, item] of items.entries()) {
    const problem = check(item, at);
    if (problem) return `${problem} (messages.${at})`;
  }
  return undefined;
};

function checkMessage(message: Block): string | undefined {
  const { role, content } = message;
  const unknown = Object.keys(message).find((field) => !['role', 'content'].includes(field));
  if (unknown) return `${unknown}: Extra inputs are not permitted`;
  if (!['user', 'assistant', 'system'].includes(String(role))) return `role: unknown '${role}'`;
  if (!content || (typeof content !== 'string' && !Array.isArray(content)))
    return 'content: must be a non-empty string or a list';
  const blocks = toBlocks(content);
  if (blocks.length === 0) return 'all messages must have non-empty content';
  return blocks.map((block) => checkBlock(block, String(role))).find(Boolean);
}

function checkTurn(turn: Turn, at: number, turns: readonly Turn[], rules: ModelRules) {
  if (turn.role === 'assistant') return checkAssistant(turn, turns[at + 1]);
  if (turn.role === 'user') return checkUser(turn, turns[at - 1]);
  if (!rules.systemTurns) return "role 'system' is not supported on this model";
  const before = turns[at - 1];
  const after = turns[at + 1];
  const isPlaced = before?.role === 'user' || endsInServerTool(before);
  return isPlaced && (after === undefined || after.role === 'assistant')
    ? undefined
    : "role 'system' must follow a user turn and precede an assistant turn";
}

const idsIn = ({ blocks }: Turn, type: string, name: string) =>
  blocks.filter((block) => block['type'] === type).map((block) => String(block[name]));

function checkAssistant(turn: Turn, next: Turn | undefined): string | undefined {
  const { blocks } = turn;
  if (String(blocks.at(-1)?.['type']).endsWith('thinking'))
    return 'The final block in an assistant message cannot be `thinking`';
  const called = blocks.findIndex(({ type }) => type === 'tool_use');
  const isMixed = called >= 0 && blocks.slice(called).some(({ type }) => type !== 'tool_use');
  const ids = idsIn(turn, 'tool_use', 'id');
  const answered = next?.role === 'user' ? idsIn(next, 'tool_result', 'tool_use_id') : [];
  const open = ids.filter((id) => !answered.includes(id));
  if (isMixed || open.length > 0)
    return `\`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open}`;
  return checkServerTools(blocks, next === undefined);
}

/** What Anthropic's own tools did stands whole; a turn that is to go on may end in a call. */
function checkServerTools(blocks: readonly Block[], isLast: boolean): string | undefined {
  const open = new Set<unknown>();
  for (const { type, id, tool_use_id } of blocks) {
    if (type === 'server_tool_use') open.add(id);
    else if (tool_use_id !== undefined && !open.delete(tool_use_id))
      return `unexpected \`tool_use_id\` found in \`${type}\` blocks: ${tool_use_id}`;
  }
  return open.size > 0 && !isLast ? 'server tool use without its result' : undefined;
}

function checkUser(turn: Turn, before: Turn | undefined): string | undefined {
  const results = idsIn(turn, 'tool_result', 'tool_use_id');
  if (new Set(results).size < results.length)
    return 'each tool_use must have a single result. Found multiple `tool_result` blocks';
  const asked = before?.role === 'assistant' ? idsIn(before, 'tool_use', 'id') : [];
  const strange = results.filter((id) => !asked.includes(id));
  if (strange.length > 0)
    return `unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${strange}`;
  return turn.blocks.slice(0, results.length).every(({ type }) => type === 'tool_result')
    ? undefined
    : '`tool_result` blocks must come first';
}

function checkIds(turns: readonly Turn[]): string | undefined {
  const ids = turns.flatMap((turn) => idsIn(turn, 'tool_use', 'id'));
  return new Set(ids).size < ids.length ? '`tool_use` ids must be unique' : undefined;
}

function checkEnd(turns: readonly Turn[], { prefill }: ModelRules): string | undefined {
  const last = turns.at(-1);
  if (last?.role !== 'assistant' || prefill || endsInServerTool(last)) return undefined;
  return 'This model does not support assistant message prefill';
}

const endsInServerTool = (turn: Turn | undefined) =>
  /^server_tool_use$|_tool_result$/.test(String(turn?.blocks.at(-1)?.['type']));
