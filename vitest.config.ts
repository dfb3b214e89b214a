import { defineConfig } from 'vitest/config';

/** A test may start processes on a machine that is busy: time is a net, never a measure. */
const PATIENCE_MS = 180_000;

export default defineConfig({
  test: {
    // Files share a worker's modules: loading them anew for each would take longer than the tests.
    isolate: false,
    maxWorkers: '100%',
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    testTimeout: PATIENCE_MS,
    hookTimeout: PATIENCE_MS,
    env: { NO_COLOR: '1' },
  },
});
