/** A token as `gpt-tokenizer` has it: its text, or its bytes where they are no text by themselves. */
export type Token = string | number[];
