import type { Json } from '../../core/shared/json.ts';

/** https://ai.google.dev/api/generate-content; shapes as @google/genai 3 declares them. */
export interface GeminiRequest {
  readonly contents: readonly WireContent[];
  readonly systemInstruction?: Json | { readonly parts: readonly WirePart[] };
  readonly tools?: readonly WireTool[];
  readonly toolConfig?: ToolConfig;
  readonly [field: string]: unknown;
}

/** One that came in this dialect is sent as it came, whatever it holds. */
export type WireContent = Content | Json;

export interface Content {
  readonly role: 'user' | 'model';
  readonly parts: readonly WirePart[];
}

export type WirePart =
  | { readonly text: string }
  | WireMedia
  | { readonly functionCall: FunctionCall; readonly thoughtSignature?: string }
  | { readonly functionResponse: FunctionResponse }
  | Json;

export type WireMedia =
  | { readonly inlineData: { readonly mimeType: string; readonly data: string } }
  | { readonly fileData: { readonly mimeType: string; readonly fileUri: string } };

export interface FunctionCall {
  readonly id?: string;
  readonly name: string;
  readonly args: Json;
}

export interface FunctionResponse {
  readonly id?: string;
  /** The name of the call that it answers. */
  readonly name: string;
  readonly response: { readonly output: Said } | { readonly error: Said };
  readonly parts?: readonly WireMedia[];
}

/** One text, or a list of several; never an object, in which a `$ref` would mean something. */
type Said = string | readonly string[];

export type WireTool =
  | { readonly functionDeclarations: readonly FunctionDeclaration[] }
  | { readonly [B in BuiltInTool]?: { readonly [field: string]: never } };

export interface FunctionDeclaration {
  readonly name: string;
  readonly description: string;
  readonly parametersJsonSchema: Json;
}

/** The maker's own tools, by the names of their fields. */
export type BuiltInTool = 'googleSearch' | 'codeExecution';

export interface ToolConfig {
  readonly functionCallingConfig?: CallingConfig;
  readonly includeServerSideToolInvocations?: true;
}

export interface CallingConfig {
  /** Never `ANY`, which forces a call. */
  readonly mode: 'AUTO' | 'NONE' | 'VALIDATED';
  readonly allowedFunctionNames?: readonly string[];
}

/** How this dialect is called in a message's native form, and as the maker of an opaque part. */
export const DIALECT = 'gemini';

/**
 * Stands where a call of another maker would need a signature of Google's:
 * https://ai.google.dev/gemini-api/docs/thought-signatures
 */
export const NO_SIGNATURE = 'skip_thought_signature_validator';
