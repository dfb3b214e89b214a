import { Fault, isFaultCode } from '../../core/shared/faults.ts';
import { Problem } from '../documents/problem.ts';

/** What an answer that is no document says went wrong: the fault that it would be on this machine. */
export async function faultIn(response: Response, url: string): Promise<Fault> {
  const problem = Problem.safeParse(await response.json().catch(() => undefined));
  if (!problem.success) return strange(response, url);
  const { code, detail, hint, facts, request } = problem.data;
  return (
    (facts && isFaultCode(code) && sameFault(code, facts)) ||
    new Fault('remote.failed', { code, detail, hint, request })
  );
}

/** Undefined where a newer service says other facts of it. */
function sameFault(code: Parameters<typeof makeFault>[0], facts: object): Fault | undefined {
  try {
    return makeFault(code, facts);
  } catch {
    return undefined;
  }
}

const makeFault = (code: Fault['code'], facts: object) => new Fault(code, facts as never); // as its own kind wrote them

export const strange = ({ status, headers }: Response, url: string) =>
  new Fault('remote.strange', {
    url,
    detail: `it answers ${status} with ${headers.get('Content-Type') ?? 'nothing'}`,
  });
