import type { Column } from '../../../catalog/table.ts';
import type { Row } from '../../connection.ts';
import { type Facts, ownCollation } from './facts.ts';
import { classes } from './query.ts';
import { flag, number, numbers, optional, optionalText, options, text } from './rows.ts';

const storages: Readonly<Record<string, NonNullable<Column['storage']>>> = {
  p: 'plain',
  e: 'external',
  x: 'extended',
  m: 'main',
};
const compressions: Readonly<Record<string, string>> = { p: 'pglz', l: 'lz4' };

/** Reads the columns of a table, in order. */
export function readColumns(relation: string, facts: Facts): readonly Column[] {
  const notNulls = new Map(facts.of.notNulls(relation).map((row) => [numbers(row, 'columns')[0], row]));
  return facts.of.columns(relation).map((row) => readColumn(row, relation, notNulls.get(number(row, 'number')), facts));
}

function readColumn(row: Row, relation: string, notNull: Row | undefined, facts: Facts): Column {
  const place = number(row, 'number');
  const name = text(row, 'name');
  const type = text(row, 'type');
  const owned = facts.sequenceOf(relation, place);
  const expression = facts.defaultOf(relation, place);
  const generated = text(row, 'generated');
  const identity = text(row, 'identity') || inheritedIdentity(relation, name, facts);
  return {
    name,
    type: facts.types.read(type, number(row, 'modifier'), text(row, 'type_text')),
    nullable: !flag(row, 'not_null'),
    ...optional('notNull', notNull && notNullDetails(notNull)),
    ...(generated === '' ? optional('default', expression) : {}),
    ...(owned && !owned.identity ? { ownedSequence: owned.sequence } : {}),
    ...(identity === ''
      ? {}
      : {
          identity: {
            generation: identity === 'a' ? 'always' : 'by default',
            ...(owned?.identity ? { sequence: owned.sequence } : {}),
          },
        }),
    ...(generated === '' || expression === undefined ? {} : { generated: { expression, stored: generated === 's' } }),
    ...ownCollation(row, facts.types.collation(type)),
    ...columnSettings(row, facts),
    local: flag(row, 'local'),
    ...facts.comment(classes.class, relation, place),
  };
}

/** What is set for a column of a table or materialised view alone. */
export function columnSettings(
  row: Row,
  facts: Facts,
): Pick<Column, 'storage' | 'compression' | 'statisticsTarget' | 'options'> {
  const target = Number(optionalText(row, 'statistics_target') ?? -1);
  const storage = text(row, 'storage');
  const given = settableOptions(row, facts);
  return {
    ...(storage === facts.types.storage(text(row, 'type')) ? {} : optional('storage', storages[storage])),
    ...optional('compression', compressions[optionalText(row, 'compression') ?? '']),
    ...(target < 0 ? {} : { statisticsTarget: target }),
    ...(Object.keys(given).length === 0 ? {} : { options: given }),
  };
}

/**
 * Those of a foreign table's column, or the two that can be set for any other (RELOPT_KIND_ATTRIBUTE in
 * src/backend/access/common/reloptions.c): some servers keep notes of their own beside them.
 */
function settableOptions(row: Row, facts: Facts): Readonly<Record<string, string>> {
  const all = options(row, 'options');
  if (facts.relationRow(text(row, 'relation'))?.['kind'] === 'f') return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => /^n_distinct(_inherited)?$/.test(name)));
}

/** Since PostgreSQL 17 a partition's column is an identity when its parent's is; before, it was so only by way of the parent. */
function inheritedIdentity(relation: string, column: string, facts: Facts): string {
  if (facts.version >= 170000 || !facts.isPartition(relation)) return '';
  const [parent = ''] = facts.parents(relation);
  const row = facts.of.columns(parent).find((one) => text(one, 'name') === column);
  return row ? text(row, 'identity') || inheritedIdentity(parent, column, facts) : '';
}

/**
 * Before PostgreSQL 18 not-null constraints have no names and are always valid and inherited. So a name counts only
 * when a person gave it, and only where the constraint is the table's own: the server's names end like this, be it in
 * the name that table or column had when the constraint was made.
 */
function notNullDetails(row: Row): Column['notNull'] {
  const name = text(row, 'name');
  const named = flag(row, 'local') && !/_not_null\d*$/.test(name);
  const validated = flag(row, 'validated');
  const inherited = !flag(row, 'no_inherit');
  if (!named && validated && inherited) return undefined;
  return { ...(named ? { name } : {}), validated, inherited };
}
