import { checkedId } from '../../core/context/address.ts';
import { Fault } from '../../core/shared/faults.ts';
import { jsonBody } from '../json-body.ts';
import type { Call, Operations } from '../operation.ts';
import { isOurs, sorry } from '../problem.ts';
import type { mcpRoutes } from '../routes/mcp.ts';

export const mcpOperations: Operations<typeof mcpRoutes> = {
  mcp: async (call, { context, branch, as }) => {
    requireOwnOrigin(call);
    const { createContextServer } = await import('../../mcp/context-server.ts');
    const { exchange } = await import('../../mcp/exchange.ts');
    const server = createContextServer(call.service.contexts, {
      ...(context !== undefined && { context: checkedId(context) }),
      ...(branch !== undefined && { branch }),
      ...(as !== undefined && { author: { agent: as } }),
      isLasting: false,
      tell: (fault) => tell(call, fault),
    });
    return exchange(server, call.request, await jsonBody(call.request));
  },
};

/** https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning */
function requireOwnOrigin({ header }: Call): void {
  const origin = header('Origin');
  if (origin !== undefined && URL.parse(origin)?.host !== header('Host'))
    throw new Fault('request.foreignOrigin', { origin: origin.slice(0, 100) });
}

function tell({ report }: Call, fault: Fault): string {
  const { message, hint } = fault;
  if (!isOurs(fault)) return `${message} ${hint}`;
  report(fault);
  return `${sorry.detail} ${sorry.hint}`;
}
