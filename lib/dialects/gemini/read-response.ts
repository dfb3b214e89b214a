import type { ContentPart, ToolResultPart } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { isJsonObject, type JsonObject } from '../json-object.ts';
import { type Lossy, loss, lossless, lossy, translateAll } from '../lossy.ts';
import { objectIn, partsIn } from './member.ts';
import { readMedia } from './read-media.ts';

/** What a function answered: its text, then what it shows. */
export function readResponse(
  wire: JsonObject,
  at: string,
): Lossy<Pick<ToolResultPart, 'content' | 'error'>> {
  const response = objectIn(wire, 'response') ?? {};
  const [field, ...others] = Object.keys(response);
  const isPlain = others.length === 0 && (field === 'output' || field === 'error');
  const said = isPlain ? response[field] : response;
  const texts = readTexts(said ?? '', `${at}.response`);
  const shown = translateAll(partsIn(wire), (part, index) => {
    const media = isJsonObject(part) ? readMedia(part, `${at}.parts[${index}]`) : undefined;
    return media
      ? { value: [media.value], losses: media.losses }
      : lossy([], loss('field', `${at}.parts[${index}]`, 'kept in the native form only'));
  });
  return {
    value: { content: [...texts.value, ...shown.value], error: isPlain && field === 'error' },
    losses: [...texts.losses, ...shown.losses],
  };
}

function readTexts(said: Json, at: string): Lossy<readonly ContentPart[]> {
  if (said === '') return lossless([]);
  if (typeof said === 'string') return lossless([toText(said)]);
  if (isTexts(said)) return lossless(said.map(toText));
  if (isJsonObject(said) && Object.keys(said).length === 0) return lossless([]);
  return lossy([toText(JSON.stringify(said))], loss('tool-response', at, 'read as JSON text'));
}

const isTexts = (value: Json): value is readonly string[] =>
  Array.isArray(value) && value.length > 1 && value.every((text) => typeof text === 'string');

const toText = (text: string): ContentPart => ({ type: 'text', text });
