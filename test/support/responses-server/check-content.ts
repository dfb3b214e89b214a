import { first, type Item } from './check-input.ts';
import type { ResponsesRules } from './mode.ts';

type Side = 'input' | 'output';

/** What a server finds wrong with the content of an item; undefined: nothing. */
export function checkContent(
  content: unknown,
  side: Side,
  rules: ResponsesRules,
): string | undefined {
  if (typeof content === 'string') return undefined;
  if (!Array.isArray(content) || content.length === 0) return 'content must be a string or parts.';
  return first(content, (part: Item) => checkPart(part, side, rules));
}

function checkPart(part: Item, side: Side, rules: ResponsesRules): string | undefined {
  const type = String(part['type']);
  const check = checks[side][type];
  if (!check) return `Invalid value: '${type}'.`;
  return check(part, rules) ? undefined : `broken part '${type}'.`;
}

const DATA_URL = /^data:[a-z]+\/[\w.+-]+;base64,[A-Za-z0-9+/]+={0,2}$/i;

const isUrl = (url: unknown) =>
  typeof url === 'string' && URL.canParse(url) && /^https?:/i.test(url);

type Check = (part: Item, rules: ResponsesRules) => boolean;

const checks: Readonly<Record<Side, Readonly<Record<string, Check>>>> = {
  input: {
    input_text: ({ text }) => typeof text === 'string' && text !== '',
    input_image: ({ image_url }, { imageTypes }) =>
      isUrl(image_url) || (typeof image_url === 'string' && imageTypes.test(image_url)),
    input_file: ({ file_data, file_url, filename }, { inlineFiles }) =>
      file_data === undefined
        ? isUrl(file_url) && filename === undefined
        : inlineFiles && typeof filename === 'string' && DATA_URL.test(String(file_data)),
  },
  output: {
    output_text: ({ text }) => typeof text === 'string',
    refusal: ({ refusal }) => typeof refusal === 'string',
  },
};
