import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { ScriptedReply } from './scripted-reply.ts';

/** How one maker's stream is told: its events' text, from what the script says. */
export interface StreamForm {
  /** What is said before the reply breaks off or ends. */
  readonly events: readonly string[];
  /** What says that it is whole. */
  readonly end: readonly string[];
  /** An error in the midst of the stream. */
  readonly errorEvent: (error: unknown) => string;
  /** A piece of text that is said again and again, without an end. */
  readonly endlessEvent: (text: string) => string;
  /** The beginning of an event that never ends. */
  readonly torn: string;
}

/** Whether a reply ends before its maker says that it is whole. */
export const isBroken = ({ breaks, error, endless }: ScriptedReply): boolean =>
  breaks !== undefined || error !== undefined || endless !== undefined;

/** Streams a reply, and breaks off where the script says so. */
export async function streamReply(
  response: ServerResponse,
  reply: ScriptedReply,
  form: StreamForm,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  response.flushHeaders();
  for (const event of form.events) await write(response, reply, event);
  if (reply.endless !== undefined) return goOn(response, form.endlessEvent(reply.endless));
  if (reply.error !== undefined) await write(response, reply, form.errorEvent(reply.error));
  if (reply.breaks === 'cut') return cut(response, form.torn);
  if (!isBroken(reply)) for (const event of form.end) await write(response, reply, event);
  response.end();
}

async function write(response: ServerResponse, reply: ScriptedReply, text: string) {
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
async function cut(response: ServerResponse, torn: string): Promise<void> {
  await flushed(response, torn);
  response.destroy();
}

/** Until the client has had enough. */
async function goOn(response: ServerResponse, event: string): Promise<void> {
  while (!response.destroyed) {
    await flushed(response, event);
    await pause(0);
  }
}
