import { type Growing, grow, nothingRead } from '../../lib/claude-code/sharing/growing.ts';
import { shownIn } from '../../lib/claude-code/sharing/mark.ts';
import { toCommits } from '../../lib/claude-code/sharing/to-commits.ts';
import { beside, type Figure, timesInTurn } from './measure.ts';
import { transcript } from './transcript.ts';

const MB = 1_000_000;
const SIZES = [1, 5] as const;

/** What a keeper works out when a line more stands in a transcript of which all else is shared. */
export async function claudeLooks(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const size of SIZES) figures.push(await looked(size));
  return figures;
}

async function looked(size: number): Promise<Figure> {
  const text = transcript(size * MB);
  const lines = text.trimEnd().split('\n');
  const sharing = { agent: 'claude-code', visibility: 'shared' as const };
  let growing = grow(nothingRead, text);
  const [taken, parsed] = await timesInTurn(
    { n: 60, warmUp: 10 },
    (run) => {
      growing = grow(growing, `${lineBehind(growing, run)}\n`);
      toCommits(growing, { session: 's' }, sharing, { isShared: () => true });
      shownIn(growing, { context: 'team', branch: 'main' });
    },
    () => lines.map((line): unknown => JSON.parse(line)),
  );
  return beside(`claude-looks.${size}MB`, taken, 'JSON.parse of its lines', parsed);
}

function lineBehind({ lines }: Growing, run: number): string {
  const last = lines.findLast(({ kind }) => kind === 'entry');
  const parentUuid = last?.kind === 'entry' ? last.uuid : null;
  const message = { role: 'user', content: 'And now?' };
  return JSON.stringify({ type: 'user', uuid: `more${run}`, parentUuid, message });
}
