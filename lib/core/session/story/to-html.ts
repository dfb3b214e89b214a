import type { Part, Story, Turn } from './story.ts';

/** A story as one page that needs nothing else: no script, no address, and no word of it is markup. */
export const toHtml = ({ session, turns }: Story): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(session.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(session.title)}</h1>
<p>Session <code>${escaped(session.id)}</code>, ${session.status}, <time>${escaped(session.createdAt)}</time></p>
</header>
<main>
${turns.map(toSection).join('\n')}
</main>
</body>
</html>
`;

const toSection = ({ turn, question, agents, result }: Turn): string => `<section>
<h2>${turn}. <span class="words">${escaped(question)}</span></h2>
${result?.answer ? `<div class="answer words">${escaped(result.answer)}</div>` : '<p>There is no answer.</p>'}
<details>
<summary>How it came about${result ? `: ${result.status}, ${result.rounds} rounds, ${result.calls} calls` : ''}</summary>
<table>
<thead><tr><th>agent</th><th>model</th><th>votes for</th><th>because</th></tr></thead>
<tbody>
${agents.map(toRow).join('\n')}
</tbody>
</table>
${agents.map(toAnswer).join('')}
</details>
</section>`;

const toRow = ({ id, model, vote }: Part): string =>
  `<tr>${[id, model, vote?.for ?? '', vote?.reason ?? ''].map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;

const toAnswer = ({ id, answer }: Part): string =>
  answer === null
    ? ''
    : `<h3>${escaped(id)} answered</h3>\n<div class="words">${escaped(answer)}</div>\n`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
section { border-top: 1px solid #8885; margin-top: 2rem; }
.words { white-space: pre-wrap; overflow-wrap: anywhere; }
.answer { border-left: 3px solid #4a7; padding-left: 1rem; }
details { margin-top: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #8885; padding: 0.25rem 0.5rem; }
`;
