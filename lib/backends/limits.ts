/** Bytes of text, at most, in one reply. */
export const MAX_REPLY_BYTES = 8 * 1024 * 1024;

/** The turn owns time; this only keeps a forgotten call from waiting for days. */
export const CALL_TIMEOUT_MS = 6 * 60 * 60 * 1000;
