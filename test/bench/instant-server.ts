import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MakerServer, Seen } from '../support/maker-server/maker-server.ts';

/** A server on this machine that checks nothing and gives everyone the same stream at once. */
export interface InstantServer {
  readonly url: string;
  readonly close: () => Promise<unknown>;
}

/** It answers as a strict server does to this request. */
export async function startInstantServer(
  strict: MakerServer,
  { path, headers, raw }: Seen,
): Promise<InstantServer> {
  const { origin } = new URL(strict.url);
  const names = ['authorization', 'x-goog-api-key', 'anthropic-version', 'content-type'] as const;
  const kept = names.flatMap((name) => (headers[name] ? [[name, String(headers[name])]] : []));
  const response = await fetch(`${origin}${path}`, {
    method: 'POST',
    body: raw,
    headers: Object.fromEntries(kept),
  });
  const reply = Buffer.from(await response.text());
  if (!response.ok) throw new Error(`The strict server refused: ${reply}`);
  // A connection is never given up, however slow the machine.
  const server = createServer({ keepAliveTimeout: 0 }, (request, answer) => {
    request.resume().on('end', () => {
      answer.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      answer.end(reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: strict.url.replace(origin, `http://127.0.0.1:${port}`),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
