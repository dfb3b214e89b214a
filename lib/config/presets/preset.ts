import type { ConfigDocument } from '../config-document.ts';

/** A team that comes with massgen. */
export interface Preset {
  /** In kebab-case. */
  readonly name: string;
  /** One line. */
  readonly description: string;
  /** Variables and servers without which it cannot run. */
  readonly needs: readonly string[];
  readonly config: ConfigDocument;
}
