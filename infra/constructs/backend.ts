import { Duration, Size, Validations } from 'aws-cdk-lib';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { foreignSdks, isZipped, takesKey } from '../backend-types.ts';
import { imageOf } from '../image.ts';
import type { Settings } from '../settings.ts';
import { zipOf } from '../zip.ts';
import { Handler } from './handler.ts';

/**
 * MB. With Claude Code comes a whole processor (from 1,769 MB on), its 205 to 430 MB for a session of
 * 1 to 20 MB, this program's own, and the tools that it starts.
 */
const MEMORY = { zip: 512, image: 2048 };

/** A session of 20 MB twice, a workspace at its bound, and as much again for what is not kept of it. */
const SCRATCH = Size.mebibytes(1024);

/** The function that calls one type of backend; where that takes a key, it alone may read it. */
export function backendOf(scope: Construct, settings: Settings, type: string): Handler {
  const external = foreignSdks(type);
  const isZip = isZipped(type);
  const handler = new Handler(scope, {
    settings,
    name: type,
    build: isZip ? zipOf('backend', external) : imageOf(scope, 'backend', external),
    timeout: Duration.minutes(15),
    memory: isZip ? MEMORY.zip : MEMORY.image,
    ...(!isZip && { scratch: SCRATCH }),
  }).told('backend', type);
  if (!takesKey(type)) return handler;
  const { ref } = keyOf(scope, settings, type);
  return handler.allowed(['secretsmanager:GetSecretValue'], ref).told('keySecret', ref);
}

/** It is made empty: whoever deploys puts the key into it. */
function keyOf(scope: Construct, { name }: Settings, type: string): CfnSecret {
  const secret = new CfnSecret(scope, `${type}-key`, {
    name: `massgen/${name}/keys/${type}`,
    description: `The key that massgen-${name}-${type} calls its maker with.`,
  });
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason: 'Only its maker can issue another key; docs/deploy.md says how to exchange it.',
  });
  return secret;
}
