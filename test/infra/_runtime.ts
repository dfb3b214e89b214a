import { argv } from 'node:process';

/** Lambda's runtime, as far as a handler sees it: an event comes in, an answer or an error's name goes out. */
const { handler } = await import(argv[2] ?? '');

process.on('message', async ({ id, event }: { id: string; event: unknown }) => {
  try {
    process.send?.({ id, answer: (await handler(event, {})) ?? null });
  } catch (error) {
    if (error instanceof Error) process.send?.({ id, name: error.name, message: error.message });
  }
});
