import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folder, massgen } from '../support/command.ts';

const LOCAL = '.claude/settings.local.json';
const MCP = '.mcp.json';

const command = async (project: string, words: readonly string[], env = {}) => {
  const ended = await massgen(['claude-code', ...words, '--project', project, '--json'], env);
  return { ...ended, json: ended.stdout === '' ? undefined : JSON.parse(ended.stdout) };
};

const install = (project: string, more: readonly string[] = ['--data', folder()], env = {}) =>
  command(project, ['install', '--context', 'team', '--yes', ...more], env);

/** Everything in a folder, to the byte. */
function bytesOf(root: string): Readonly<Record<string, string>> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    files
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => [
        join(parentPath, name),
        readFileSync(join(parentPath, name), 'latin1'),
      ]),
  );
}

function projectWith(files: Readonly<Record<string, string>>): string {
  const project = folder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(project, name, '..'), { recursive: true });
    writeFileSync(join(project, name), text);
  }
  return project;
}

const settings = `{
	// what I may do
	"permissions": { "allow": ["Bash(ls)"] },
	"hooks": {
		"PostToolUse": [{ "matcher": "Edit", "hooks": [{ "type": "command", "command": "prettier" }] }],
	},
}
`;

it('install keeps what is there, twice is once, and uninstall restores every byte', async () => {
  const project = projectWith({
    [LOCAL]: settings,
    [MCP]: '{"mcpServers":{"other":{"command":"x"}}}',
    'src/a.ts': 'a',
  });
  const before = bytesOf(project);
  const data = folder();
  expect((await install(project, ['--data', data])).json.changed).toEqual([LOCAL, MCP]);
  const local = readFileSync(join(project, LOCAL), 'utf8');
  expect(local).toContain('// what I may do');
  expect(local).toContain('\n\t\t"SessionStart": [');
  expect(local).toContain('"prettier"');
  expect(JSON.parse(readFileSync(join(project, MCP), 'utf8')).mcpServers).toMatchObject({
    other: { command: 'x' },
    massgen: { command: 'sh' },
  });
  const once = bytesOf(project);
  expect((await install(project, ['--data', data])).json.changed).toEqual([]);
  expect(bytesOf(project)).toEqual(once);
  expect((await command(project, ['uninstall', '--yes'])).code).toBe(0);
  expect(bytesOf(project)).toEqual(before);
});

it('an empty project is empty again, and one that was changed since keeps the change', async () => {
  const empty = folder();
  await install(empty);
  await command(empty, ['uninstall', '--yes']);
  expect(readdirSync(empty)).toEqual([]);

  const changed = projectWith({ [LOCAL]: settings });
  await install(changed);
  const file = join(changed, LOCAL);
  writeFileSync(file, readFileSync(file, 'utf8').replace('Bash(ls)', 'Bash(pwd)'));
  await command(changed, ['uninstall', '--yes']);
  const after = readFileSync(file, 'utf8');
  expect(after).toContain('Bash(pwd)');
  expect(after).toContain('// what I may do');
  expect(after).not.toMatch(/massgen|SessionStart|enabledMcpjson/);
  expect(existsSync(join(changed, MCP))).toBe(false);
});

it.each([LOCAL, MCP, '.claude/settings.json'])(
  '%s that is broken is refused and left alone',
  async (file) => {
    const project = projectWith({ [file]: '{ "hooks": [' });
    const before = bytesOf(project);
    const { code, json } = await install(project);
    expect(code).toBe(1);
    expect(json).toMatchObject({ error: { code: 'joining.brokenSettings' } });
    expect(bytesOf(project)).toEqual(before);
  },
);

it('nothing is changed that nobody agreed to', async () => {
  const project = projectWith({});
  const { code, stderr } = await command(project, [
    'install',
    '--context',
    'team',
    '--data',
    folder(),
  ]);
  expect(code).toBe(1);
  expect(stderr).toContain('+');
  expect(readdirSync(project)).toEqual([]);
});

it('status says what is shared, and where; nobody else can read what opens a service', async () => {
  const project = folder();
  expect((await command(project, ['status'])).json).toMatchObject({
    error: { code: 'joining.notJoined' },
  });
  const data = folder();
  await install(project, ['--data', data, '--as', 'alice', '--visibility', 'bob']);
  expect((await command(project, ['status'])).json).toMatchObject({
    context: 'team',
    agent: 'alice',
    visibility: ['bob'],
    hold: 'written',
    data,
    installed: true,
    keeper: null,
  });
  const spool = join(project, '.claude/massgen');
  expect(statSync(spool).mode & 0o777).toBe(0o700);
  expect(statSync(join(spool, 'settings.json')).mode & 0o777).toBe(0o600);
});

it('what may hold up a stop is chosen, and misspelt is refused', async () => {
  const project = folder();
  const place = ['--data', folder(), '--hold'];
  expect((await install(project, [...place, 'everything'])).json).toMatchObject({
    error: { code: 'usage.invalid' },
  });
  expect(readdirSync(project)).toEqual([]);
  await install(project, [...place, 'nothing']);
  expect((await command(project, ['status'])).json).toMatchObject({ hold: 'nothing' });
});

it('status misses no hooks in the settings of a project that the plugin serves', async () => {
  const project = folder();
  await install(project, ['--data', folder(), '--plugin']);
  expect((await command(project, ['status'])).json).toMatchObject({ installed: true });
});

it('where there is no Claude Code it joins all the same, and says what to install', async () => {
  const project = folder();
  const nowhere = { PATH: folder() };
  const installed = await install(project, ['--data', folder()], nowhere);
  expect(installed).toMatchObject({ code: 0, json: { context: 'team' } });
  expect(installed.stderr).toContain('npm install --global @anthropic-ai/claude-code');
  expect((await command(project, ['status'], nowhere)).json).toMatchObject({ claude: false });
});
