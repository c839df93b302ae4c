import type { UserType } from '../../../catalog/catalog.ts';
import { compareText } from '../../../catalog/names.ts';
import type { Row } from '../../connection.ts';
import { type Facts, ownCollation, owned, reference } from './facts.ts';
import { classes } from './query.ts';
import { flag, keyBy, number, optional, optionalText, text } from './rows.ts';
import { lasting, qualifiedName } from './sql-text.ts';

/** Reads enums, domains, composites and ranges. */
export function readUserTypes(facts: Facts): readonly UserType[] {
  const ranges = keyBy(facts.rows.ranges, 'type');
  return facts.rows.types
    .filter((row) => facts.isOwn(classes.type, row))
    .map((row) => ({
      ...facts.named(row),
      // What everybody may do unless it is taken away is written down.
      grants: facts.grants({ ...row, acl: row['acl'] ?? '{=U/}' }),
      ...owned(row),
      ...facts.comment(classes.type, text(row, 'oid')),
      ...details(row, ranges.get(text(row, 'oid')), facts),
    }));
}

type Details = UserType extends infer T
  ? T extends UserType
    ? Omit<T, 'schema' | 'name' | 'grants' | 'owner' | 'comment'>
    : never
  : never;

function details(row: Row, range: Row | undefined, facts: Facts): Details {
  const oid = text(row, 'oid');
  switch (row['kind']) {
    case 'e':
      return { kind: 'enum', values: facts.of.enumValues(oid).map((one) => text(one, 'value')) };
    case 'd': {
      const base = text(row, 'base');
      return {
        kind: 'domain',
        base: facts.types.read(base, number(row, 'modifier'), text(row, 'base_text')),
        nullable: !flag(row, 'not_null'),
        ...optional('notNull', notNullName(oid, facts)),
        ...optional('default', optionalText(row, 'default')),
        ...ownCollation(row, facts.types.collation(base)),
        checks: facts.of
          .domainConstraints(oid)
          .map((one) => ({
            name: text(one, 'name'),
            expression: lasting(text(one, 'expression')),
            validated: flag(one, 'validated'),
          }))
          .sort((a, b) => compareText(a.name, b.name)),
      };
    }
    case 'c':
      return {
        kind: 'composite',
        attributes: facts.of.columns(text(row, 'relation')).map((column) => ({
          name: text(column, 'name'),
          type: facts.types.read(text(column, 'type'), number(column, 'modifier'), text(column, 'type_text')),
          ...ownCollation(column, facts.types.collation(text(column, 'type'))),
        })),
      };
    default:
      return { kind: 'range', ...rangeDetails(row, range ?? {}, facts) };
  }
}

/** Since PostgreSQL 17, and only where a person gave it: the server's names end like this. */
function notNullName(domain: string, facts: Facts): string | undefined {
  const own = facts.rows.minorConstraints.find((one) => one['kind'] === 'n' && text(one, 'type') === domain);
  const name = own && text(own, 'name');
  return name === undefined || /_not_null\d*$/.test(name) ? undefined : name;
}

function rangeDetails(row: Row, range: Row, facts: Facts) {
  const subtype = text(range, 'subtype');
  const operatorClass = optionalText(range, 'operator_class');
  const schema = facts.schema(text(range, 'operator_class_namespace'));
  const multirange = optionalText(range, 'multirange');
  const named = multirange === undefined ? undefined : qualifiedName(multirange);
  const usual = usualMultirange(text(row, 'name'));
  return {
    subtype: facts.types.read(subtype, -1, text(range, 'subtype_text')),
    ...optional(
      'operatorClass',
      operatorClass && schema !== 'pg_catalog' ? `${schema}.${operatorClass}` : operatorClass,
    ),
    ...ownCollation(range, facts.types.collation(subtype)),
    ...optional('canonical', reference(range, 'canonical')),
    ...optional('difference', reference(range, 'difference')),
    // PostgreSQL 13 has none, and the others give it this name unless told another.
    ...(named && !(named.name === usual && named.schema === facts.named(row).schema) ? { multirange: named } : {}),
  };
}

/** As makeMultirangeTypeName names it (src/backend/catalog/pg_type.c), for names that it need not cut. */
function usualMultirange(range: string): string {
  return range.includes('range') ? range.replace('range', 'multirange') : `${range}_multirange`;
}
