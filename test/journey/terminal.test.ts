import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { folder } from '../support/command.ts';
import { openTerminal, whyNoTerminal } from '../support/terminal.ts';

beforeEach(({ skip }) => {
  const reason = whyNoTerminal();
  if (reason) skip(reason);
});

const size = { columns: 90, rows: 40 };

/** One agent answers at once; the other takes as long as is said. */
function teamWith(delayMs: number): string {
  const agent = (id: string, delay_ms: number) => ({
    id,
    backend: {
      type: 'rehearsal',
      script: [
        { answer: `${id} says so.`, delay_ms },
        { vote: 'quick', delay_ms },
      ],
    },
  });
  const file = join(folder(), 'team.json');
  writeFileSync(file, JSON.stringify({ agents: [agent('quick', 0), agent('slow', delayMs)] }));
  return file;
}

it('a line for each agent while they work, and the answer below them', async () => {
  const terminal = openTerminal(size);
  terminal.type(`massgen --config ${teamWith(3000)} 'Why?' --data ${folder()}`);
  expect(await terminal.until(/^slow +at work$/m)).toMatch(
    /^round \d\nquick {2}(at work|answered|voted for quick)\nslow {3}at work$/m,
  );
  const ended = await terminal.until(/session session_/);
  expect(ended.slice(ended.indexOf('round'))).toMatch(
    /^round 2\nquick {2}presents the answer\nslow {3}voted for quick\n\nquick says so\.\n\nquick with 2 of 2 votes · 2 rounds, 5 calls, [\d,]+ tokens · session session_\w+\n/,
  );
  expect(ended.match(/at work/g)).toBeNull();
});

it('on a narrow terminal no line is longer than it is wide', async () => {
  const terminal = openTerminal({ columns: 30, rows: 40 });
  terminal.type(`massgen --config ${teamWith(100)} 'Why?' --data ${folder()}; echo code $?`);
  const ended = await terminal.until('code 0');
  expect(ended).toMatch(/^round 2\nquick {2}presents the answer\nslow {3}voted for quick\n/m);
});

it('a conversation of two questions, which Ctrl+D ends', async () => {
  const terminal = openTerminal(size);
  terminal.type(`massgen --config ${teamWith(10)} --data ${folder()}; echo code $?`);
  await terminal.until(/Ask something; \/help lists the commands\.\n\n>/);
  terminal.type('Why is it so?');
  await terminal.until(/quick says so\.\n\nquick with [^>]+\n\n>/);
  terminal.press('Up');
  await terminal.until(/\n> Why is it so\?\n(.*\n)+> Why is it so\?/);
  terminal.type(' Really?');
  await terminal.until(/Really\?\n(.*\n)+quick says so\.\n\nquick with [^>]+\n\n>/);
  terminal.type('/status');
  await terminal.until('2 turns with quick, slow.\n\n>');
  terminal.press('C-d');
  await terminal.until('code 0');
});

it('Ctrl+C in mid-run keeps what was committed, says how to go on, and exits with 4', async () => {
  const terminal = openTerminal(size);
  const flags = `--config ${teamWith(600_000)} --data ${folder()}`;
  terminal.type(`massgen 'Why?' ${flags}; echo code $?`);
  await terminal.until(/^quick +answered$/m);
  terminal.press('C-c');
  const ended = await terminal.until(/code \d/);
  expect(ended).toMatch(
    /^round 1\nquick {2}answered\nslow {3}at work\nStopping; what was committed is kept\. Press Ctrl\+C again to leave at once\.\n/m,
  );
  expect(ended.replaceAll('\n', '')).toMatch(
    /error: The run was interrupted; what was committed is kept\.hint: Go on with: massgen session resume run_\w+ --data \S+/,
  );
  expect(ended).toContain('code 4');
});

it('Ctrl+C while a question is answered ends the question, at the prompt the conversation', async () => {
  const terminal = openTerminal(size);
  const flags = `--config ${teamWith(600_000)} --data ${folder()}`;
  terminal.type(`massgen ${flags}; echo code $?`);
  await terminal.until(/\n>/);
  terminal.type('Why?');
  await terminal.until(/^quick +answered$/m);
  terminal.press('C-c');
  await terminal.until(/error: The run was interrupted[^>]+\n\n>/);
  terminal.press('C-c');
  await terminal.until('code 0');
});
