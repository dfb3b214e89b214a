import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { environment } from '../../lib/config/environment.ts';
import { claudeCodeFolder } from './claude-code.ts';
import { folder, massgen } from './command.ts';
import { TEST_KEY } from './maker-server/maker-server.ts';

const PROGRAM = join(
  claudeCodeFolder,
  `node_modules/@anthropic-ai/claude-agent-sdk-${process.platform}-${process.arch}/claude`,
);

/** A person at work with the real Claude Code, in a project and with settings of their own. */
export interface Person {
  readonly project: string;
  readonly config: string;
  /** `claude -p`, in a session of its own, or on with that of the last prompt. */
  readonly prompt: (words: string, session?: string, more?: readonly string[]) => Promise<Turn>;
  /** What a shell is told to open it in a terminal, as who has used it before and trusts the project. */
  readonly inTerminal: () => string;
  /** Any other command line of Claude Code's. */
  readonly claude: (...args: readonly string[]) => Promise<Ended>;
}

export interface Turn {
  readonly session: string;
  readonly result: string;
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const MODEL = 'claude-opus-5-5';

/** The tools that nobody is asked about. */
const ALLOWED = 'Bash,Write,Edit,Read,Agent,mcp__massgen';

/** Nothing but the server at `url` is ever asked. */
export function newPerson(url: string, settings: Readonly<Record<string, string>> = {}): Person {
  const project = folder();
  const config = join(folder(), 'config');
  mkdirSync(config);
  const env = {
    PATH: environment.lookup('PATH'),
    HOME: config,
    CLAUDE_CONFIG_DIR: config,
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: TEST_KEY,
    CLAUDE_CODE_MAX_RETRIES: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_TELEMETRY: '1',
    DISABLE_AUTOUPDATER: '1',
    DISABLE_ERROR_REPORTING: '1',
    ...settings,
  };

  const claude: Person['claude'] = async (...args) => {
    const child = spawn(PROGRAM, args, { cwd: project, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await ended, stdout, stderr };
  };

  return {
    project,
    config,
    claude,
    inTerminal: () => {
      writeFileSync(join(config, '.claude.json'), JSON.stringify(knownTo(project)));
      const variables = Object.entries(env).map(([name, value]) => `${name}='${value}'`);
      return `cd '${project}' && env ${variables.join(' ')} '${PROGRAM}' --model ${MODEL}`;
    },
    prompt: async (words, session, more = []) => {
      const { stdout, stderr } = await claude(
        ...['-p', '--output-format', 'json', '--model', MODEL],
        ...(session === undefined ? [] : ['--resume', session]),
        ...more,
        ...['--allowedTools', ALLOWED, '--', words],
      );
      const { session_id, result, is_error } = JSON.parse(stdout);
      if (is_error) throw new Error(`${result} ${stderr}`);
      return { session: session_id, result };
    },
  };
}

/** What Claude Code 2.1.331 notes of who has been asked its first questions; the end of a key stands for it. */
const knownTo = (project: string) => ({
  hasCompletedOnboarding: true,
  customApiKeyResponses: { approved: [TEST_KEY.slice(-20)], rejected: [] },
  projects: { [project]: { hasTrustDialogAccepted: true } },
});

/** Lets a person share a context. */
export async function letShare(
  person: Person,
  place: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const words = ['claude-code', 'install', '--context', 'team', '--yes', '--project'];
  const { code, stderr } = await massgen([...words, person.project, ...place], env);
  if (code !== 0) throw new Error(stderr);
}
