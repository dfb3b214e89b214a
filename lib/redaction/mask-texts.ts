import type { Finder, Finding } from './finding.ts';
import type { Text } from './texts.ts';

export interface MaskedTexts {
  readonly texts: readonly Text[];
  /** The rule behind each mask. */
  readonly rules: readonly string[];
}

const maskOf = (rule: string): string => `[redacted ${rule}]`;

const MASK = /\[redacted [\w-]+\]/;

/** Stands between two texts, so that no pattern reaches from one into the next. */
const BETWEEN = '\n\0\n';

/** Masks what is found. All texts are looked at in one go, since each look has its price. */
export function maskTexts(texts: readonly Text[], find: Finder): MaskedTexts {
  const whole = texts.map(({ name, text }) => name + text).join(BETWEEN);
  const findings = apart(
    find(whole).filter(({ start, end }) => !MASK.test(whole.slice(start, end))),
  );
  if (findings.length === 0) return { texts, rules: [] };
  const rules: string[] = [];
  let begin = 0;
  let passed = 0;
  const masked = texts.map(({ name, text }) => {
    const from = begin + name.length;
    const to = from + text.length;
    begin = to + BETWEEN.length;
    const inside: Finding[] = [];
    for (let found = findings[passed]; found && found.start < to; found = findings[passed]) {
      if (found.end > from) inside.push(cut(found, from, to));
      passed += 1;
    }
    for (const { rule } of inside) rules.push(rule);
    return { name, text: masksIn(text, inside) };
  });
  return { texts: masked, rules };
}

/** In order, and each that overlaps another joined to it. */
function apart(findings: readonly Finding[]): readonly Finding[] {
  const joined: Finding[] = [];
  for (const found of findings.toSorted((one, other) => one.start - other.start)) {
    const last = joined.at(-1);
    if (!last || found.start >= last.end) joined.push(found);
    else joined.splice(-1, 1, { ...last, end: Math.max(last.end, found.end) });
  }
  return joined;
}

/** The piece of a finding that lies in a text, counted from where that begins. */
const cut = ({ rule, start, end }: Finding, from: number, to: number): Finding => ({
  rule,
  start: Math.max(start, from) - from,
  end: Math.min(end, to) - from,
});

function masksIn(text: string, findings: readonly Finding[]): string {
  let masked = '';
  let from = 0;
  for (const { rule, start, end } of findings) {
    masked += text.slice(from, start) + maskOf(rule);
    from = end;
  }
  return masked + text.slice(from);
}
