import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { reference } from '../../lib/config/variables.ts';
import type { Json } from '../../lib/core/shared/json.ts';
import { openToolbox } from '../../lib/tools/mcp/mcp-toolbox.ts';
import { serversOf } from '../../lib/tools/mcp/server-spec.ts';

const script = join(import.meta.dirname, '../support/mcp-server.ts');
const stdio = { command: process.execPath, args: [script], env: { SECRET: reference('WORD') } };

const never = new AbortController().signal;

const open = (options: Readonly<Record<string, Json>>, signal = never) =>
  openToolbox(
    serversOf({ type: 'grok', options }, (name) => (name === 'WORD' ? 'opensesame' : undefined)),
    '0.0.0',
    signal,
  );

const call = (name: string, args: Readonly<Record<string, Json>> = {}) => ({
  type: 'tool_call' as const,
  id: 'call_1',
  name,
  arguments: args,
});

describe('the tools of a server that is a program', () => {
  it('are offered under its name, and answer in parts of a message', async () => {
    const toolbox = await open({ mcp_servers: { files: stdio } });
    try {
      expect(toolbox.tools.map(({ name }) => name)).toEqual(
        ['read', 'fail', 'draw', 'hang', 'exit'].map((tool) => `mcp__files__${tool}`),
      );
      expect(toolbox.tools[0]).toMatchObject({
        description: 'Reads a file.',
        parameters: { type: 'object', required: ['path'] },
      });
      expect(await toolbox.call(call('mcp__files__read', { path: 'a.txt' }), never)).toEqual({
        type: 'tool_result',
        call: 'call_1',
        content: [{ type: 'text', text: 'The text of a.txt, with opensesame.' }],
        error: false,
      });
      expect(await toolbox.call(call('mcp__files__draw'), never)).toMatchObject({
        content: [{ type: 'image', mediaType: 'image/png', data: 'AAAA' }],
      });
    } finally {
      await toolbox.close();
    }
  });

  it('say what went wrong, and the others go on', async () => {
    const toolbox = await open({ mcp_servers: { files: stdio } });
    try {
      const wrong = [
        call('mcp__files__fail'),
        call('mcp__files__read', { path: 7 }),
        call('no_such_tool'),
        { ...call('mcp__files__read'), rawArguments: '{"path": "a' },
      ];
      for (const each of wrong)
        expect(await toolbox.call(each, never)).toMatchObject({ call: 'call_1', error: true });
      const late = AbortSignal.timeout(50);
      await expect(toolbox.call(call('mcp__files__hang'), late)).rejects.toThrow();
      expect(await toolbox.call(call('mcp__files__exit'), never)).toMatchObject({ error: true });
    } finally {
      await toolbox.close();
    }
  });

  it('are only those that the configuration allows', async () => {
    const toolbox = await open({
      mcp_servers: [{ name: 'files', ...stdio, allowed_tools: ['read', 'draw', 'fail'] }],
      exclude_tools: ['mcp__files__fail'],
      allowed_tools: ['read', 'mcp__files__fail'],
    });
    await toolbox.close();
    expect(toolbox.tools.map(({ name }) => name)).toEqual(['mcp__files__read']);
  });
});

describe('a server that cannot be used', () => {
  it.each([
    ['a program that is not there', { command: 'no-such-program-at-all' }],
    ['a program that is no server', { command: process.execPath, args: ['-e', '0'] }],
    ['an address where nobody is', { type: 'streamable-http', url: 'http://127.0.0.1:9/mcp' }],
  ])('is a fault that names it: %s', async (_, server) => {
    await expect(open({ mcp_servers: { odd: server } })).rejects.toMatchObject({
      code: 'tools.unavailable',
      facts: { server: 'odd' },
    });
  });

  it.each([
    ['neither a command nor an address', {}],
    ['an address of another kind', { type: 'streamable-http', url: 'file:///etc/passwd' }],
  ])('is named where it is written: %s', (_, server) => {
    expect(() =>
      serversOf({ type: 'grok', options: { mcp_servers: { odd: server } } }, () => undefined),
    ).toThrowError(expect.objectContaining({ code: 'config.invalid' }));
  });
});

describe('the tools of a server at an address', () => {
  it('are the same, asked with the headers of the configuration', async () => {
    const keys: (string | undefined)[] = [];
    const http = createServer(async (request, response) => {
      keys.push(request.headers['x-key']?.toString());
      const server = new McpServer({ name: 'clock', version: '1.0.0' });
      server.registerTool('now', { description: 'Tells the time.' }, () => ({
        content: [{ type: 'text', text: 'Noon.' }],
      }));
      const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
      await server.connect(transport as Parameters<typeof server.connect>[0]);
      await transport.handleRequest(request, response);
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const { port } = http.address() as AddressInfo;
    try {
      const toolbox = await open({
        mcp_servers: {
          clock: {
            type: 'streamable-http',
            url: `http://127.0.0.1:${port}/mcp`,
            headers: { 'x-key': reference('WORD') },
          },
        },
      });
      expect(await toolbox.call(call('mcp__clock__now'), never)).toMatchObject({
        content: [{ text: 'Noon.' }],
      });
      await toolbox.close();
      expect(new Set(keys)).toEqual(new Set(['opensesame']));
    } finally {
      http.closeAllConnections();
      http.close();
    }
  });
});

it('a server that sends its callers elsewhere is not followed there', async () => {
  let reached = 0;
  const elsewhere = createServer((_, response) => {
    reached += 1;
    response.end();
  });
  const target = await listening(elsewhere);
  const server = createServer((_, response) => response.writeHead(307, { location: target }).end());
  const url = await listening(server);
  await expect(open({ mcp_servers: { away: { url } } })).rejects.toMatchObject({
    code: 'tools.unavailable',
  });
  expect(reached).toBe(0);
});

/** Its address; it is closed when the test is over. */
async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo; // it listens on a port
  return `http://127.0.0.1:${port}/`;
}

it('a server whose list of tools never ends is given up', async () => {
  const endless = join(import.meta.dirname, '../support/endless-mcp-server.ts');
  const server = { command: process.execPath, args: [endless] };
  await expect(open({ mcp_servers: { endless: server } })).rejects.toMatchObject({
    code: 'tools.unavailable',
    message: expect.stringContaining('has no end'),
  });
});

it('a server that does not start is not waited for when the turn is over', async () => {
  const mute = { command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'] };
  const turn = new AbortController();
  const opening = open({ mcp_servers: { mute } }, turn.signal);
  turn.abort(new Error('the turn is over'));
  await expect(opening).rejects.toMatchObject({
    code: 'tools.unavailable',
    message: expect.stringContaining('the turn is over'),
  });
});
