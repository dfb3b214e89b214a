import { createInterface } from 'node:readline';

/**
 * Reads trimmed lines from the terminal, one for each call; `undefined` once its person has left by
 * Ctrl+C or Ctrl+D. Between two lines the terminal is as the shell had it, so Ctrl+C is a signal.
 */
export function createPrompt(text: string): () => Promise<string | undefined> {
  let history: string[] = [];
  return () =>
    new Promise((resolve) => {
      const terminal = createInterface({ input: process.stdin, output: process.stderr, history });
      terminal.on('history', (lines) => {
        history = lines;
      });
      const leave = () => {
        process.stderr.write('\n');
        resolve(undefined);
      };
      terminal.once('close', leave);
      terminal.question(text, (line) => {
        terminal.off('close', leave).close();
        resolve(line.trim());
      });
    });
}
