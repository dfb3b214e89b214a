import type { RunOrder } from '../core/coordination/orders.ts';
import { documentSoFar, isOver, type RunSoFar } from '../core/session/run-document.ts';
import type { Service } from './service.ts';

/** API Gateway gives up after 30: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
export const MAX_WAIT_SECONDS = 25;

/** Milliseconds between two looks: from a short run's patience to a long one's. */
const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 1_000;

/** Milliseconds that `?wait=SECONDS` asks for, as far as they are granted. */
export const waitMsFor = (seconds = 0): number => Math.min(seconds, MAX_WAIT_SECONDS) * 1000;

/** A run as it is when it is over, or at `untilMs` of the clock. */
export async function runUntil(
  service: Service,
  order: RunOrder,
  untilMs: number,
): Promise<RunSoFar> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LAST_PAUSE_MS)) {
    const document = await documentSoFar(service, order);
    const leftMs = untilMs - service.clock.now().getTime();
    if (isOver(document) || leftMs <= 0) return document;
    await service.clock.pause(Math.min(pauseMs, leftMs));
  }
}
