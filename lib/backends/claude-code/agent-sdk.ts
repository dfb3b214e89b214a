import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { ensureHome } from '../../config/environment.ts';
import { Fault } from '../../core/shared/faults.ts';

const PACKAGE = '@anthropic-ai/claude-agent-sdk';

/**
 * As much of the Claude Agent SDK as is used here. It is 430 MB, and under its maker's commercial
 * terms: whoever wants it installs it. https://www.npmjs.com/package/@anthropic-ai/claude-agent-sdk
 */
export interface AgentSdk {
  /** Starts a process of Claude Code; its messages come as they come. */
  readonly query: (asked: {
    readonly prompt: AsyncIterable<unknown>;
    readonly options: Readonly<Record<string, unknown>>;
  }) => AsyncIterable<unknown> & { readonly close: () => void };
}

const Sdk = z.object({
  query: z.custom<AgentSdk['query']>((value) => typeof value === 'function'),
});

/**
 * Loads the SDK from where it is installed: beside this program, else in one of `folders` or above
 * it. Throws `backend.notInstalled`.
 */
export async function loadAgentSdk(backend: string, folders: readonly string[]): Promise<AgentSdk> {
  const places = [import.meta.dirname, ...folders].filter(Boolean);
  const found = places.map(entryIn).find(Boolean);
  if (!found) throw new Fault('backend.notInstalled', { backend, package: PACKAGE });
  // It cannot be loaded where there is none: seen with 0.3.331.
  ensureHome();
  return Sdk.parse(await import(pathToFileURL(found).href));
}

function entryIn(folder: string): string | undefined {
  try {
    return createRequire(resolve(folder, 'package.json')).resolve(PACKAGE);
  } catch {
    return undefined;
  }
}
