/** What one kind of secret looks like: the pattern's last group, which ends where the pattern does, or all of it. */
export interface Rule {
  readonly name: string;
  readonly pattern: RegExp;
  /** All that it finds has a long word: without one, no text is looked at. */
  readonly isLong?: true;
}

/** A key that says by its first letters whose it is. Names do that as well, so it has a digit, and few signs. */
const prefixed = (name: string, prefix: string, signs = ''): Rule => ({
  name,
  pattern: new RegExp(
    String.raw`(?<![\w-])(?:${prefix})(?=[A-Za-z${signs}]{0,100}\d)[A-Za-z0-9${signs}]{16,}[\w-]*`,
    'g',
  ),
  isLong: true,
});

/** In a value that is assigned: at least two digits, so that words and names of things are none. */
const VALUE = String.raw`((?=(?:[A-Za-z_+/=~!@#%^&*-]{0,60}\d){2})[\w+/=~!@#%^&*-]{12,}[\w+/=~!@#%^&*.-]*)`;
const SIGN = '(?:=>|[:=])';
const QUOTE = String.raw`\\{0,4}["'\x60]?`;
const PROMISES = [
  '(?:api|access|account|secret|private|signing|encryption)[_-]?key',
  '(?:access|api|auth|bearer|bot|refresh|secret|session)[_-]?token',
  '(?:client|app|webhook)[_-]?secret',
  'passw(?:or)?d',
].join('|');

/** Looked for by its sign, for which a text is searched faster than for any name. */
const assigned = (names: string, flags = 'g'): RegExp =>
  new RegExp(
    String.raw`${SIGN}(?<=(?:${names})${QUOTE}\s{0,4}${SIGN})\s{0,4}${QUOTE}${VALUE}`,
    flags,
  );

/**
 * Secrets of the makers that are spoken to, of the shells and files that agents read, and of what goes
 * over wires. Each pattern is bounded, or begins where no other match of it can: none is retried along a
 * text. Sources: the makers' pages in `lib/config/makers.ts`, and where a row says so.
 */
export const rules: readonly Rule[] = [
  {
    // https://www.rfc-editor.org/rfc/rfc7468; also one that is cut off, or has its line ends escaped
    name: 'private-key',
    pattern:
      /-----BEGIN[ A-Z]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:(?:\s|\\[nr])*[A-Z][\w-]{1,30}: [^\n\\]{0,200})*(?:(?:\s|\\[nr])*[A-Za-z0-9+/]{20,}={0,2})+(?:(?:\s|\\[nr]){0,8}[A-Za-z0-9+/=]{0,76}(?:\s|\\[nr]){0,8}-----END[ A-Z]{0,40}PRIVATE KEY(?: BLOCK)?-----)?/g,
  },
  // https://www.rfc-editor.org/rfc/rfc7519
  { name: 'jwt', pattern: /(?<![\w-])eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{8,}/g, isLong: true },
  prefixed('anthropic-key', 'sk-ant-', '_-'),
  prefixed('openrouter-key', 'sk-or-', '_-'),
  prefixed('openai-key', 'sk-(?:proj|svcacct|admin)-', '_-'),
  // OpenAI's older keys, and those of makers that took their form over
  prefixed('sk-key', 'sk-'),
  // https://cloud.google.com/docs/authentication/api-keys; within base64 it is chance
  { name: 'google-key', pattern: /(?<![\w+/-])AIza[\w-]{30,}/g, isLong: true },
  prefixed('google-key', String.raw`AQ\.Ab`, '_-'),
  prefixed('google-token', String.raw`ya29\.|GOCSPX-`, '_-'),
  prefixed('xai-key', 'xai-'),
  {
    // Looked for by its dot, as what is assigned is by its sign
    name: 'zai-key',
    pattern:
      /\.(?=[a-z]{0,15}[\dA-Z])[A-Za-z0-9]{16}(?![\w-])(?<=(?<![\w.-])([0-9a-f]{32}\.[A-Za-z0-9]{16}))/g,
  },
  prefixed('groq-key', 'gsk_'),
  prefixed('cerebras-key', 'csk-'),
  prefixed('fireworks-key', 'fw_'),
  prefixed('together-key', 'tgp_v1_', '_-'),
  prefixed('huggingface-token', 'hf_'),
  prefixed('nvidia-key', 'nvapi-', '_-'),
  prefixed('perplexity-key', 'pplx-'),
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    name: 'aws-access-key-id',
    pattern: /(?<![A-Za-z0-9+/])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9+/=])/g,
    isLong: true,
  },
  // https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
  prefixed('github-token', 'gh[pousr]_|github_pat_', '_'),
  // https://docs.slack.dev/authentication/tokens
  prefixed('slack-token', 'xox[a-z]-|xapp-', '-'),
  // https://www.standardwebhooks.com
  { name: 'webhook-secret', pattern: /(?<![\w-])whsec_[A-Za-z0-9+/=]{20,}/g, isLong: true },
  // https://www.rfc-editor.org/rfc/rfc6750 and https://www.rfc-editor.org/rfc/rfc7617
  {
    name: 'bearer-token',
    pattern: /\b[Bb]earer\s{1,4}((?=[A-Za-z._~+/=-]{0,100}\d)[\w.~+/=-]{16,})/g,
  },
  {
    name: 'basic-credentials',
    pattern: /\bauthorization\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?Basic\s{1,4}([A-Za-z0-9+/=]{8,})/gi,
  },
  {
    // https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1; what a reader is to fill in is no password
    name: 'url-password',
    pattern:
      /:\/\/[^\s/:@"'`<>\0]{0,100}:((?!(?:pass|password|passwd|pwd|secret|token|x+|\*+|\.+)@)[^\s/:@"'`<>{}$[\]\0]{1,200})(?=@)/gi,
  },
  { name: 'assigned-secret', pattern: assigned(PROMISES, 'gi') },
  {
    // As in a file of variables: `NPM_TOKEN=...`
    name: 'assigned-secret',
    pattern: assigned('[A-Z0-9]_(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|PWD)'),
  },
];
