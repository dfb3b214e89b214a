import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { letShare, newPerson, type Person } from './claude-program.ts';
import { folder, massgen } from './command.ts';
import { type Script, type Seen, TEST_KEY } from './maker-server/maker-server.ts';
import type { ScriptedReply } from './maker-server/scripted-reply.ts';
import { startClaudeCodeServer } from './messages-server/claude-code-server.ts';
import { served } from './served.ts';

/** How a scripted model replies; undefined: as a prompt says. */
export type Respond = NonNullable<Script['respond']>;

interface Spoken {
  readonly role: string;
  readonly content: unknown;
}

/** What a model was told, message by message, however the request spells it. */
export const toldIn = ({ body }: Seen): readonly string[] =>
  body.messages.map(({ role, content }: Spoken) => {
    const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
    const plain = (blocks as object[]).map((block) => ({ ...block, cache_control: undefined }));
    return JSON.stringify({ role, content: plain });
  });

/** How often words stand in what was told. */
export const times = (words: string, texts: readonly string[]): number =>
  texts.join('\n').split(words).length - 1;

const isPrompt = ({ role, content }: Spoken) =>
  role === 'user' && !JSON.stringify(content).includes('tool_result');

const messagesIn = ({ body }: Seen): readonly Spoken[] => body.messages;

export const lastPrompt = (request: Seen): string =>
  JSON.stringify(messagesIn(request).findLast(isPrompt)?.content);

/** Whether the model has said nothing since it was prompted. */
export const isFirstReply = (request: Seen): boolean => {
  const messages = messagesIn(request);
  const since = messages.slice(messages.findLastIndex(isPrompt) + 1);
  return since.every(({ role }) => role === 'system');
};

/** Does what a prompt says in braces; else it has nothing to say. */
const obey = (request: Seen): ScriptedReply => {
  const command = /RUN\{([^}]*)\}/.exec(lastPrompt(request))?.[1];
  if (command !== undefined && isFirstReply(request))
    return { calls: [{ name: 'Bash', arguments: { command, description: 'look' } }] };
  const note = /NOTE\{([^}]*)\}/.exec(lastPrompt(request))?.[1];
  if (note !== undefined && isFirstReply(request)) {
    const put = [{ item: 'note/port', body: note, tags: ['decided'] }];
    return { calls: [{ name: 'mcp__massgen__context_commit', arguments: { put } }] };
  }
  return { text: 'All right.' };
};

/** Where a context is: the words that lead there, and what opens it. */
export interface Place {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export const inFolder = async (): Promise<Place> => ({ words: ['--data', folder()], env: {} });

export const inService = async (): Promise<Place> => {
  const { url, token } = await served();
  return { words: ['--remote', url], env: { MASSGEN_TOKEN: token } };
};

/** An item as `context show` tells it. */
export interface Shown {
  readonly id: string;
  readonly kind: string;
  readonly tags: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was shared
  readonly body: any;
}

/** People with the real Claude Code who share one context, and the API that all of them ask. */
export async function openTeam({
  open = inFolder,
  respond = () => undefined,
}: {
  readonly open?: () => Promise<Place>;
  readonly respond?: Respond;
} = {}) {
  const server = await startClaudeCodeServer({
    respond: async (request, count) => (await respond(request, count)) ?? obey(request),
    key: TEST_KEY,
  });
  onTestFinished(() => server.close());
  const { words, env } = await open();
  let notes = 0;
  const context = (...more: readonly string[]) =>
    massgen(['context', ...more, '--json', ...words], env).then(({ stdout }) => JSON.parse(stdout));
  return {
    server,
    place: words,
    newMember: async (
      settings: Readonly<Record<string, string>> = {},
      more: readonly string[] = [],
    ): Promise<Person> => {
      const person = newPerson(server.url, settings);
      await letShare(person, [...words, ...more], env);
      return person;
    },
    requestsOf: (session: string) =>
      server.requests.filter(({ headers }) => headers['x-claude-code-session-id'] === session),
    /** What a session's model was told with its last request. */
    toldTo: (session: string): readonly string[] => {
      const last = server.requests.findLast(
        ({ headers }) => headers['x-claude-code-session-id'] === session,
      );
      return last ? toldIn(last) : [];
    },
    shown: async (): Promise<readonly Shown[]> => (await context('show', 'team')).items,
    /** Somebody else writes a note. */
    note: async (text: string): Promise<void> => {
      const file = join(folder(), 'commit.json');
      notes += 1;
      const operations = [{ op: 'put', item: `note/${notes}`, kind: 'note', body: { text } }];
      writeFileSync(file, JSON.stringify({ author: { agent: 'reviewer' }, operations }));
      const { error } = await context('commit', 'team', '--file', file);
      if (error) throw new Error(JSON.stringify(error));
    },
  };
}
