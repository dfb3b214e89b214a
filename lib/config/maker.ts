import type { ChatQuirks } from '../core/agent/chat-quirks.ts';

interface MakerBase {
  readonly title: string;
  readonly baseUrl?: string;
  /** The environment variable that moves it elsewhere. */
  readonly baseUrlFrom?: string;
  /** Other hosts that are this maker's, and take its keys. */
  readonly alsoAt?: readonly string[];
  /** Environment variables that may hold its key, first match wins; none: no key is needed. */
  readonly keyFrom: readonly string[];
  /** Runs on hardware of one's own: costs nothing per token. */
  readonly local: boolean;
  /** Asked for when the configuration names none; without it the server's first model is taken. */
  readonly defaultModel?: string;
  /** It picks a model by itself where none is named. */
  readonly choosesModel?: boolean;
  /** The keys of a configuration that steer it, beside those that steer all. */
  readonly steering?: readonly string[];
  /** The keys of a configuration that switch on tools of the maker's own. */
  readonly builtInTools?: readonly string[];
}

/** A maker whose models are reached through chat completions. */
export interface ChatMaker extends MakerBase {
  readonly dialect: 'openai-chat';
  readonly quirks: ChatQuirks;
}

/** A maker with an API of its own. */
interface OwnMaker extends MakerBase {
  readonly dialect: 'openai-responses' | 'anthropic-messages' | 'gemini';
}

/** A program of its maker's, which finds its servers and its login by itself. */
interface ProgramMaker extends MakerBase {
  readonly dialect: 'claude-code';
}

/** A maker that is reached over HTTP. */
export type ApiMaker = ChatMaker | OwnMaker;

export type Maker = ApiMaker | ProgramMaker;

/** A server of which nothing is known but that it is compatible. */
export const compatible: ChatQuirks = {
  outputLimit: 'max_tokens',
  toolChoice: 'words',
  usageOnRequest: true,
  reasoningBack: 'never',
  form: 'common',
};
