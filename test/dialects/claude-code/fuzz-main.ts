import { fuzz } from './_mutations.ts';

/** `node test/dialects/claude-code/fuzz-main.ts CASES`: changed transcripts, as many as one has time for. */
fuzz(Number(process.argv[2] ?? 100_000));
process.stdout.write('No transcript broke anything.\n');
