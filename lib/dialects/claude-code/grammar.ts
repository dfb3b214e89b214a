import type { Message } from '../../core/message/message.ts';
import { grammarFor as anthropicGrammar } from '../anthropic-messages/grammar.ts';
import { carefulQuirks } from '../anthropic-messages/quirks.ts';
import { loss, lossless, lossy } from '../lossy.ts';
import type { Grammar } from '../place.ts';
import { placedParts, type Utterance } from '../utterance.ts';
import { type Pieces, range, toUtterance } from './pieces.ts';

/** What lines can say is what Anthropic's messages can; no thought is anyone's but its own lines'. */
export function grammarFor(messages: readonly Message[], { blocks, singles }: Pieces): Grammar {
  const covered = new Set([...blocks.values()].flatMap(({ from, to }) => range(from + 1, to)));
  return {
    ...anthropicGrammar(messages, { quirks: carefulQuirks, model: '' }),
    asItCame: (message, index) => {
      const block = blocks.get(index);
      if (block) return lossless([toUtterance(block, messages)]);
      if (covered.has(index)) return lossless([]);
      return singles.has(index)
        ? lossy(
            [singleUtterance(message, index)],
            loss('native', `messages[${index}].native`, 'its own lines, hung anew'),
          )
        : undefined;
    },
  };
}

const singleUtterance = (message: Message, index: number): Utterance => ({
  speaker: message.role,
  message: index,
  parts: placedParts(message, index),
  native: true,
});
