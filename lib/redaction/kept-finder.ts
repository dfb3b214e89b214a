import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import type { Finder, Finding } from './finding.ts';
import { hasLongWord } from './long-word.ts';

/** As much of https://github.com/secretlint/secretlint/blob/master/docs/secretlint-rule.md as a text needs. */
interface KeptRule {
  readonly meta: { readonly id: string };
  readonly create: (
    context: Context,
    options: object,
  ) => { readonly file?: (source: KeptSource) => unknown };
}

interface Context {
  readonly createTranslator: () => (id: string) => { readonly messageId: string };
  readonly report: (found: { readonly range: readonly [number, number] }) => void;
  readonly ignore: () => void;
}

interface KeptSource {
  readonly content: string;
  readonly contentType: 'text';
  readonly ext: string;
}

/** All that these find has a long word, as their patterns say. */
const LONG = [
  'aws',
  'shopify',
  'stripe',
  'gitlab',
  'grafana',
  'openai',
  'anthropic',
  'groq',
  'huggingface',
  'linear',
  'notion',
  '1password',
  'hashicorp-vault',
  'vercel',
  'databricks',
  'docker',
  'figma',
  'cloudflare',
  'tailscale',
];

/** A text must not say itself that it is not to be looked at; and a whole file is no part of a text. */
const LEFT_OUT = ['filter-comments', 'gcp'];

/**
 * Finds what secretlint's recommended rules describe. One of them counts a value's length from where its
 * name begins, so a word that a range ends in belongs to it.
 */
export const keptFinder: Finder = (content) => {
  found = [];
  const hasLong = hasLongWord(content);
  for (const { isLong, look } of looks)
    if (hasLong || !isLong) look({ content, contentType: 'text', ext: '' });
  return found.map(({ end, ...finding }) => ({ ...finding, end: endOfWord(content, end) }));
};

const silent = {
  createTranslator: () => (messageId: string) => ({ messageId }),
  ignore: () => undefined,
};

/** What the rules, made once, report of the text that is looked at. */
let found: Finding[] = [];

const looks = (rules as unknown as readonly KeptRule[]).flatMap(({ meta, create }) => {
  const rule = meta.id.replace(/^.*secretlint-rule-/, '');
  if (LEFT_OUT.includes(rule)) return [];
  const report: Context['report'] = ({ range: [start, end] }) => found.push({ rule, start, end });
  const { file: look } = create({ ...silent, report }, {});
  return look ? [{ look, isLong: LONG.includes(rule) }] : [];
});

const WORD = /[\w+/=-]*/y;

function endOfWord(text: string, from: number): number {
  WORD.lastIndex = from;
  return from + (WORD.exec(text)?.[0].length ?? 0);
}
