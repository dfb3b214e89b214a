/** What the shell expects of a process that a second Ctrl+C ends at once. */
const ENDED_AT_ONCE = 4;

/** A signal that aborts with the first Ctrl+C or SIGTERM; a second one ends the process. */
export function interruption(say: (text: string) => void) {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(ENDED_AT_ONCE);
    say('Stopping; what was committed is kept. Press Ctrl+C again to leave at once.');
    controller.abort(new Error('interrupted'));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: controller.signal,
    forget: () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
