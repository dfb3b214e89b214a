/**
 * For how long a server asks to be left alone, in seconds: `retry-after-ms`, or `Retry-After` as
 * seconds or as a date (RFC 9110, 10.2.3). Undefined: it does not say.
 */
export function retryAfterSeconds(headers: Headers, now: Date): number | undefined {
  const milliseconds = headers.get('retry-after-ms');
  if (milliseconds !== null) return seconds(Number(milliseconds) / 1000);
  const after = headers.get('retry-after');
  if (after === null) return undefined;
  const isNumber = /^[\d.]+$/.test(after.trim());
  return seconds(isNumber ? Number(after) : (Date.parse(after) - now.getTime()) / 1000);
}

const seconds = (value: number) =>
  Number.isFinite(value) ? Math.max(0, Math.ceil(value * 1000) / 1000) : undefined;
