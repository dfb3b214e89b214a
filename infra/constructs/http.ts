import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { routes } from '../../lib/http/routes.ts';
import type { Settings } from '../settings.ts';
import { type Alarms, PERIOD } from './alarms.ts';
import type { Handler } from './handler.ts';
import type { Graphs } from './overview.ts';

/** Letters and digits: 262 bits. */
const TOKEN_LENGTH = 44;

/** Requests per second, and how many may come at once. */
const THROTTLE = { rateLimit: 50, burstLimit: 100 };

interface HttpProps {
  readonly settings: Settings;
  /** Who serves which routes; what is no route is the API's as well. */
  readonly handlers: { readonly api: Handler; readonly health: Handler };
  readonly alarms: Alarms;
}

/** The way in, and the token that opens it. */
export class Http extends Construct {
  readonly url: string;
  readonly graphs: Graphs;

  constructor(scope: Construct, { settings, handlers, alarms }: HttpProps) {
    super(scope, 'http');
    const { secretArn } = tokenOf(this, settings);
    handlers.api
      .allowed(['secretsmanager:GetSecretValue'], secretArn)
      .told('tokenSecret', secretArn);

    const integrations = {
      api: new HttpLambdaIntegration('api', handlers.api),
      health: new HttpLambdaIntegration('health', handlers.health),
    };
    const httpApi = new HttpApi(this, 'api', {
      apiName: `massgen-${settings.name}`,
      createDefaultStage: false,
      defaultIntegration: integrations.api,
    });
    for (const { method, path, servedBy } of Object.values(routes))
      httpApi.addRoutes({
        path,
        methods: [HttpMethod[method]],
        integration: integrations[servedBy],
      });
    Validations.of(httpApi).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'The API function itself asks for the bearer token, on every route but health: see docs/decisions/0020-an-environment-is-a-stack.md.',
    });
    this.graphs = {
      Requests: [httpApi.metricCount(), httpApi.metricClientError(), httpApi.metricServerError()],
      'What requests take, ms': [
        httpApi.metricLatency({ statistic: 'p50' }),
        httpApi.metricLatency({ statistic: 'p95' }),
      ],
    };
    alarms.watch({
      name: 'api-failed',
      metric: httpApi.metricServerError({ period: PERIOD, statistic: 'sum' }),
      threshold: 1,
      says: 'The API answered with a status of 500 or above; its access log says where, the log of the function why.',
    });
    this.url = httpApi.apiEndpoint;
    addStage(this, httpApi, settings);
  }
}

function tokenOf(scope: Construct, { name }: Settings): Secret {
  const token = new Secret(scope, 'token', {
    secretName: `massgen/${name}/token`,
    description: `The bearer token of massgen-${name}'s HTTP API.`,
    generateSecretString: { passwordLength: TOKEN_LENGTH, excludePunctuation: true },
  });
  Validations.of(token).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason: 'Clients hold it too, so it is exchanged by hand: docs/deploy.md says how.',
  });
  return token;
}

const addStage = (scope: Construct, httpApi: HttpApi, { name, logDays }: Settings) =>
  new HttpStage(scope, 'stage', {
    httpApi,
    autoDeploy: true,
    throttle: THROTTLE,
    accessLogSettings: {
      destination: new LogGroupLogDestination(
        new LogGroup(scope, 'log', {
          logGroupName: `/aws/vendedlogs/massgen-${name}-http`,
          retention: logDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      ),
      format: AccessLogFormat.custom(JSON.stringify(accessLog)),
    },
  });

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
const accessLog = {
  requestId: '$context.requestId',
  at: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  error: '$context.error.message',
  integrationError: '$context.integrationErrorMessage',
};
