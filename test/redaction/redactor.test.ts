import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reference } from '../../lib/config/variables.ts';
import { everySecret } from '../../lib/core/context/redactor.ts';
import type { Json } from '../../lib/core/shared/json.ts';
import { createRedactor } from '../../lib/redaction/redactor.ts';
import { hex, mixed, secrets, textOf } from './_secrets.ts';

const { redact } = createRedactor();
const redacted = (body: Json) => redact(body, everySecret);

/** Pieces of a secret long enough to tell it by. */
const piecesOf = (secret: string) =>
  secret
    .split(/[\s\\]+/)
    .flatMap((word) => (word.length > 16 ? [word.slice(0, 12), word.slice(-12)] : [word]))
    .filter((piece) => piece.length >= 8 && !piece.startsWith('-'));

describe('what is masked', () => {
  it.each(Object.entries(secrets))('%s', (_, example) => {
    const { body, masked } = redacted({ note: textOf(example) });
    const text = JSON.stringify(body);
    for (const piece of piecesOf(example[0])) expect(text).not.toContain(piece);
    expect(text).toMatch(/\[redacted [\w-]+\]/);
    expect(masked.length).toBeGreaterThan(0);
  });

  it('leaves the words around it as they were', () => {
    expect(redacted(textOf([secrets['xAI']?.[0] ?? ''])).body).toBe(
      'The key is [redacted xai-key], keep it.',
    );
    const [password = ''] = secrets['a connection string'] ?? [];
    expect(redacted(`postgres://admin:${password}@db.example.com/shop`).body).toBe(
      'postgres://admin:[redacted url-password]@db.example.com/shop',
    );
    expect(redacted(`A_TOKEN=${mixed(20)}\nPORT=80`).body).toBe(
      'A_TOKEN=[redacted assigned-secret]\nPORT=80',
    );
  });

  it('a value whose name promises a secret, in any JSON', () => {
    const { body } = redacted({
      user: 'ada',
      apiKey: mixed(24),
      SecretAccessKey: mixed(40),
      port: 80,
    });
    expect(body).toEqual({
      user: 'ada',
      apiKey: '[redacted assigned-secret]',
      SecretAccessKey: '[redacted assigned-secret]',
      port: 80,
    });
  });

  it('the name of a member, which stays apart from the others', () => {
    const key = (last: string) => `${secrets['GitHub']?.[0]}${last}`;
    expect(redacted({ [key('a')]: 1, [key('b')]: 2 }).body).toEqual({
      '[redacted github-token]': 1,
      '[redacted github-token] 2': 2,
    });
  });

  it('is counted by rule', () => {
    const { masked } = redacted([
      secrets['xAI']?.[0] ?? '',
      `${secrets['xAI']?.[0]} ${secrets['Groq']?.[0]}`,
    ]);
    expect(masked).toEqual([
      { rule: 'xai-key', count: 2 },
      { rule: 'groq-key', count: 1 },
    ]);
  });

  it('keys that are held, whatever form they have and whatever the writer says', () => {
    const held = createRedactor(() => ['correct horse battery', 'short']);
    const { body } = held.redact('my correct horse battery is short', {
      known: false,
      allow: ['horse'],
      also: [],
    });
    expect(body).toBe('my [redacted held-key] is short');
  });
});

describe('what a writer says about secrets', () => {
  const example = secrets['GitHub']?.[0] ?? '';

  it('nothing known is masked for one that wants none of it', () => {
    expect(redact(example, { ...everySecret, known: false }).body).toBe(example);
  });

  it('what it allows stays', () => {
    const { body } = redact(`${example} ${secrets['xAI']?.[0]}`, {
      ...everySecret,
      allow: [example],
    });
    expect(body).toBe(`${example} [redacted xai-key]`);
  });

  it('its own secrets are masked, by what they begin with', () => {
    const { body } = redact('acme_12.34, acme_ and (a.c)xyz+1 but (abc)xyz+1', {
      ...everySecret,
      also: ['acme_', '(a.c)'],
    });
    expect(body).toBe('[redacted own-secret], acme_ and [redacted own-secret] but (abc)xyz+1');
  });
});

const innocent: Readonly<Record<string, Json>> = {
  prose:
    'The bearer of this token may pass; his password is known to nobody, and the secret: patience.',
  code: 'const apiKey = process.env.API_KEY; const token = await getToken(user2); password: string;\nif (key === "partition-key-of-2024") return tokens[12];',
  'a reference': {
    api_key: reference('OPENAI_API_KEY'),
    url: `https://${reference('USER')}:${reference('PASSWORD')}@example.com`,
    header: `Bearer ${reference('TOKEN')}`,
  },
  'what a reader is to fill in':
    'postgres://user:password@localhost/db and API_KEY=your-key-here, sk-...',
  'names of models and rules':
    'grok-4.7, xai-grok-4-fast-reasoning, sk-learn-compatible, fw_rule_table_v2_entries, hf_model_config_v2_large',
  hashes: [hex(40), hex(64), `sha256:${hex(64)}`, 'W3uQ_yo1Bt5d7hZ0qkDsF8GmVt2cXbnL9eRaPoIuY4k'],
  uuids: '550e8400-e29b-41d4-a716-446655440000 and 01932d3e-7a6b-7cc1-b1a2-9f2f6c1d2e3f',
  'ids of calls and messages': [
    'toolu_01A09q90qw90lq917835lq9',
    'call_9pw1qnYScqvGrCH58HWCvFH6',
    'msg_01XFDUDYJgAACzvnptvVoYEL',
    'chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT',
  ],
  'names of items': [
    'run/run_2f6c1d2e3f4a5b6c/agent1/message/12',
    'extract/Xk3v9QmZ2aBcDeFg/17',
    'turn/1/question',
  ],
  'an image': {
    type: 'image',
    mediaType: 'image/png',
    data: Buffer.from(mixed(200).repeat(20)).toString('base64'),
  },
  'an image by its address': `data:image/png;base64,${Buffer.from(mixed(234)).toString('base64')}`,
  'a signature': {
    type: 'thinking',
    text: 'Hm.',
    signature: `EqQBCgIYAhIM${mixed(234).repeat(2)}==`,
  },
  'tokens that were counted': {
    inputTokens: 1234567890123,
    max_tokens: '4096',
    next_page_token: 'CAUQAA1234567890',
  },
  'a stylesheet': '.sk-toggleable__label-arrow-1234567890, .sk-estimator-id-12 { color: #a1b2c3 }',
};

describe('what is left alone', () => {
  it.each(Object.entries(innocent))('%s', (_, body) => {
    expect(redacted(body)).toEqual({ body, masked: [] });
  });

  it('what holds no secret is the very same value', () => {
    const clean = { list: [1, 'words of prose', null] };
    const body = { clean, key: secrets['xAI']?.[0] ?? '' };
    const done = redacted(body).body as typeof body;
    expect(done.clean).toBe(clean);
    expect(redacted(clean).body).toBe(clean);
  });

  it('bytes in which the letters of a key stand by chance', () => {
    const data = `${mixed(234)}/${secrets['Google']?.[0]}${mixed(234)}`;
    expect(redacted({ data }).body).toEqual({ data });
  });
});

const anySecret = fc.constantFrom(...Object.values(secrets).map(textOf));
const anyText = fc.oneof(
  anySecret,
  fc.string(),
  fc
    .array(
      fc.oneof(
        anySecret,
        fc.string(),
        fc.constantFrom(' ', '\n', '\0', '=', '/', '"', '[redacted jwt]'),
      ),
      { maxLength: 6 },
    )
    .map((pieces) => pieces.join('')),
);
const { anyBody } = fc.letrec<{ anyBody: Json }>((tie) => ({
  anyBody: fc.oneof(
    { maxDepth: 4 },
    anyText,
    fc.constantFrom<Json>(null, true, 1.5),
    fc.array(tie('anyBody'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), anySecret, fc.constant('password')), tie('anyBody'), {
      maxKeys: 4,
    }),
  ),
}));

/** A body with each text and each name taken out. */
function shapeOf(body: Json): unknown {
  if (Array.isArray(body)) return body.map(shapeOf);
  if (typeof body === 'object' && body !== null) return Object.values(body).map(shapeOf);
  return typeof body === 'string' ? 'text' : body;
}

describe('for any body', () => {
  it('the shape stays, and masked once more it stays as it is', () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const once = redacted(body);
        expect(shapeOf(once.body)).toEqual(shapeOf(body));
        expect(redacted(once.body)).toEqual({ body: once.body, masked: [] });
      }),
      { numRuns: 300 },
    );
  });

  it('what is hostile is looked at like anything else', () => {
    const million = 1024 * 1024;
    const bodies: Json[] = [
      `${'a'.repeat(4 * million)} .`,
      ...[
        'sk-',
        'xoxb-',
        'eyJ',
        'eyJ.',
        '://',
        '://a:',
        'https://a:',
        'password=',
        'password',
        'Bearer ',
        '-----BEGIN PRIVATE KEY-----',
        `-----BEGIN PRIVATE KEY-----${'A'.repeat(20)}`,
        'A-',
        '1-',
        '\\',
        ' ',
        '\n',
        'AIza',
        'gh_',
        'ghs_1_aaa.',
        '[redacted x]',
        `${secrets['AWS, an access key']?.[0]} `,
        // With a blank in it, it is no base64.
      ].map((piece) => `${piece.repeat((4 * million) / piece.length)} .`),
      Array.from({ length: 50_000 }, (_, at) => `entry ${at}`),
      Array.from({ length: 1000 }).reduce<Json>((inner) => [inner], 'deep'),
    ];
    for (const body of bodies) expect(shapeOf(redacted(body).body)).toEqual(shapeOf(body));
  }, 120_000);
});
