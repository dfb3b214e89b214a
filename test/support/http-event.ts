import type { LambdaEvent } from 'hono/aws-lambda';

type HttpEvent = Extract<LambdaEvent, { rawPath: string }>;

export interface HttpRequest {
  readonly method: string;
  /** With its query, if it has one. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * What API Gateway's HTTP API hands a function, payload 2.0, with every member of the example in
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function httpEvent({ method, path, headers = {}, body }: HttpRequest): HttpEvent {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers: {
      host: 'id.execute-api.eu-central-1.amazonaws.com',
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
      ),
    },
    queryStringParameters: Object.fromEntries(new URLSearchParams(rawQueryString)),
    body: body ?? null,
    isBase64Encoded: false,
    requestContext: {
      accountId: '123456789012',
      apiId: 'id',
      authentication: null,
      authorizer: {},
      domainName: 'id.execute-api.eu-central-1.amazonaws.com',
      domainPrefix: 'id',
      http: {
        method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: 'curl',
      },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: '$default',
      stage: '$default',
      time: '27/Nov/2026:02:19:17 +0000',
      timeEpoch: 1_795_745_957_000,
    },
  };
}
