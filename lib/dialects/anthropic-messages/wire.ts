import type { JsonObject } from '../json-object.ts';

/** https://platform.claude.com/docs/en/api/messages, as of API version 2026-10-21. */
export interface MessagesRequest {
  readonly model: string;
  readonly max_tokens: number;
  readonly system?: WireSystem;
  readonly messages: readonly WireMessage[];
  readonly tools?: readonly JsonObject[];
  readonly tool_choice?: { readonly type: 'auto' | 'none' };
  readonly stream?: true;
  readonly [field: string]: unknown;
}

/** One that came in this dialect is sent as it came, whatever it holds. */
export interface WireMessage {
  readonly role: 'user' | 'assistant' | 'system';
  readonly content: WireContent;
}

/** A string is short for one block of text. */
export type WireContent = string | readonly WireBlock[];

export type WireSystem = WireContent;

/** A block of content, told apart by its `type`. */
export type WireBlock = JsonObject;

/** How this dialect is called in a message's native form, and as the maker of an opaque part. */
export const DIALECT = 'anthropic-messages';
