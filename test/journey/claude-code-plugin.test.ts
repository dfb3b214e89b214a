import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS, SERVER_ENTRY } from '../../lib/claude-code/join/entries.ts';
import { hasClaudeCode } from '../support/claude-code.ts';
import { letShare, newPerson } from '../support/claude-program.ts';
import { folder, massgen } from '../support/command.ts';
import { TEST_KEY } from '../support/maker-server/maker-server.ts';
import { startClaudeCodeServer } from '../support/messages-server/claude-code-server.ts';

const PLUGIN = join(import.meta.dirname, '../../lib/claude-code/plugin');

const page = readFileSync(join(import.meta.dirname, '../../docs/claude-code.md'), 'utf8');

/** As npm would, beside a project. */
function installPackage(project: string) {
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(join(import.meta.dirname, '../..'), join(project, 'node_modules/massgen'));
}

const read = (name: string) => JSON.parse(readFileSync(join(PLUGIN, name), 'utf8'));

it('the plugin has the hooks and the server that install writes', () => {
  const { hooks } = read('hooks/hooks.json');
  const commands = Object.entries(hooks).map(([event, groups]) => [
    event,
    JSON.parse(JSON.stringify(groups))[0].hooks[0].command,
  ]);
  expect(Object.fromEntries(commands)).toEqual(COMMANDS);
  expect(read('.mcp.json').mcpServers.massgen).toEqual(SERVER_ENTRY);
});

describe.skipIf(!hasClaudeCode)('with the real Claude Code, the plugin', () => {
  it('is valid, is installed as the page says, and shares what is said', async () => {
    await using server = await startClaudeCodeServer({
      replies: [{ text: 'Yes.' }],
      key: TEST_KEY,
    });
    const person = newPerson(server.url);
    installPackage(person.project);
    expect(await person.claude('plugin', 'validate', PLUGIN)).toMatchObject({ code: 0 });
    const lines = [...page.matchAll(/^claude (plugin .+)$/gm)].map(([, words = '']) => words);
    expect(lines).toHaveLength(2);
    for (const words of lines)
      expect(await person.claude(...words.split(' '))).toMatchObject({ code: 0 });
    const place = ['--data', folder()];
    await letShare(person, [...place, '--plugin']);
    await person.prompt('Is it so?');
    const shown = await massgen(['context', 'show', 'team', ...place, '--json']);
    const words = JSON.stringify(JSON.parse(shown.stdout).items);
    expect(words).toContain('Is it so?');
  });
});
