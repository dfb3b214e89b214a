import { everySecret } from '../../lib/core/context/redactor.ts';
import { canonicalJson, type Json } from '../../lib/core/shared/json.ts';
import { createRedactor } from '../../lib/redaction/redactor.ts';
import { beside, type Figure, timesInTurn } from './measure.ts';
import { prose } from './prose.ts';

/** Joined here, so that nobody who scans this repository finds a key in it. */
const key = ['xa', 'i-', '0123456789abcdefghij'.repeat(4)].join('');

const bodies: Readonly<Record<string, { readonly body: Json; readonly n: number }>> = {
  'redaction.prose.4kB': { body: prose(4_000, 1), n: 2000 },
  'redaction.secrets.4kB': { body: `${prose(350, 1)} ${key} `.repeat(9), n: 2000 },
  'redaction.prose.4MB': { body: prose(4_000_000, 1), n: 5 },
  'redaction.letters.4MB': { body: `${'a'.repeat(4_000_000)} .`, n: 5 },
  'redaction.entries.50k': { body: Array.from({ length: 50_000 }, (_, at) => `entry ${at}`), n: 5 },
};

/** What masking adds to a commit, beside writing the same body down in its canonical form. */
export async function redaction(): Promise<readonly Figure[]> {
  const { redact } = createRedactor(() => ['a key that is held here']);
  const figures: Figure[] = [];
  for (const [name, { body, n }] of Object.entries(bodies)) {
    const [taken, bare] = await timesInTurn(
      { n, warmUp: Math.min(n, 200) },
      () => redact(body, everySecret),
      () => canonicalJson(body),
    );
    figures.push(beside(name, taken, 'canonical JSON of it', bare));
  }
  return figures;
}
