import { describe, expect, it, vi } from 'vitest';
import type { Backend } from '../../lib/core/agent/backend.ts';
import { textOf } from '../../lib/core/message/message.ts';
import type { MakerServer, Script } from '../support/maker-server/maker-server.ts';
import { type ScriptedReply, vote } from '../support/maker-server/scripted-reply.ts';
import { answerOf, askedFor, thrown } from './_call.ts';

/** A backend, and its maker's server. */
export interface Subject {
  readonly start: (script?: Script) => Promise<MakerServer>;
  readonly at: (server: MakerServer, more?: { readonly maxBytes?: number }) => Backend;
}

/** The machine may be busy: time is a net, never a measure. */
const PATIENCE = { timeout: 60_000 };

/** What every backend owes to a stream that is torn, breaks off, never ends or is no longer wanted. */
export function survivesBrokenStreams(name: string, { start, at }: Subject): void {
  describe(`a stream from ${name}`, () => {
    it('is the same when the network cuts it inside a character and between the two line ends', async () => {
      const text = 'Grüße 👍🏽 東京\n\non.';
      await using server = await start({ replies: [{ text, bytesAtOnce: 1, pieceLength: 3 }] });
      expect(textOf((await answerOf(at(server))).message)).toBe(text);
    });

    it.each<[string, ScriptedReply, string]>([
      ['is closed in order', { text: 'It is', breaks: 'closes' }, 'backend.cut'],
      ['is cut in an event', { text: 'It is', breaks: 'cut' }, 'backend.cut'],
      [
        'is closed in the arguments of a call',
        { calls: [{ name: 'vote', arguments: '{"agent_id": "ag' }], breaks: 'closes' },
        'backend.cut',
      ],
      ['is closed after a call', { ...vote('agent1'), breaks: 'closes' }, 'backend.cut'],
      ['never says that it is whole', { text: 'It is 42.', finish: null }, 'backend.cut'],
      ['says nothing', {}, 'backend.empty'],
      ['has thoughts alone', { thinking: 'Hm.' }, 'backend.empty'],
    ])('that %s is no whole reply', async (_, reply, code) => {
      await using server = await start({ replies: [reply] });
      expect((await thrown(answerOf(at(server)))).code).toBe(code);
    });

    it.each([
      ['small', 'on and on ', 1000],
      ['large', 'x'.repeat(1000), 50_000],
    ])('that goes on without an end in %s pieces is stopped', async (_, endless, maxBytes) => {
      await using server = await start({ replies: [{ endless }] });
      const backend = at(server, { maxBytes });
      const { code, facts } = await thrown(answerOf(backend));
      expect(code).toBe('backend.tooLarge');
      expect(facts).toEqual({ backend: backend.type, maxBytes });
      await vi.waitFor(() => expect(server.abandoned()).toBe(1), PATIENCE);
    });
  });

  describe(`an abort of a call to ${name}`, () => {
    const reason = new DOMException('The time is up.', 'TimeoutError');

    it("in the midst of a stream ends the call with the signal's reason, and the connection", async () => {
      await using server = await start({ replies: [{ endless: 'on and on ' }] });
      const controller = new AbortController();
      const call = at(server).call(askedFor({ signal: controller.signal }));
      await call.next();
      controller.abort(reason);
      const rest = async () => {
        while (!(await call.next()).done);
      };
      await expect(rest()).rejects.toBe(reason);
      await vi.waitFor(() => expect(server.abandoned()).toBe(1), PATIENCE);
    });

    it('before the first byte does so, too', async () => {
      await using server = await start({ replies: [{ text: 'late', delayMs: 60_000 }] });
      const controller = new AbortController();
      const call = answerOf(at(server), { signal: controller.signal });
      await vi.waitFor(() => expect(server.requests).toHaveLength(1), PATIENCE);
      controller.abort(reason);
      await expect(call).rejects.toBe(reason);
    });

    it('that came before the call makes none', async () => {
      await using server = await start();
      const call = answerOf(at(server), { signal: AbortSignal.abort(reason) });
      await expect(call).rejects.toBe(reason);
      expect(server.requests).toEqual([]);
    });

    it('of the one who reads closes the connection', async () => {
      await using server = await start({ replies: [{ endless: 'on and on ' }] });
      for await (const _ of at(server).call(askedFor())) break;
      await vi.waitFor(() => expect(server.abandoned()).toBe(1), PATIENCE);
    });
  });
}
