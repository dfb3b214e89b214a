export const SCHEME = 'Bearer';

/** https://www.rfc-editor.org/rfc/rfc6750#section-2.1; a longer token is none of ours. */
const CREDENTIALS = /^Bearer +([\w.~+/-]{1,1024}={0,2})$/i;

/** The token that an `Authorization` header presents; undefined where it presents none. */
export const tokenIn = (authorization: string | undefined): string | undefined =>
  CREDENTIALS.exec(authorization ?? '')?.[1];
