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
  /** What its text refers to. */
  readonly citations?: readonly { readonly url: string; readonly title: string }[];
  /** What the maker's own tools did before the text, in the maker's form. */
  readonly ownItems?: readonly Readonly<Record<string, unknown>>[];
  /** Whether its text is a remark on the way or the answer, as OpenAI tells them apart. */
  readonly phase?: 'commentary' | 'final_answer';
  readonly calls?: readonly ScriptedCall[];
  /** In the maker's words; default: that it is done. Null: the end never comes. */
  readonly finish?: string | null;
  /** What went wrong, where it is said at the end. */
  readonly failure?: { readonly code: string; readonly message: string };
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
  /** Gemini's: what its last candidate says beside its content, such as sources. */
  readonly candidate?: Readonly<Record<string, unknown>>;
  /** Gemini's: why the prompt was blocked, instead of any candidate. */
  readonly blocked?: string;
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
