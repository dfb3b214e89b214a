import { AssetHashType, type BundlingOptions, DockerImage } from 'aws-cdk-lib';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Build } from './build.ts';
import { buildFunction, ROOT } from './build-function.ts';

/** One file of `functions/` as a zip. What is built alike is built once, and hashed by what came out. */
export const zipOf = (entry: string, external: readonly string[] = []): Build => ({
  code: Code.fromAsset(ROOT, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: bundling(entry, external),
  }),
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
});

/** The CDK tells one build from another by `command`, and has no use for the image. */
const bundling = (entry: string, external: readonly string[]): BundlingOptions => ({
  image: DockerImage.fromRegistry('none'),
  command: [entry, ...external],
  local: {
    tryBundle: (folder) => {
      buildFunction(entry, external, folder);
      return true;
    },
  },
});
