import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { environment } from '../lib/config/environment.ts';
import { healthFrom } from '../lib/http/health.ts';
import { version } from '../lib/runtime/version.ts';

/** That the service is there, and what it is: it asks nobody, so it is quick and cannot fail. */
export const handler = async (): Promise<APIGatewayProxyStructuredResultV2> => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  body: JSON.stringify(healthFrom(environment.lookup, version)),
});
