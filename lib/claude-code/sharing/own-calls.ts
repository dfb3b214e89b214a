import { blocksIn } from '../../dialects/anthropic-messages/read-content.ts';
import { isJsonObject, stringIn } from '../../dialects/json-object.ts';
import type { Utterance } from './utterances.ts';

/** Tools of this very context, however its server was installed. */
const OWN_TOOL = /^mcp__(?:plugin_massgen_)?massgen__/;

/** The calls by which the context itself was asked: what it answers is not shared again. */
export const ownCallsIn = (utterances: readonly Utterance[]): ReadonlySet<string> =>
  new Set(utterances.flatMap(callsIn));

const callsIn = ({ turn }: Utterance): readonly string[] =>
  turn.flatMap(({ message }) =>
    typeof message?.['content'] === 'string'
      ? []
      : blocksIn(message?.['content']).flatMap((block) =>
          isJsonObject(block) && OWN_TOOL.test(stringIn(block, 'name'))
            ? [stringIn(block, 'id')]
            : [],
        ),
  );
