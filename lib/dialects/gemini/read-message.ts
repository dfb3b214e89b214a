import type { Message, Role } from '../../core/message/message.ts';
import type { Part } from '../../core/message/part.ts';
import type { Json } from '../../core/shared/json.ts';
import { isJsonObject, type JsonObject } from '../json-object.ts';
import { type Lossy, loss, lossless, lossy, translateAll } from '../lossy.ts';
import { idsIn } from './call-ids.ts';
import { memberNames, memberOf, partsIn } from './member.ts';
import { readPart } from './read-part.ts';
import { DIALECT } from './wire.ts';

/** One content of a request, as ours. */
export function readMessage(contents: readonly JsonObject[], index: number): Lossy<Message> {
  const wire = contents[index] ?? {};
  const at = `contents[${index}]`;
  const read = readParts(contents, index, at);
  const role = readRole(wire['role'], read.value, at);
  return {
    value: {
      id: `message-${index + 1}`,
      role: role.value,
      parts: [...read.value],
      native: { dialect: DIALECT, value: wire },
    },
    losses: [...role.losses, ...read.losses, ...lossesOfFields(wire, at)],
  };
}

function readRole(raw: Json | undefined, parts: readonly Part[], at: string): Lossy<Role> {
  if (raw === 'model') return lossless('assistant');
  const onlyResults = parts.length > 0 && parts.every(({ type }) => type === 'tool_result');
  const role = onlyResults ? 'tool' : 'user';
  const isKnown = raw === undefined || raw === 'user' || raw === 'function';
  return isKnown ? lossless(role) : lossy(role, loss('role', `${at}.role`, `read as ${role}`));
}

const lossesOfFields = (wire: JsonObject, at: string) =>
  memberNames(wire)
    .filter((name) => name !== 'role' && name !== 'parts')
    .map((name) => loss('field', `${at}.${name}`, 'kept in the native form only'));

/** A text that was cut where its signature came goes on in the part with the signature. */
function readParts(
  contents: readonly JsonObject[],
  index: number,
  at: string,
): Lossy<readonly Part[]> {
  const wires = partsIn(contents[index]);
  const ids = idsIn(contents, index);
  const read = translateAll(wires, (wire, place) => {
    const { value, losses } = readPart(wire, place, `${at}.parts[${place}]`, ids);
    return { value: value.map((part) => ({ part, goesOn: isSigned(wire) })), losses };
  });
  return { value: read.value.reduce(join, []), losses: read.losses };
}

const isSigned = (wire: Json) =>
  isJsonObject(wire) && memberOf(wire, 'thoughtSignature') !== undefined;

function join(
  before: readonly Part[],
  { part, goesOn }: { readonly part: Part; readonly goesOn: boolean },
): readonly Part[] {
  const last = before.at(-1);
  return goesOn && part.type === 'text' && last?.type === 'text'
    ? [...before.slice(0, -1), { ...last, text: last.text + part.text }]
    : [...before, part];
}
