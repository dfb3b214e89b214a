import { hash } from 'node:crypto';

/** SHA-256 in base64url: 43 characters. */
export const sha256 = (data: string | Uint8Array): string => hash('sha256', data, 'base64url');

/** The same in hexadecimal: 64 characters. */
export const sha256Hex = (data: string | Uint8Array): string => hash('sha256', data, 'hex');
