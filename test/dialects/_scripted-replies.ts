import fc from 'fast-check';
import type { Message } from '../../lib/core/message/message.ts';
import type { ScriptedReply } from '../support/maker-server/scripted-reply.ts';

/** Characters that JSON escapes, or that UTF-8 needs several bytes for. */
export const anyText = fc.string({
  unit: fc.constantFrom(...'ab "\\{}\n', 'é', '👍🏽'),
  maxLength: 30,
});

export const anyArguments = fc.dictionary(anyText, anyText, { maxKeys: 2 });

/** What a model may write instead, where it writes the arguments' text itself. */
export const anyRawArguments = fc.oneof(anyArguments, anyText, fc.constant(''));

export const callsOf = (ids: readonly string[], written: fc.Arbitrary<unknown>) =>
  fc.array(
    fc.record({
      id: fc.constantFrom(...ids),
      name: fc.constantFrom('new_answer', 'vote'),
      arguments: written,
    }),
    { maxLength: 3 },
  );

/** A reply that ends with this word, with a call or without. */
export const endingWith = (finish: string, calls: boolean): ScriptedReply => ({
  text: 'x',
  finish,
  ...(calls && { calls: [{ name: 'vote', arguments: {} }] }),
});

/** Calls without an id, or with the same one. */
export const confusedCalls: ScriptedReply = {
  calls: ['', 'x', 'x'].map((id) => ({ id, name: 'vote', arguments: {} })),
};

export const callIdsIn = ({ parts }: Message) =>
  parts.map((part) => part.type === 'tool_call' && part.id);
