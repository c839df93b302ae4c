import type { Lookups } from '../../catalog/lookups.ts';
import { qualifiedColumn } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { words } from '../../catalog/words.ts';
import { type Evidence, observed, presumed } from '../../findings/evidence.ts';
import { isKeyAlone } from '../judged-columns.ts';
import type { LinkedColumns } from '../linked-columns.ts';
import { type SampledValues, shareOf } from '../sampled-values.ts';

/** With its dashes, or without them but with the version (1 to 8) and variant that RFC 9562 gives it: no other hash has both in all rows. */
const uuid =
  /^\{?(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{12}[1-8][0-9a-f]{3}[89ab][0-9a-f]{15})\}?$/i;
/** Words of values that are as long as a UUID and are none: to change their type would lose what they are. */
const digests = new Set([
  'password',
  'passwd',
  'passphrase',
  'hash',
  'digest',
  'checksum',
  'md5',
  'sha',
  'sha1',
  'sha256',
  'etag',
  'crc',
  'signature',
  'fingerprint',
  'salt',
  'secret',
]);
const identifiers = new Set(['id', 'uid', 'key', 'ref', 'reference', 'token']);

/** What says that tied columns hold UUIDs; nothing when too little does, or the values are none. */
export function signs(
  group: LinkedColumns,
  lookups: Lookups,
  sampled: (table: Table, column: Column) => SampledValues | undefined,
): readonly Evidence[] {
  if (group.members.some(([, column]) => isDigest(column))) return [];
  const found: Evidence[] = [];
  let seen = false;
  for (const [table, column] of group.members) {
    const values = sampled(table, column)?.values.filter((value) => value !== '') ?? [];
    if (values.length === 0) continue;
    if (shareOf(values, (value) => uuid.test(value)) < 1) return [];
    if (!seen)
      found.push(observed(`the values of ${qualifiedColumn(table, column.name)} in the engine's statistics are UUIDs`));
    seen = true;
  }
  for (const [table, column] of group.members) {
    const said = sign(column, group.members.length > 1 || isKeyAlone(lookups, table, column.name));
    if (said && !found.some((other) => other.text === said.text)) found.push(said);
  }
  return found.slice(0, 4);
}

/** Whether it is worth to look closer: its own name, length, default or values may be a UUID's. */
export function mayBeUuid(column: Column, sampled: SampledValues | undefined): boolean {
  if (isDigest(column)) return false;
  return sign(column, true) !== undefined || (sampled?.values.some((value) => uuid.test(value)) ?? false);
}

function sign(column: Column, isKey: boolean): Evidence | undefined {
  if (column.default !== undefined && /uuid/i.test(column.default))
    return presumed(`the default ${column.default} makes UUIDs`, 'strong');
  const parts = words(column.name);
  const { length } = column.type;
  if (
    parts.some((word) => word === 'uuid' || word === 'guid') &&
    !/^(?:count|type|version|name|hash)$/.test(parts.at(-1) ?? '')
  ) {
    const exact = length === 32 || length === 36 || length === 38;
    return exact
      ? presumed(`its name says UUID, its length ${length} fits one`, 'strong')
      : presumed('its name says UUID', 'fair');
  }
  if (length !== 36) return undefined;
  if (isKey || parts.some((word) => identifiers.has(word))) {
    return presumed(
      `it identifies something, and its length is the 36 characters of a UUID`,
      isKey ? 'strong' : 'fair',
    );
  }
  return undefined;
}

function isDigest(column: Column): boolean {
  const spoken = words(column.name);
  return spoken.some((word, at) => digests.has(word) || digests.has(`${word}${spoken[at + 1] ?? ''}`));
}
