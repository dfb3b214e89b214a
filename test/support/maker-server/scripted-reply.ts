/** A call as the scripted model makes it. A string as `arguments` is sent as it is. */
export interface ScriptedCall {
  readonly id?: string;
  readonly name: string;
  readonly arguments: unknown;
}

/** What the server answers to one request: a stream, told in words, or a plain response. */
export interface ScriptedReply {
  readonly thinking?: string;
  readonly text?: string;
  readonly refusal?: string;
  readonly calls?: readonly ScriptedCall[];
  /** Default: `tool_calls` or `stop`; null: the end never comes. */
  readonly finish?: string | null;
  readonly usage?: Readonly<Record<string, unknown>>;
  /** An error in the midst of the stream, after what was said. */
  readonly error?: unknown;
  /** How it breaks off, after what was said: the connection is closed in order, or cut in a chunk. */
  readonly breaks?: 'closes' | 'cut';
  /** Goes on and on with this text. */
  readonly endless?: string;
  /** Whether `[DONE]` comes at the end; default true. */
  readonly done?: boolean;
  /** Characters of text or arguments in one chunk; default 7. */
  readonly pieceLength?: number;
  /** Bytes that are written at once, wherever a character or a line ends; default: whole chunks. */
  readonly bytesAtOnce?: number;
  /** Between chunks. */
  readonly delayMs?: number;
  /** Each chunk's every call has the index 0, as some servers have it. */
  readonly sameIndex?: boolean;
  /** Instead of a stream: this, with a status and headers. */
  readonly plain?: {
    readonly status: number;
    readonly body: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  };
}

export const newAnswer = (content: string): ScriptedReply => ({
  calls: [{ name: 'new_answer', arguments: { content } }],
});

export const vote = (agent: string, reason = 'It is right.'): ScriptedReply => ({
  calls: [{ name: 'vote', arguments: { agent_id: agent, reason } }],
});

export const refusesWith = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): ScriptedReply => ({ plain: { status, body, headers } });
