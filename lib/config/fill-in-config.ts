import type { Json } from '../core/shared/json.ts';
import type { ConfigDocument } from './config-document.ts';
import { isSecret } from './secrets.ts';
import { mapStrings } from './strings.ts';
import { fillIn, type Lookup } from './variables.ts';

/** Fills in what is set, everywhere but where a secret belongs: there a reference stays one. */
export const fillInAllButSecrets = (document: ConfigDocument, lookup: Lookup): Json =>
  mapStrings(document, (text, path) => (isSecret(path, text) ? text : fillIn(text, lookup)));
