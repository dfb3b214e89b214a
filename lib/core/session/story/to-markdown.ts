import type { Part, Story, Turn } from './story.ts';

/** A story in Markdown: the words of agents are quoted as they stand. */
export const toMarkdown = ({ session, turns }: Story): string =>
  `${[
    `# ${inLine(session.title)}`,
    `Session \`${session.id}\`, ${session.status}, ${session.createdAt}`,
    ...turns.flatMap(paragraphs),
  ].join('\n\n')}\n`;

const paragraphs = ({ turn, question, agents, result }: Turn): readonly string[] => [
  `## ${turn}. Question`,
  quoted(question),
  '### Answer',
  result?.answer ?? '_There is none._',
  `### How it came about${result ? ` (${result.status}, ${result.rounds} rounds)` : ''}`,
  [
    '| agent | model | votes for | because |',
    '|---|---|---|---|',
    ...agents.map(({ id, model, vote }) => row([id, model, vote?.for ?? '', vote?.reason ?? ''])),
  ].join('\n'),
  ...agents.flatMap(toAnswer),
];

const toAnswer = ({ id, answer }: Part): readonly string[] =>
  answer === null ? [] : [`**${inLine(id)}** answered:`, quoted(answer)];

const quoted = (text: string) => text.replaceAll(/^/gm, '> ');
const inLine = (text: string) => text.replaceAll(/\s+/g, ' ');
const row = (cells: readonly string[]) =>
  `| ${cells.map((cell) => inLine(cell).replaceAll('|', '\\|')).join(' | ')} |`;
