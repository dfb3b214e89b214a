const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/** Whether what is bound there is heard on this machine alone. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(bracketed(host));

/** Whether a `Host` header names this machine as its own programs do, whatever the port. */
export const namesLoopback = (header: string): boolean =>
  LOOPBACK.test(header.replace(/:\d+$/, ''));

/** An address as it stands in a URL. */
export const bracketed = (host: string): string =>
  host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
