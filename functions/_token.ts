import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { cloudSetting } from '../lib/config/cloud.ts';
import { environment } from '../lib/config/environment.ts';
import { Fault } from '../lib/core/shared/faults.ts';
import { createTokenGuard } from '../lib/http/token-guard.ts';
import { systemClock } from '../lib/runtime/system.ts';
import { readSecret } from './_secret.ts';
import { tracer } from './_tracer.ts';

/** Whether a token is the one in the secret of the API. Throws `store.*`. */
export function createCloudGuard() {
  const client = tracer.captureAWSv3Client(new SecretsManagerClient());
  const arn = cloudSetting(environment.lookup, 'tokenSecret');
  const read = async () => {
    const token = await readSecret(client, arn);
    if (token === undefined) throw new Fault('store.missing', { place: `value in secret ${arn}` });
    return token;
  };
  return createTokenGuard({ clock: systemClock, read });
}
