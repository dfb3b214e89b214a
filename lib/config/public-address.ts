import { isIP } from 'node:net';

/**
 * Names that are known inside of some network only: RFC 6761 (localhost, test), RFC 6762 with its
 * appendix G (local, intranet, private, corp, home, lan), RFC 8375 (home.arpa), and `internal`, which
 * ICANN set aside and the clouds' metadata servers use.
 */
const INSIDE = /(^|\.)(localhost|test|local|internal|intranet|private|corp|home|lan|home\.arpa)$/;

/** What a parameter is called that holds a key. */
const SECRET = /key|token|secret|password|sig/i;

/**
 * Why an address may not be asked by a service on behalf of a stranger, in words that follow "it";
 * undefined: it may. It looks at the text alone: what a name leads to is for whoever connects to see.
 */
export function whyNotPublic(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:') return 'is no https address';
  if (url.username || url.password) return 'holds a user name or a password';
  if ([...url.searchParams.keys()].some((name) => SECRET.test(name))) return 'holds a key';
  return whyNotPublicHost(url.hostname.replace(/\.+$/, ''));
}

/** `URL` has brought every spelling of an IPv4 address, octal, hexadecimal, short, into the one form. */
function whyNotPublicHost(host: string): string | undefined {
  if (isIP(host.replaceAll(/[[\]]/g, ''))) return 'is a number instead of a name';
  const isInside = INSIDE.test(host) || !host.includes('.');
  return isInside ? 'is known inside of a network only' : undefined;
}
