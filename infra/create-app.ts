import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { MassGenStack } from './massgen-stack.ts';
import { settingsIn } from './settings.ts';

/** A stack for each environment of the context, all of them held against AWS's rules at synthesis. */
export function createApp(props?: AppProps): App {
  const app = new App(props);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  for (const settings of settingsIn((key) => app.node.tryGetContext(key)))
    new MassGenStack(app, settings);
  return app;
}
