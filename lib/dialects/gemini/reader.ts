import type { BuiltInTool } from './wire.ts';

/** Whom a request goes to. */
export interface Reader {
  /** Without one a model of today is meant. */
  readonly model?: string;
  /** The type of its backend. Without one the dialect alone is meant: what came in it goes out as it came. */
  readonly backend?: string;
  /** A digest of the account that pays; signatures hold for no other. */
  readonly account?: string;
  /** Those that are switched on. */
  readonly builtInTools?: readonly BuiltInTool[];
}
