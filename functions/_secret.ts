import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { toAwsFault } from '../lib/stores/aws-fault.ts';

/** A secret that is changed is used after this long, at the latest. */
const MAX_AGE_MS = 5 * 60_000;

/** As `readSecret`, remembered for a while. */
export function createSecret(client: SecretsManagerClient, arn: string) {
  let known: { readonly value: string | undefined; readonly at: number } | undefined;
  return async (): Promise<string | undefined> => {
    if (!known?.value || Date.now() - known.at > MAX_AGE_MS)
      known = { value: await readSecret(client, arn), at: Date.now() };
    return known.value;
  };
}

/** The value of a secret now; undefined where nobody has put one yet. Throws `store.*`. */
export async function readSecret(
  client: SecretsManagerClient,
  arn: string,
): Promise<string | undefined> {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    return SecretString?.trim() || undefined;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw toAwsFault(`Secret ${arn}`, error);
  }
}
