import type { Citation } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { isJsonObject, stringIn } from '../json-object.ts';

/** The citations of a text; where in a document each stands is known to the native form alone. */
export const readCitations = (citations: Json | undefined): readonly Citation[] =>
  Array.isArray(citations) ? citations.filter(isJsonObject).map(readCitation) : [];

function readCitation(citation: { readonly [key: string]: Json }): Citation {
  const url = stringIn(citation, 'url') || stringIn(citation, 'source');
  const title = stringIn(citation, 'title') || stringIn(citation, 'document_title');
  const quote = stringIn(citation, 'cited_text');
  return { ...(url && { url }), ...(title && { title }), ...(quote && { quote }) };
}
