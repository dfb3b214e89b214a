import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChatReply } from './chat-reply.ts';
import { toChunks } from './to-chunks.ts';

/** Streams a reply, and breaks off where it says so. */
export async function writeReply(
  response: ServerResponse,
  reply: ChatReply,
  model: string,
  withUsage: boolean,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  response.flushHeaders();
  const broken =
    reply.breaks !== undefined || reply.error !== undefined || reply.endless !== undefined;
  const told = broken ? { ...reply, finish: reply.finish ?? null } : reply;
  for (const chunk of toChunks(told, model, withUsage && !broken))
    await send(response, reply, chunk);
  if (reply.endless !== undefined) return goOn(response, reply.endless);
  if (reply.error !== undefined) await send(response, reply, { error: reply.error });
  if (reply.breaks === 'cut') return cut(response);
  if (!broken && reply.done !== false) await write(response, reply, 'data: [DONE]\n\n');
  response.end();
}

const send = (response: ServerResponse, reply: ChatReply, chunk: unknown) =>
  write(response, reply, `data: ${JSON.stringify(chunk)}\n\n`);

async function write(response: ServerResponse, reply: ChatReply, text: string): Promise<void> {
  if (reply.delayMs) await pause(reply.delayMs);
  const bytes = Buffer.from(text);
  const size = reply.bytesAtOnce ?? bytes.length;
  for (let at = 0; at < bytes.length; at += size) {
    await flushed(response, bytes.subarray(at, at + size));
    if (size < bytes.length) await pause(0);
  }
}

const flushed = (response: ServerResponse, bytes: Uint8Array | string) =>
  new Promise<void>((resolve) => {
    response.write(bytes, () => resolve());
  });

/** The socket is gone in the middle of a line. */
async function cut(response: ServerResponse): Promise<void> {
  await flushed(response, 'data: {"id":"chatcmpl-1","choi');
  response.destroy();
}

/** Until the client has had enough. */
async function goOn(response: ServerResponse, content: string): Promise<void> {
  const line = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;
  while (!response.destroyed) {
    await flushed(response, line);
    await pause(0);
  }
}
