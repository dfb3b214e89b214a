const MAX_LENGTH = 300;

/** What makers' keys look like, whole or masked, as they stand in the makers' own messages. */
const LIKE_A_KEY = /\b(sk|xai|gsk|key)-[\w*-]{4,}(\.[\w*-]+)?/g;

/** A server's words as people may see them: one line of bounded length, without the key. */
export function toDetail(text: string, key: string): string {
  const hidden = (key.length < 4 ? text : text.replaceAll(key, '***')).replaceAll(
    LIKE_A_KEY,
    '***',
  );
  const line = hidden.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '').toWellFormed();
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH).toWellFormed()}...` : line;
}
