import * as z from 'zod';
import type { RunOrder } from '../core/coordination/orders.ts';
import { startRun } from '../core/session/start-run.ts';
import { Fault } from '../core/shared/faults.ts';
import { sha256 } from '../core/shared/hash.ts';
import type { AskedRun } from './run-request.ts';
import type { Service } from './service.ts';

/** What a key stands for: a request, and the run that it starts. */
const Claim = z.object({ fingerprint: z.string(), run: z.string(), session: z.string() });
type Claim = z.infer<typeof Claim>;

/** For how long a key is remembered, at least where rows are forgotten at all. */
const KEPT_MS = 7 * 24 * 60 * 60_000;

/** https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header; quoted or not. */
const KEY = /^[\x21-\x7e]([\x20-\x7e]{0,253}[\x21-\x7e])?$/;

/**
 * Starts a run; with a key, once. The row of the key comes first and names the run, so whoever sends
 * the key again, after a crash or at the same time, starts that very run. Throws `request.invalid`
 * for what is no key, `request.keyReused` for one that came with another body, and `session.busy`,
 * after which the same key may be tried again.
 */
export async function startOnce(
  service: Service,
  key: string | undefined,
  { fingerprint, session = service.ids.next('session'), ...asked }: AskedRun,
): Promise<RunOrder> {
  if (key === undefined) return startRun(service, { ...asked, session });
  if (!KEY.test(key)) throw noKey();
  const claim = await claimed(service, key, { fingerprint, session, run: service.ids.next('run') });
  if (claim.fingerprint !== fingerprint) throw new Fault('request.keyReused', { key });
  return startRun(service, { ...asked, session: claim.session, run: claim.run });
}

/** The claim that stands: the first that was made. */
async function claimed(
  { table, tenant, clock }: Service,
  key: string,
  mine: Claim,
): Promise<Claim> {
  const expires = new Date(clock.now().getTime() + KEPT_MS);
  const place = { partition: `${tenant}/requests`, sort: sha256(key) };
  const outcome = await table.put({ ...place, version: 1, body: mine, expires }, 'absent');
  return outcome.kind === 'put' ? mine : Claim.parse(outcome.standing?.body);
}

const noKey = () =>
  new Fault('request.invalid', {
    field: 'Idempotency-Key',
    problem: 'The Idempotency-Key is empty, too long, or holds unusual characters.',
    hint: 'Use 1 to 255 characters of ASCII, a UUID for example.',
  });
