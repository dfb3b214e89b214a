import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { Alarms, PERIOD } from './constructs/alarms.ts';
import { Announcements, wakeOnCommits } from './constructs/announcements.ts';
import { backendOf } from './constructs/backend.ts';
import { Coordination } from './constructs/coordination.ts';
import { Failures } from './constructs/failures.ts';
import { Handler } from './constructs/handler.ts';
import { Http } from './constructs/http.ts';
import { onRule } from './constructs/on-rule.ts';
import { Overview } from './constructs/overview.ts';
import { Store } from './constructs/store.ts';
import type { Settings } from './settings.ts';
import { zipOf } from './zip.ts';

/** MB; a share of the processor comes with it. */
const MEMORY = 512;

/** Everything that one environment is made of. */
export class MassGenStack extends Stack {
  constructor(scope: Construct, settings: Settings) {
    super(scope, `massgen-${settings.name}`, {
      terminationProtection: settings.removal === 'retain',
    });
    const handlerOf = (name: string, timeout: Duration) =>
      new Handler(this, { settings, name, build: zipOf(name), timeout, memory: MEMORY });
    const coordinate = handlerOf('coordinate', Duration.minutes(1));
    const publishCommits = handlerOf('publish-commits', Duration.minutes(1));
    const runOver = handlerOf('run-over', Duration.minutes(1));
    const catchUp = handlerOf('catch-up', Duration.minutes(5));
    const api = handlerOf('api', Duration.seconds(29));
    const health = handlerOf('health', Duration.seconds(5));
    const byType = settings.backends.map(
      (type) => [type, backendOf(this, settings, type)] as const,
    );
    const backends = byType.map(([, backend]) => backend);

    const store = new Store(this, settings);
    for (const handler of [coordinate, publishCommits, runOver, catchUp, api, ...backends])
      store.openTo(handler);

    const alarms = new Alarms(this);
    const coordination = new Coordination(this, { settings, coordinate, backends, alarms });
    for (const handler of [publishCommits, catchUp, api]) coordination.openTo(handler);
    coordination.stoppableBy(api);
    coordination.stoppableBy(catchUp);

    const announcements = new Announcements(this, settings);
    for (const handler of [publishCommits, catchUp]) announcements.openTo(handler);
    wakeOnCommits(publishCommits, store, new Failures(this, 'publish-commits', alarms));
    onRule(coordination.over, runOver, new Failures(this, 'run-over', alarms));
    onRule(everyFiveMinutes(this), catchUp, new Failures(this, 'catch-up', alarms), 0);
    const reactions = new Failures(this, 'reactions', alarms);
    for (const [type, backend] of byType)
      onRule(announcements.concerning(type), backend, reactions);
    const lag = publishCommits.metric('IteratorAge', { statistic: 'max', period: PERIOD });
    alarms.watch({
      name: 'commits-late',
      metric: lag,
      threshold: Duration.minutes(5).toMilliseconds(),
      says: 'Commits wait for more than five minutes to be announced; the log of publish-commits says why.',
    });

    for (const handler of [api, health]) handler.told('backends', settings.backends.join(','));
    if (settings.baseUrls.length > 0) api.told('baseUrls', settings.baseUrls.join(','));
    const http = new Http(this, { settings, handlers: { api, health }, alarms });
    alarms.watchFunctions([coordinate, publishCommits, runOver, catchUp, api, health]);

    new Overview(this, {
      name: this.stackName,
      graphs: { ...coordination.graphs, ...http.graphs, 'Commits wait for, ms': [lag] },
    });
    new CfnOutput(this, 'Url', { value: http.url });
    new CfnOutput(this, 'Bucket', { value: store.bucket.bucketName });
    new CfnOutput(this, 'Alarms', { value: alarms.topicArn });
  }
}

const everyFiveMinutes = (scope: Construct) =>
  new Rule(scope, 'every-five-minutes', { schedule: Schedule.rate(Duration.minutes(5)) });
