/** A piece of a reply while it is being written. */
export type Delta =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly text: string }
  | {
      readonly type: 'tool_call';
      /** Which of the reply's calls, from 0. */
      readonly index: number;
      readonly id?: string;
      readonly name?: string;
      /** A piece of the arguments' JSON text. */
      readonly argumentsText?: string;
    };
