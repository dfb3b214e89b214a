/** Follows what a client of AWS does, and hands it back. */
export type Trace = <Client>(client: Client) => Client;
