import { objectName } from '../../../catalog/object-name.ts';
import type { Column } from '../../../catalog/table.ts';
import type { Row } from '../../connection.ts';
import { type Facts, ownCollation } from './facts.ts';
import { classes } from './query.ts';
import { flag, number, numbers, optional, optionalText, text } from './rows.ts';

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
  const target = Number(optionalText(row, 'statistics_target') ?? -1);
  const identity = text(row, 'identity') || inheritedIdentity(relation, name, facts);
  const storage = text(row, 'storage');
  return {
    name,
    type: facts.types.read(type, number(row, 'modifier'), text(row, 'type_text')),
    nullable: !flag(row, 'not_null'),
    ...optional('notNull', notNull && notNullDetails(notNull, relation, name, facts)),
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
    ...(storage === facts.types.storage(type) ? {} : optional('storage', storages[storage])),
    ...optional('compression', compressions[optionalText(row, 'compression') ?? '']),
    ...(target < 0 ? {} : { statisticsTarget: target }),
    local: flag(row, 'local'),
    ...facts.comment(classes.class, relation, place),
  };
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
 * when the server would not have chosen it for the table or for one that it inherits from, and only where the
 * constraint is the table's own.
 */
function notNullDetails(row: Row, relation: string, column: string, facts: Facts): Column['notNull'] {
  const name = text(row, 'name');
  const named = flag(row, 'local') && !isUsualName(name, relation, column, facts);
  const validated = flag(row, 'validated');
  const inherited = !flag(row, 'no_inherit');
  if (!named && validated && inherited) return undefined;
  return { ...(named ? { name } : {}), validated, inherited };
}

function isUsualName(name: string, relation: string, column: string, facts: Facts): boolean {
  const table = facts.relation(relation)?.name ?? '';
  if (name === `${table}_${column}_not_null`) return true;
  // Too long a name is shortened, and a number stands behind one that was taken.
  const [suffix = ''] = /not_null\d*$/.exec(name) ?? [];
  if (suffix !== '' && name === objectName([table, column], suffix, 63)) return true;
  return facts.parents(relation).some((parent) => isUsualName(name, parent, column, facts));
}
