export type Block = Readonly<Record<string, unknown>>;

export interface Turn {
  readonly role: string;
  readonly blocks: readonly Block[];
}

/** The turns of a conversation, as the server sees them: neighbours of one role are one. */
export function toTurns(messages: readonly Block[]): readonly Turn[] {
  const turns: Turn[] = [];
  for (const { role, content } of messages) {
    const blocks = toBlocks(content);
    const last = turns.at(-1);
    if (last && last.role === role && role !== 'system')
      turns.splice(-1, 1, { ...last, blocks: [...last.blocks, ...blocks] });
    else turns.push({ role: String(role), blocks });
  }
  return turns;
}

export const toBlocks = (content: unknown): readonly Block[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : (content as Block[]);
