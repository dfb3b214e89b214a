/** Where a server is, and what opens it. */
export interface Server {
  /** The backend's type, as faults name it. */
  readonly backend: string;
  readonly baseUrl: string;
  /** Never empty: some servers ask for any. */
  readonly key: string;
  /** Bytes of text, at most, in one reply. */
  readonly maxBytes: number;
}
