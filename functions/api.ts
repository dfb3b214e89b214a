import { handle, type LambdaEvent } from 'hono/aws-lambda';
import * as z from 'zod';
import { cloudList } from '../lib/config/cloud.ts';
import { environment } from '../lib/config/environment.ts';
import { once } from '../lib/core/shared/once.ts';
import { createApp } from '../lib/http/app.ts';
import { healthFrom } from '../lib/http/health.ts';
import { createService } from '../lib/http/service.ts';
import { version } from '../lib/runtime/version.ts';
import { createContextDeps } from './_contexts.ts';
import { createCloudDeps } from './_deps.ts';
import { logFault, logger, observed } from './_observed.ts';
import { createStarter } from './_starter.ts';
import { createCloudGuard } from './_token.ts';

const { lookup } = environment;

/** Payload 2.0: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
type HttpEvent = Extract<LambdaEvent, { rawPath: string }>;

/**
 * Lambda carries 6 MB of an answer, its head included:
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MAX_ANSWER_BYTES = 6_000_000;

/** What Hono's adapter hands over with a request. */
const Invocation = z.object({
  event: z.object({ requestContext: z.object({ requestId: z.string() }) }),
});

const serve = once(() => {
  const deps = createCloudDeps();
  const isToken = createCloudGuard();
  const service = createService({
    ...createContextDeps(deps),
    starter: createStarter(),
    allowance: { backends: cloudList(lookup, 'backends'), baseUrls: cloudList(lookup, 'baseUrls') },
  });
  const app = createApp({
    open: async (token) => ((await isToken(token)) ? service : undefined),
    health: healthFrom(lookup, version),
    requestIdOf: (env) => Invocation.parse(env).event.requestContext.requestId,
    canStream: false,
    maxAnswerBytes: MAX_ANSWER_BYTES,
    about: ({ run, context }) => logger.appendKeys({ ...(run && { run }), session: context }),
    report: logFault,
  });
  return handle(app);
});

/** Every route that asks for a token. */
export const handler = observed(
  (event: HttpEvent) => serve()(withoutIdleBody(event)),
  ({ requestContext }) => ({ request: requestContext.requestId }),
);

/** A body that comes with a GET says nothing, and fetch's `Request` refuses it. */
const withoutIdleBody = (event: HttpEvent): HttpEvent =>
  /^(GET|HEAD)$/.test(event.requestContext.http.method) ? { ...event, body: null } : event;
