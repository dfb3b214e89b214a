import type { Server } from 'node:http';
import { Fault } from '../../core/shared/faults.ts';

/** Milliseconds that requests under way are given when the server closes. */
const GRACE_MS = 2_000;

interface Bound {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Binds a server. Throws `usage.invalid` for a port that cannot be had. */
export const listen = (server: Server, port: number, host: string): Promise<Bound> =>
  new Promise((resolve, reject) => {
    server.once('error', (error) => reject(refused(port, host, error)));
    server.listen(port, host, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      resolve({ port: bound, close: () => close(server) });
    });
  });

const close = (server: Server) =>
  new Promise<void>((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });

function refused(port: number, host: string, error: Error): Fault {
  const code = 'code' in error ? String(error.code) : '';
  const why = { EADDRINUSE: 'is in use', EACCES: 'is not for everybody' }[code];
  return new Fault('usage.invalid', {
    problem: why ? `Port ${port} ${why}.` : `${host}:${port} cannot be served: ${error.message}.`,
    hint: 'Choose another with --port; 0 takes any that is free.',
  });
}
