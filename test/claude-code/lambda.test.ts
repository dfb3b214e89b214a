import { describe, expect, it } from 'vitest';
import { createSessions } from '../../lib/claude-code/sessions/sessions.ts';
import { mainOf } from '../../lib/claude-code/sessions/standing.ts';
import { randomIds, systemClock } from '../../lib/runtime/system.ts';
import { createDynamoTable } from '../../lib/stores/dynamodb/dynamo-table.ts';
import { createS3Blobs } from '../../lib/stores/s3/s3-blobs.ts';
import { behind, decides, epochs, says, spoken, uses } from '../backends/_kept-session.ts';
import { whyNoDisk } from '../stores/_disks.ts';
import { ACCOUNT } from '../support/aws-account.ts';
import { hasClaudeCode } from '../support/claude-code.ts';
import { TABLE } from '../support/dynalite.ts';
import { startDynamo } from '../support/dynamo-engine.ts';
import { startClaudeCodeServer } from '../support/messages-server/claude-code-server.ts';
import { BUCKET, startS3 } from '../support/s3-engine.ts';
import { NOBODY, openFolder, replyOf, SESSION, startSealedTurn } from './_process.ts';

/** The table and the bucket of an environment: what functions are told of them, and a look behind. */
async function environment() {
  const [dynamo, s3] = [await startDynamo(), await startS3()];
  const blobs = createS3Blobs({ client: s3.connect(), bucket: BUCKET });
  const table = createDynamoTable({ client: dynamo.connect(), name: TABLE, blobs });
  const variables = {
    MASSGEN_STORE: `dynamodb:${TABLE}`,
    MASSGEN_BUCKET: BUCKET,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_REGION: ACCOUNT.region,
    AWS_ACCESS_KEY_ID: ACCOUNT.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ACCOUNT.credentials.secretAccessKey,
  };
  const sessions = createSessions({ table, tenant: 'tenant', clock: systemClock, ids: randomIds });
  return { variables, table, sessions };
}

const SOMEBODY = 12_345;

describe.skipIf(!hasClaudeCode)('a session of Claude Code', { timeout: 180_000 }, () => {
  it('is resumed as on Lambda: by another user, without a home, from a fresh folder, where nothing else can be written', async ({
    skip,
  }) => {
    const reason = whyNoDisk();
    if (reason) skip(reason);
    const { variables, table, sessions } = await environment();
    await using server = await startClaudeCodeServer({
      replies: [
        uses('touch made-by-it'),
        decides('42.'),
        uses('ls'),
        uses('id -u'),
        decides('43.'),
      ],
    });
    const { url } = server;
    const turn = async (user: number, messages: Parameters<typeof behind>[0]) =>
      replyOf(startSealedTurn({ url, data: openFolder(), variables, messages }, user));

    const question = says('m1', 'What is the answer?');
    const first = await turn(NOBODY, [question]);
    const stored = mainOf(await sessions.read(SESSION));

    const second = await turn(SOMEBODY, [...behind([question], first), says('m2', 'And now?')]);
    expect(second.message.parts.at(-1)).toMatchObject({ arguments: { content: '43.' } });
    const did = JSON.stringify(second.steps);
    expect(did).toContain('made-by-it');
    expect(did).toContain(`${SOMEBODY}`);
    expect(await epochs(table)).toEqual([true, false]);
    const now = mainOf(await sessions.read(SESSION));
    expect(now.slice(0, stored.length)).toEqual(stored);
    const told = server.requests.map(spoken).at(-1) ?? '';
    for (const once of ['What is the answer?', 'touch made-by-it', '42.', 'Recorded.', 'And now?'])
      expect([once, told.split(once).length - 1]).toEqual([once, 1]);
    expect(server.requests.flatMap(({ refused }) => refused ?? [])).toEqual([]);
  });
});
