import type { Json } from '../../core/shared/json.ts';
import type { JsonObject } from '../json-object.ts';

/** https://platform.openai.com/docs/api-reference/responses/create */
export interface ResponsesRequest {
  readonly model: string;
  readonly instructions?: string;
  readonly input: string | readonly WireItem[];
  readonly tools?: readonly Json[];
  readonly tool_choice?: Json;
  readonly max_output_tokens?: number;
  /** Nothing is kept by the server: each request carries all that the model is to know. */
  readonly store: false;
  readonly stream?: true;
  readonly [field: string]: unknown;
}

/** One that came in this dialect is sent as it came, whatever it holds. */
export type WireItem = MessageItem | CallItem | OutputItem | Json;

export interface MessageItem {
  readonly role: 'system' | 'developer' | 'user' | 'assistant';
  readonly content: string | readonly WirePart[];
}

export interface CallItem {
  readonly type: 'function_call';
  /** Wanted by xAI alone. */
  readonly id?: string;
  readonly call_id: string;
  readonly name: string;
  readonly arguments: string;
  readonly status?: 'completed';
}

export interface OutputItem {
  readonly type: 'function_call_output';
  readonly call_id: string;
  readonly output: string | readonly WirePart[];
}

export type WirePart =
  | { readonly type: 'input_text' | 'output_text'; readonly text: string }
  | { readonly type: 'refusal'; readonly refusal: string }
  | { readonly type: 'input_image'; readonly image_url: string }
  | { readonly type: 'input_file'; readonly filename: string; readonly file_data: string }
  | { readonly type: 'input_file'; readonly file_url: string };

/** How this dialect is called in a message's native form, and as the maker of an opaque part. */
export const DIALECT = 'openai-responses';

export const isReasoning = (item: JsonObject): boolean => item['type'] === 'reasoning';

/** A call that a result answers, of a function or of a tool that takes free text. */
export const isCall = (item: JsonObject): boolean =>
  item['type'] === 'function_call' || item['type'] === 'custom_tool_call';
