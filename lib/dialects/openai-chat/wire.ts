import type { Json } from '../../core/shared/json.ts';

/** https://platform.openai.com/docs/api-reference/chat/create */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly WireMessage[];
  readonly tools?: readonly WireTool[];
  readonly tool_choice?: Json;
  readonly stream?: true;
  readonly stream_options?: { readonly include_usage: true };
  readonly [field: string]: unknown;
}

/** One that came in this dialect is sent as it came, whatever it holds. */
export type WireMessage = SystemMessage | UserMessage | AssistantMessage | ToolMessage | Json;

interface SystemMessage {
  readonly role: 'system';
  readonly content: string | readonly WireText[];
}

interface UserMessage {
  readonly role: 'user';
  readonly content: string | readonly WirePart[];
}

export interface AssistantMessage {
  readonly role: 'assistant';
  /** Null only beside calls. */
  readonly content: string | readonly WireText[] | null;
  /** Not OpenAI's: GLM, Kimi, LM Studio and llama.cpp. */
  readonly reasoning_content?: string;
  readonly tool_calls?: readonly WireCall[];
}

interface ToolMessage {
  readonly role: 'tool';
  readonly tool_call_id: string;
  readonly content: string | readonly WireText[];
}

export interface WireText {
  readonly type: 'text';
  readonly text: string;
}

export type WirePart =
  | WireText
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } }
  | {
      readonly type: 'file';
      readonly file: { readonly filename: string; readonly file_data: string };
    }
  | {
      readonly type: 'input_audio';
      readonly input_audio: { readonly data: string; readonly format: string };
    }
  | Json;

export interface WireCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

export interface WireTool {
  readonly type: 'function';
  readonly function: {
    readonly name: string;
    readonly description: string;
    readonly parameters: Json;
  };
}

/** How this dialect is called in a message's native form, and as the maker of an opaque part. */
export const DIALECT = 'openai-chat';
