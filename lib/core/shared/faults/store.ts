import { because, type Says } from './says.ts';

/** What goes wrong where data is kept and announced. */
export const storeFaults = {
  'store.readOnly': (f: { place: string }): Says => [
    `${f.place} cannot be written.`,
    'Make it writable, or choose another folder with --data.',
  ],
  'store.full': (f: { place: string }): Says => [
    `There is no space left for ${f.place}.`,
    'Free some space; what was committed is safe.',
  ],
  'store.newer': (f: { place: string; found: number; known: number }): Says => [
    `${f.place} was written by a newer massgen (format ${f.found}; this one knows ${f.known}).`,
    'Update massgen, or choose another folder with --data.',
  ],
  'store.broken': (f: { place: string; detail: string }): Says => [
    `${f.place} cannot be read: ${f.detail}`,
    'Restore it from a backup, or choose another folder with --data.',
  ],
  'store.busy': (f: { place: string; detail?: string }): Says => [
    `${f.place} is busy${because(f.detail)}.`,
    'Try again in a moment.',
  ],
  'store.missing': (f: { place: string }): Says => [
    `There is no ${f.place} in this account and region.`,
    'Make it as docs/configuration.md says under "Where data is kept", or check the name and AWS_REGION.',
  ],
  'store.unfit': (f: { place: string; detail: string }): Says => [
    `${f.place} is not what massgen needs: ${f.detail}`,
    'Make it as docs/configuration.md says under "Where data is kept".',
  ],
  'store.unreachable': (f: { place: string; detail: string }): Says => [
    `${f.place} cannot be reached: ${f.detail}`,
    'Check the network, and the AWS_ENDPOINT_URL variables if they are set.',
  ],
  'store.unauthorised': (f: { place: string; detail: string }): Says => [
    `${f.place} cannot be used with these credentials: ${f.detail}`,
    'Check the AWS credentials, AWS_REGION, and what the credentials may do.',
  ],
  'bus.unavailable': (f: { bus: string; announcements: number; detail: string }): Says => [
    `${f.bus} did not take ${f.announcements} announcements: ${f.detail}`,
    'Try again in a moment; what they announce is in the log.',
  ],
} as const satisfies Record<string, (facts: never) => Says>;
