import { type Lossy, loss, lossless, translateEach } from '../lossy.ts';
import type { Answer, Exchange } from '../pair.ts';
import { type Content, orphanContent, remark } from '../result-content.ts';
import { partsOf, type Utterance } from '../utterance.ts';
import { calledAs, toCallPart } from './call.ts';
import { isContent, toUserContent, toWirePart } from './content.ts';
import { type Features, isThirdGeneration } from './features.ts';
import { toSendableByTool } from './sendable.ts';
import { type ToolAnswer, toToolAnswer } from './tool-result.ts';
import type { Turn } from './turns.ts';
import type { WireContent } from './wire.ts';

/** The turns of one utterance and of what answers its calls. */
export function writeExchange(exchange: Exchange, features: Features): Lossy<readonly Turn[]> {
  const { speaker, parts, message } = exchange.utterance;
  const { at = `messages[${message}]` } = parts[0] ?? {};
  const { value, losses } = writeContents(exchange, features);
  const turns = value.map((content, place): Turn => {
    const byModel = speaker === 'assistant' && place === 0;
    return { speaker: byModel ? 'model' : 'user', content, at };
  });
  return { value: turns, losses };
}

function writeContents(
  { utterance, answers }: Exchange,
  features: Features,
): Lossy<readonly WireContent[]> {
  if (utterance.speaker === 'tool') return one(writeOrphan(utterance));
  if (utterance.speaker !== 'assistant') return one(writeUser(utterance));
  const spoken = writeModel(utterance, answers, features);
  const told = writeAnswers(utterance, answers, features);
  return { value: [spoken.value, ...told.value], losses: [...spoken.losses, ...told.losses] };
}

const one = <T>({ value, losses }: Lossy<T>): Lossy<readonly T[]> => ({ value: [value], losses });

function writeOrphan(utterance: Utterance): Lossy<WireContent> {
  const told = orphanContent(utterance, toSendableByTool);
  const { value, losses } = toUserContent(told.value);
  return { value, losses: [...told.losses, ...losses] };
}

const writeUser = ({ native, parts }: Utterance): Lossy<WireContent> =>
  native === undefined ? toUserContent(parts.filter(isContent)) : lossless(native);

/** Of the calls of one turn only the first carries a signature. */
function writeModel(
  utterance: Utterance,
  answers: readonly Answer[],
  features: Features,
): Lossy<WireContent> {
  if (utterance.native !== undefined) return lossless(utterance.native);
  const [first] = partsOf(utterance, 'tool_call');
  const calls = new Map(answers.map((answer) => [answer.call.at, answer]));
  const said = utterance.parts.filter((placed) => isContent(placed) || calls.has(placed.at));
  const { value, losses } = translateEach(said, (placed) => {
    const answer = calls.get(placed.at);
    if (!answer) return isContent(placed) ? toWirePart(placed) : lossless({ text: '' });
    const signed = placed.at === first?.at && isThirdGeneration(features);
    return toCallPart(answer.call, calledAs(answer, utterance), signed);
  });
  return { value: { role: 'model', parts: value }, losses };
}

/**
 * All results of one turn stand in the next, as many as there are calls and in their order: 400 "number
 * of function response parts is equal to the number of function call parts",
 * https://github.com/google-gemini/gemini-cli/issues/26691
 */
function writeAnswers(
  utterance: Utterance,
  answers: readonly Answer[],
  features: Features,
): Lossy<readonly WireContent[]> {
  if (answers.length === 0) return lossless([]);
  const native = answers[0]?.result?.native;
  if (native !== undefined) return lossless([native]);
  const places = partsOf(utterance, 'tool_call').map(({ at }) => at);
  const ordered = answers.toSorted(
    (left, right) => places.indexOf(left.call.at) - places.indexOf(right.call.at),
  );
  const told = translateEach(ordered, (answer) =>
    toToolAnswer(answer, calledAs(answer, utterance), features),
  );
  const responses = told.value.map(({ response }) => ({ functionResponse: response }));
  const shown = toUserContent(told.value.flatMap(remarked));
  const isShown = told.value.some((answer) => answer.shown.length > 0);
  return {
    value: [{ role: 'user', parts: responses }, ...(isShown ? [shown.value] : [])],
    losses: [...lossesOfOrder(answers, ordered), ...told.losses, ...shown.losses],
  };
}

/** What a response cannot hold, and whose it is. */
function remarked({ response, shown }: ToolAnswer): Content {
  const [first] = shown;
  const words = `[Shown by the call ${response.id ?? response.name}:]`;
  return first ? [remark(words, first), ...shown] : [];
}

const lossesOfOrder = (came: readonly Answer[], ordered: readonly Answer[]) =>
  ordered.flatMap((answer, place) => {
    const [result] = answer.result?.parts ?? [];
    return result && came[place] !== answer
      ? [loss('result-order', result.at, 'in the order of the calls')]
      : [];
  });
