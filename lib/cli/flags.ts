import type { Hold } from '../claude-code/join/hold.ts';
import type { MergePolicy } from '../core/context/merge-policy.ts';
import type { SessionFormat } from '../core/session/story/session-format.ts';

/** What every command takes. */
export interface CommonFlags {
  readonly data?: string;
  readonly json?: boolean;
  readonly env?: string;
  readonly remote?: string;
}

export interface AskFlags extends CommonFlags {
  readonly config?: string;
  readonly preset?: string;
  readonly backend?: string;
  readonly model?: string;
  readonly baseUrl?: string;
  readonly systemMessage?: string;
  readonly session?: string;
  readonly continue?: boolean;
  readonly events?: boolean;
  readonly orchestratorTimeout?: number;
  readonly display?: boolean;
}

export interface SessionFlags extends CommonFlags {
  readonly search?: string;
  readonly agent?: string;
  readonly backend?: string;
  readonly since?: string;
}

export interface ExportFlags extends CommonFlags {
  readonly format: SessionFormat;
  readonly out?: string;
}

export interface BranchFlags extends CommonFlags {
  readonly branch?: string;
}

export interface CommitFlags extends BranchFlags {
  readonly file: string;
  readonly base?: number;
}

export interface RenderFlags extends BranchFlags {
  readonly to: string;
  readonly agent?: string;
  readonly at?: string;
  readonly budget?: number;
}

export interface SearchFlags extends BranchFlags {
  readonly context?: string;
  readonly kind?: string;
  readonly agent?: string;
  readonly limit?: number;
}

export interface ViewFlags extends BranchFlags {
  readonly agent?: string;
  readonly query?: string;
  readonly budget?: number;
  readonly at?: string;
  readonly expand?: readonly string[];
}

export interface ExtractFlags extends CommonFlags {
  readonly from: string;
  readonly into?: string;
}

export interface MergeFlags extends CommonFlags {
  readonly into?: string;
  readonly policy?: MergePolicy;
}

export interface WatchFlags extends BranchFlags {
  readonly from?: number;
  readonly until?: number;
}

export interface McpFlags extends BranchFlags {
  readonly context?: string;
  readonly as?: string;
}

export interface ServeFlags extends CommonFlags {
  readonly port?: number;
  readonly host?: string;
  readonly token?: string;
}

export interface ShareFlags extends BranchFlags {
  readonly context: string;
  readonly as: string;
  readonly visibility: string;
}

export interface ProjectFlags extends CommonFlags {
  readonly project: string;
}

export interface InstallFlags extends ShareFlags, ProjectFlags {
  readonly budget: number;
  readonly hold: Hold;
  readonly plugin?: boolean;
  readonly yes?: boolean;
}

export interface UninstallFlags extends ProjectFlags {
  readonly yes?: boolean;
}

export interface KeepFlags extends ProjectFlags {
  readonly once?: boolean;
}

export interface ResumeFlags extends BranchFlags {
  readonly dir: string;
  readonly as?: string;
}

/** Those of the flags that were given. */
export const given = <T extends object, K extends keyof T>(
  flags: T,
  ...names: readonly K[]
): { readonly [Name in K]?: Exclude<T[Name], undefined> } =>
  Object.fromEntries(
    names.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]])),
  ) as { readonly [Name in K]?: Exclude<T[Name], undefined> }; // entries lose the names' types
