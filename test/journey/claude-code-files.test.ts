import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../lib/core/shared/hash.ts';
import { hasClaudeCode } from '../support/claude-code.ts';
import type { ScriptedReply } from '../support/maker-server/scripted-reply.ts';
import { openTeam, times } from '../support/shared-team.ts';

const call = (name: string, given: object): ScriptedReply => ({
  calls: [{ name, arguments: given }],
});

/** A red dot. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe.skipIf(!hasClaudeCode)("in a person's session", () => {
  it('a file that is written and edited is an artifact with its hash and what changed, and news names it', async () => {
    const script: ScriptedReply[] = [];
    const team = await openTeam({ respond: () => script.shift() });
    const [ann, ben] = [await team.newMember(), await team.newMember()];
    const file = join(ann.project, 'src/port.ts');
    const before = 'export const port = 4711;\nexport const host = "here";\n';
    script.push(
      call('Write', { file_path: file, content: before }),
      call('Edit', { file_path: file, old_string: '4711', new_string: '4712' }),
    );
    const { session } = await ann.prompt('Write the port down, then correct it.');
    const after = before.replace('4711', '4712');
    const artifacts = (await team.shown()).filter(({ kind }) => kind === 'artifact');
    expect(artifacts).toHaveLength(1);
    expect(artifacts[0]).toMatchObject({
      tags: expect.arrayContaining([`session:${session}`]),
      body: {
        path: 'src/port.ts',
        before: sha256Hex(before),
        sha256: sha256Hex(after),
        bytes: after.length,
      },
    });
    expect(artifacts[0]?.body.diff).toMatch(
      /--- src\/port\.ts\n\+\+\+ src\/port\.ts\n@@ .*\n-export const port = 4711;\n\+export const port = 4712;\n/,
    );
    const other = await ben.prompt('What changed?');
    const told = team.toldTo(other.session);
    expect(times(`<<< artifact ${artifacts[0]?.id} of claude-code`, told)).toBe(1);
  });

  it('images are shared, and what a subagent does, by the call that started it', async () => {
    const script: ScriptedReply[] = [];
    const team = await openTeam({ respond: () => script.shift() });
    const ann = await team.newMember();
    const file = join(ann.project, 'dot.png');
    writeFileSync(file, Buffer.from(PNG, 'base64'));
    const asked = { description: 'Asks', prompt: 'SUBTASK', subagent_type: 'general-purpose' };
    script.push(
      call('Read', { file_path: file }),
      call('Agent', { ...asked, run_in_background: false }),
      { text: 'The subagent says 7.' },
    );
    await ann.prompt('Look at the dot.');
    const shown = await team.shown();
    const parts = shown.flatMap(({ body }) => body.parts);
    expect(parts[2].content).toEqual([{ type: 'image', mediaType: 'image/png', data: PNG }]);
    const started = parts.find(({ name }) => name === 'Agent');
    const inThread = shown.filter(({ tags }) => tags.includes(`call:${started.id}`));
    expect(inThread.map(({ body }) => body.parts[0].text)).toEqual([
      'SUBTASK',
      'The subagent says 7.',
    ]);
    expect(shown).toHaveLength(8);
    expect(team.server.requests.flatMap(({ refused }) => refused ?? [])).toEqual([]);
  });
});
