import { Fault } from '../lib/core/shared/faults.ts';
import { createApp } from './create-app.ts';

try {
  createApp();
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  process.stderr.write(`error: ${error.message}\nhint: ${error.hint}\n`);
  process.exitCode = 1;
}
