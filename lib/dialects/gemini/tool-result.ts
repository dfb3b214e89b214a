import type { ContentPart } from '../../core/message/part.ts';
import { type Lossy, loss, lossy, translateAll, translateEach } from '../lossy.ts';
import type { Answer } from '../pair.ts';
import { isText, plainText } from '../plain-text.ts';
import { type Content, INTERRUPTED, resultContent } from '../result-content.ts';
import { type PartOf, type Placed, partsOf } from '../utterance.ts';
import { type Features, isThirdGeneration } from './features.ts';
import { toMedia } from './media.ts';
import { toSendableByTool } from './sendable.ts';
import type { FunctionCall, FunctionResponse, WireMedia } from './wire.ts';

/** What is said to one call, and what its response cannot hold: a user then shows that. */
export interface ToolAnswer {
  readonly response: FunctionResponse;
  readonly shown: Content;
}

/** `called` is the call as it goes out: its name is repeated, and its id where it has one. */
export function toToolAnswer(
  { call, result }: Answer,
  called: Pick<FunctionCall, 'id' | 'name'>,
  features: Features,
): Lossy<ToolAnswer> {
  const [said] = result ? partsOf(result, 'tool_result') : [];
  if (!said)
    return lossy(
      { response: { ...called, response: { error: INTERRUPTED } }, shown: [] },
      loss('dangling-call', call.at, 'answered as interrupted'),
    );
  const content = resultContent(said, toSendableByTool);
  const texts = translateEach(content.value.filter(isText), plainText);
  const seen = content.value.filter(isSeen(features));
  const parts = translateAll(seen, (placed) => inside(placed, content.value));
  const shown = content.value.filter((placed) => !isText(placed) && !isSeen(features)(placed));
  return {
    value: {
      response: {
        ...called,
        response: said.part.error
          ? { error: oneOrAll(texts.value) }
          : { output: oneOrAll(texts.value) },
        ...(parts.value.length > 0 && { parts: parts.value }),
      },
      shown,
    },
    losses: [...content.losses, ...texts.losses, ...parts.losses, ...shown.map(movedOut)],
  };
}

const oneOrAll = (texts: readonly string[]) => (texts.length > 1 ? texts : (texts[0] ?? ''));

/** From Gemini 3 on: https://ai.google.dev/gemini-api/docs/function-calling, multimodal responses. */
const SEEN = /^(image\/(png|jpeg|webp)|application\/pdf|text\/plain)$/;

type Media = PartOf<'image' | 'audio' | 'file'>;

const isSeen =
  (features: Features) =>
  (placed: Placed<ContentPart>): placed is Placed<Media> =>
    placed.part.type !== 'text' &&
    placed.part.type !== 'opaque' &&
    isThirdGeneration(features) &&
    SEEN.test(placed.part.mediaType);

/** A response holds its text first, wherever it stood. */
function inside(placed: Placed<Media>, content: Content): Lossy<readonly WireMedia[]> {
  const media = toMedia(placed.part, placed.at);
  if (!media) return { value: [], losses: [] };
  const isLast = content.findLastIndex(isText) < content.indexOf(placed);
  const moved = isLast ? [] : [loss('order', placed.at, 'after the text of the result')];
  return { value: [media.value], losses: [...media.losses, ...moved] };
}

const movedOut = ({ part, at }: Placed) =>
  loss(`${part.type}-in-tool-result`, at, 'shown by the user right after');
