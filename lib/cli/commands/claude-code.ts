import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { findTranscript } from '../../claude-code/join/find-transcript.ts';
import { makeSession } from '../../claude-code/join/make-session.ts';
import { openSessionFiles } from '../../claude-code/join/session-files.ts';
import { sharedRanges, shareSession } from '../../claude-code/join/share-session.ts';
import { environment } from '../../config/environment.ts';
import type { Visibility } from '../../core/context/item.ts';
import { Fault } from '../../core/shared/faults.ts';
import type { ResumeFlags, ShareFlags } from '../flags.ts';
import { withContexts } from '../open.ts';
import type { Output } from '../output.ts';

export const push = (output: Output, name: string, flags: ShareFlags) =>
  withContexts(flags, async (contexts) => {
    const { context, branch = 'main', as: agent } = flags;
    const files = openSessionFiles(findTranscript(name, claudeFolder()));
    const sharing = { agent, visibility: visibilityOf(flags.visibility) };
    files.readOn();
    const ranges = await sharedRanges(contexts, { context, branch });
    const isShared = (range: string) => ranges.has(range);
    const stream = { context, branch };
    const shared = await shareSession(contexts, stream, files, sharing, { isShared, isOver: true });
    const { version } = shared.version === undefined ? await contexts.show(context) : shared;
    const report = { ...shared, context, session: files.session, version };
    if (output.isJson) return output.json(report);
    output.data(`Shared ${report.commits} commits; ${context} is at version ${report.version}.`);
    for (const { id, why } of report.refused) output.warn(`${id} was not shared: ${why}`);
  });

export const resume = (output: Output, context: string, flags: ResumeFlags) =>
  withContexts(flags, async (contexts) => {
    const { branch = 'main', as: agent, dir } = flags;
    const folder = resolve(dir);
    const { version } = await contexts.show(context, { branch });
    const options = { to: 'claude-code' as const, branch, at: version };
    const { request, losses } = await contexts.render(context, {
      ...options,
      ...(agent !== undefined && { agent }),
    });
    const { lines } = Rendered.parse(request);
    const made = makeSession(
      lines,
      { stream: { context, branch }, version, folder },
      claudeFolder(),
    );
    const command = `claude --resume ${made.session}`;
    if (output.isJson)
      return output.json({ ...made, context, version, directory: folder, command, losses });
    output.data(`cd ${folder} && ${command}`);
  });

const Rendered = z.object({ lines: z.array(z.string()) });

/** https://code.claude.com/docs/en/settings: where Claude Code keeps its sessions. */
const claudeFolder = (): string =>
  environment.lookup('CLAUDE_CONFIG_DIR') ?? join(homedir(), '.claude');

export function visibilityOf(text: string): Visibility {
  if (text === 'shared' || text === 'private') return text;
  const agents = text.split(',').map((name) => name.trim());
  if (agents.every(Boolean)) return agents;
  throw new Fault('usage.invalid', {
    problem: `--visibility takes shared, private, or names of agents, not ${JSON.stringify(text)}.`,
    hint: 'For example: --visibility reviewer,coder',
  });
}
