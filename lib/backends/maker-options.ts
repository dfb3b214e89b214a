import type { Clock } from '../core/shared/clock.ts';
import type { Ids } from '../core/shared/ids.ts';
import type { Options } from './option-keys.ts';

/** How one maker's server is reached, and what is asked of it each time. */
export interface MakerOptions {
  /** The backend's type in the configuration. */
  readonly type: string;
  /** As the maker's SDK takes it: with the version of the API, or without. */
  readonly baseUrl: string;
  readonly key: string;
  readonly model?: string;
  /** As the configuration spells them. */
  readonly options: Options;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Of text, in one reply. */
  readonly maxBytes?: number;
}
