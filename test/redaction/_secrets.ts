/** Text that is joined only here, so that nobody who scans this repository finds a secret in it. */
const join = (...pieces: readonly string[]): string => pieces.join('');

const mixed = (length: number): string => 'aB3dE5gH7jK9mN1pQr2tUv4xYz'.repeat(9).slice(0, length);
const hex = (length: number): string => '0123456789abcdef'.repeat(20).slice(3, length + 3);

/** One true example of what each maker hands out: the secret itself, and a text that it stands in. */
export const secrets: Readonly<Record<string, readonly [secret: string, text?: string]>> = {
  'OpenAI, a project': [join('sk-', 'proj-', mixed(74), 'T3Blbk', 'FJ', mixed(74))],
  'OpenAI, an older key': [join('sk-', mixed(20), 'T3Blbk', 'FJ', mixed(20))],
  Anthropic: [join('sk-', 'ant-', 'api03-', mixed(93), 'AA')],
  Google: [join('AI', 'za', 'Sy', mixed(33))],
  'Google, a newer key': [join('AQ', '.Ab', mixed(50))],
  'Google, an access token': [join('ya', '29.', mixed(80))],
  xAI: [join('xa', 'i-', mixed(80))],
  'Z.AI': [join(hex(32), '.', mixed(16))],
  OpenRouter: [join('sk-', 'or-v1-', hex(64))],
  Groq: [join('gs', 'k_', mixed(52))],
  'Hugging Face': [join('h', 'f_', mixed(34))],
  NVIDIA: [join('nva', 'pi-', mixed(64))],
  Moonshot: [join('sk-', mixed(48))],
  'AWS, an access key': [join('AK', 'IA', 'Q3EGRZ7TUVWXYZ23')],
  'AWS, its secret': [
    join('wJalrXUtnFEMI/K7MDENG/', 'bPxRfiCYz3', 'AMPLEKZQ'),
    'aws_secret_access_key = "SECRET"',
  ],
  GitHub: [join('gh', 'p_', mixed(36))],
  'GitHub, fine-grained': [join('github', '_pat_', mixed(22), '_', mixed(59))],
  GitLab: [join('gl', 'pat-', mixed(20))],
  Slack: [join('xo', 'xb-', '123456789012-123456789012-', mixed(24))],
  'Slack, a webhook': [
    join('https://hooks.', 'slack.com/services/', 'T0001AAAA/', 'B0002BBBB/', mixed(24)),
  ],
  Stripe: [join('sk_', 'live_', mixed(24))],
  npm: [join('np', 'm_', mixed(36))],
  SendGrid: [join('S', 'G.', mixed(22), '.', mixed(43))],
  'a private key': [
    join(
      '-----BEGIN ',
      'RSA PRIVATE KEY-----\n',
      `${mixed(64)}\n`.repeat(8),
      'aB3==\n',
      '-----END ',
      'RSA PRIVATE KEY-----',
    ),
  ],
  'a private key in JSON text': [
    join(
      '-----BEGIN ',
      'PRIVATE KEY-----\\n',
      `${mixed(64)}\\n`.repeat(8),
      '-----END ',
      'PRIVATE KEY-----\\n',
    ),
  ],
  'a private key that is cut off': [
    join('-----BEGIN ', 'OPENSSH PRIVATE KEY-----\n', `${mixed(70)}\n`.repeat(3), mixed(40)),
  ],
  'a JSON web token': [
    join('ey', 'JhbGciOiJIUzI1NiJ9.', 'ey', 'JzdWIiOiIxMjM0NTY3ODkwIn0.', mixed(43)),
  ],
  'a bearer header': [mixed(40), 'Authorization: Bearer SECRET'],
  'basic credentials': [
    join('dXNlcjpw', 'YTU1d29yZA=='),
    'curl -H "Authorization: Basic SECRET" there',
  ],
  'a connection string': [
    join('pa55', 'w0rd!x'),
    'postgres://admin:SECRET@db.example.com:5432/shop?sslmode=require',
  ],
  'a password in an address': [join('hun', 'ter2x'), 'https://me:SECRET@example.com/a'],
  'a file of variables': [mixed(32), 'PORT=8080\nDATABASE_PASSWORD=SECRET\nDEBUG=1'],
  'a setting in YAML': [mixed(24), 'client_secret: SECRET\nscopes: [a]'],
  'JSON in a string': [mixed(24), '{\\"apiKey\\": \\"SECRET\\"}'],
};

export const textOf = ([secret, text = 'The key is SECRET, keep it.']: readonly [
  string,
  string?,
]): string => text.replace('SECRET', () => secret);

export { hex, mixed };
