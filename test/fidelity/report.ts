import { type Carried, carry } from './carry.ts';
import { problemOf } from './continuation.ts';
import { features, type Written, written } from './features.ts';

const marks: Readonly<Record<Carried, string>> = {
  native: '●',
  'as text': '◐',
  'not at all': '○',
  'cannot be said': '',
};

/** What a hand-over carries between every ordered pair of dialects, as a page. */
export function report(): string {
  return `# What a hand-over carries

Made by \`npm run fidelity\` from the code and a corpus; never written by hand. A row says how a
reader of one dialect meets what was said in another: ● as its own kind, ◐ told as text, ○ not at
all (and then there is a loss that says so); empty where the first dialect cannot say it. Thinking is
its maker's alone: it goes back to where it came from, and to nobody else.

${written.map(section).join('\n\n')}

## Can the reader go on?

A half-done piece of work is handed over: facts, two calls at once of which one failed, a call whose
result never came. ✓: the reader's strict test server takes the request, every call has its result,
every id leads somewhere, and all facts are there.

| from \\ to | ${written.join(' | ')} |
|---|${written.map(() => '---|').join('')}
${written.map(continuations).join('\n')}
`;
}

const section = (from: Written) => `## From ${from}

| | ${written.join(' | ')} |
|---|${written.map(() => '---|').join('')}
${features
  .map((feature) => {
    const cells = written.map((to) => marks[carry(feature, from, to)]);
    return cells.every((cell) => cell === '') ? '' : `| ${feature.name} | ${cells.join(' | ')} |`;
  })
  .filter(Boolean)
  .join('\n')}`;

const continuations = (from: Written) =>
  `| ${from} | ${written.map((to) => problemOf(from, to) ?? '✓').join(' | ')} |`;
