import { canonicalJson } from '../shared/json.ts';
import type { Item } from './item.ts';
import type { OwnOperation } from './operation.ts';

/** Whether two items say the same, whoever put them where. */
export const saysTheSame = (one: Item | undefined, other: Item | undefined): boolean =>
  one === other || (one !== undefined && other !== undefined && wordsOf(one) === wordsOf(other));

const wordsOf = ({ kind, author, tags, visibility, body }: Item): string =>
  canonicalJson({ kind, author, tags, visibility, body });

/** Puts an item as it stands elsewhere, or once stood, under its author's name. */
export const again = ({
  id: item,
  kind,
  body,
  tags,
  visibility,
  author,
}: Item): Extract<OwnOperation, { op: 'put' }> => ({
  op: 'put',
  item,
  kind,
  body,
  tags,
  visibility,
  author,
});
