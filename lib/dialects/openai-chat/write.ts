import type { ChatQuirks } from '../../core/agent/chat-quirks.ts';
import type { ContentPart } from '../../core/message/part.ts';
import { joinTexts } from '../join-texts.ts';
import { legalName } from '../legal-name.ts';
import { type Lossy, loss, lossless, translateEach } from '../lossy.ts';
import type { Answer, Exchange } from '../pair.ts';
import { orphanContent, remark } from '../result-content.ts';
import { toArgumentsText } from '../sent-arguments.ts';
import { type PartOf, type Placed, partsOf, type Utterance } from '../utterance.ts';
import { wellFormed } from '../well-formed.ts';
import { toTextContent, toUserContent } from './content.ts';
import { toSendable } from './sendable.ts';
import { type ToolAnswer, toToolAnswer } from './tool-result.ts';
import type { AssistantMessage, WireCall, WireMessage } from './wire.ts';

/** The wire messages of one utterance and of what answers its calls. */
export function writeExchange(
  { utterance, answers }: Exchange,
  quirks: ChatQuirks,
): Lossy<readonly WireMessage[]> {
  if (utterance.speaker === 'tool') return writeOrphan(utterance, quirks);
  const spoken = writeUtterance(utterance, answers, quirks);
  const told = translateEach(answers, (answer) => toToolAnswer(answer, quirks.form));
  const shown = writeShown(told.value, answers, quirks);
  return {
    value: [spoken.value, ...told.value.map(({ message }) => message), ...shown.value],
    losses: [...spoken.losses, ...told.losses, ...shown.losses],
  };
}

function writeUtterance(
  utterance: Utterance,
  answers: readonly Answer[],
  quirks: ChatQuirks,
): Lossy<WireMessage> {
  if (utterance.native !== undefined) return lossless(utterance.native);
  if (utterance.speaker === 'assistant') return writeAssistant(utterance, answers, quirks);
  if (utterance.speaker === 'user') return writeUser(utterance.parts.filter(isContent), quirks);
  const { value, losses } = toTextContent(partsOf(utterance, 'text'), quirks.form);
  return { value: { role: 'system', content: value }, losses };
}

function writeUser(parts: readonly Placed<ContentPart>[], quirks: ChatQuirks): Lossy<WireMessage> {
  const { value, losses } = toUserContent(parts, quirks.form);
  return { value: { role: 'user', content: value }, losses };
}

const isContent = (placed: Placed): placed is Placed<ContentPart> =>
  ['text', 'image', 'audio', 'file', 'opaque'].includes(placed.part.type);

function writeOrphan(utterance: Utterance, quirks: ChatQuirks): Lossy<readonly WireMessage[]> {
  const told = orphanContent(utterance, (part, at) => toSendable(part, at, quirks.form));
  const { value, losses } = writeUser(told.value, quirks);
  return { value: [value], losses: [...told.losses, ...losses] };
}

/** What tools gave and a tool's message cannot hold. */
function writeShown(
  told: readonly ToolAnswer[],
  answers: readonly Answer[],
  quirks: ChatQuirks,
): Lossy<readonly WireMessage[]> {
  const parts = told.flatMap(({ shown }, place) => {
    const [first] = shown;
    return first ? [remark(`[Shown by the call ${answers[place]?.id}:]`, first), ...shown] : [];
  });
  if (parts.length === 0) return lossless([]);
  const { value, losses } = writeUser(parts, quirks);
  return { value: [value], losses };
}

function writeAssistant(
  utterance: Utterance,
  answers: readonly Answer[],
  quirks: ChatQuirks,
): Lossy<AssistantMessage> {
  const thinking = writeThinking(utterance, quirks);
  const texts = partsOf(utterance, 'text');
  const content = toTextContent(texts, quirks.form);
  const calls = translateEach(partsOf(utterance, 'tool_call'), (call) =>
    writeCall(call, answers, quirks),
  );
  return {
    value: {
      role: 'assistant',
      content: texts.length > 0 ? content.value : null,
      ...(thinking.value && { reasoning_content: thinking.value }),
      ...(calls.value.length > 0 && { tool_calls: calls.value }),
    },
    losses: [...thinking.losses, ...content.losses, ...calls.losses],
  };
}

/** Stands where a server insists on reasoning that there is none of. */
const NO_REASONING = '.';

function writeThinking(utterance: Utterance, { reasoningBack }: ChatQuirks): Lossy<string> {
  const thoughts = partsOf(utterance, 'thinking');
  const { value, losses } = translateEach(thoughts, ({ part, at }) =>
    wellFormed(part.text, `${at}.text`),
  );
  const needed = reasoningBack === 'required' && partsOf(utterance, 'tool_call').length > 0;
  return {
    value: joinTexts(value) || (needed ? NO_REASONING : ''),
    losses: [...losses, ...lossesOfThinking(thoughts)],
  };
}

const lossesOfThinking = (thoughts: readonly Placed<PartOf<'thinking'>>[]) =>
  thoughts.flatMap(({ part, at }, place) => [
    ...(place > 0 ? [loss('text-boundary', at, 'joined to the text before')] : []),
    ...(part.signature === undefined ? [] : [loss('signature', `${at}.signature`, 'left out')]),
  ]);

function writeCall(
  call: Placed<PartOf<'tool_call'>>,
  answers: readonly Answer[],
  quirks: ChatQuirks,
): Lossy<WireCall> {
  const name = legalName(call.part.name);
  const { value, losses } = toArgumentsText(call, quirks.form === 'openai' ? 'any' : 'objects');
  const renamed = name === call.part.name ? [] : [loss('tool-name', `${call.at}.name`, name)];
  return {
    value: {
      id: answers.find((answer) => answer.call === call)?.id ?? call.part.id,
      type: 'function',
      function: { name, arguments: value },
    },
    losses: [...renamed, ...losses],
  };
}
