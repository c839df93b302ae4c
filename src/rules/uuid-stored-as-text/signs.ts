import type { Lookups } from '../../catalog/lookups.ts';
import { qualifiedColumn } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { type Evidence, observed, presumed } from '../../findings/evidence.ts';
import { isKeyAlone } from '../judged-columns.ts';
import type { LinkedColumns } from '../linked-columns.ts';
import { type SampledValues, shareOf } from '../sampled-values.ts';
import { words } from '../words.ts';

const uuid = /^\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?$/i;
const identifiers = new Set(['id', 'uid', 'key', 'ref', 'reference', 'token']);

/** What says that tied columns hold UUIDs; nothing when too little does, or the values are none. */
export function signs(
  group: LinkedColumns,
  lookups: Lookups,
  sampled: (table: Table, column: Column) => SampledValues | undefined,
): readonly Evidence[] {
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
