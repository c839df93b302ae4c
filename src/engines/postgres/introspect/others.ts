import type { OtherObject } from '../../../catalog/catalog.ts';
import { objectKey } from '../../../catalog/object.ts';
import { withoutSecretOptions } from '../../../catalog/secret-option.ts';
import type { Row } from '../../connection.ts';
import { defaultPrivileges, newObjects } from './default-privileges.ts';
import { type CatalogRows, type Facts, memberships } from './facts.ts';
import { otherDetails } from './other-queries.ts';
import { published } from './publications.ts';
import { number, optional, optionalText, options, text } from './rows.ts';

/** Queries for the details of objects of kinds that are not modelled further, one for each kind that there is. */
export function otherQueries(rows: CatalogRows, version: number): readonly string[] {
  const isMember = memberships(rows);
  const oids = new Map<number, string[]>();
  for (const row of rows.others) {
    const catalog = number(row, 'class');
    if (isMember(catalog, text(row, 'oid'))) continue;
    const found = oids.get(catalog) ?? [];
    oids.set(catalog, found);
    found.push(text(row, 'oid'));
  }
  return [...oids].map(([catalog, list]) => otherDetails(catalog, list.join(', '), version));
}

/** Reads what the queries of {@link otherQueries} found. */
export function otherObjects(rows: readonly Row[], facts: Facts): readonly OtherObject[] {
  return rows
    .filter((row) => !/^(?:pg_|information_schema$)/.test(optionalText(row, 'schema') ?? ''))
    .flatMap((row) => [otherObject(row, facts), ...(row['kind'] === 'publication' ? published(row) : [])]);
}

function otherObject(row: Row, facts: Facts): OtherObject {
  return {
    kind: text(row, 'kind'),
    ...optional('schema', optionalText(row, 'schema')),
    name: text(row, 'name'),
    ...optional(
      'definition',
      row['kind'] === 'default privileges' ? defaultPrivileges(row, facts) : optionalText(row, 'definition'),
    ),
    ...memberOf(row),
    ...optional('version', optionalText(row, 'version')),
    ...optional('owner', optionalText(row, 'owned_by')),
    ...(row['kind'] === 'default privileges'
      ? { defaults: newObjects(row, facts) }
      : { ...optionsOf(row), ...grantsOf(row, facts), ...facts.comment(number(row, 'class'), text(row, 'oid')) }),
  };
}

/** Of a member of an operator family, the family and the way to take it out again. */
function memberOf(row: Row): Pick<OtherObject, 'on' | 'undo'> {
  const name = optionalText(row, 'family');
  if (name === undefined) return {};
  const family = { kind: 'other', other: 'operator family', schema: text(row, 'family_schema'), name } as const;
  return { on: [objectKey(family)], undo: text(row, 'undo') };
}

function optionsOf(row: Row): Pick<OtherObject, 'options'> {
  const told = withoutSecretOptions(options(row, 'options'));
  return Object.keys(told).length === 0 ? {} : { options: told };
}

/** Of the kinds that have an owner and rights, and of no other. */
function grantsOf(row: Row, facts: Facts): Pick<OtherObject, 'grants'> {
  return row['owner'] === undefined ? {} : { grants: facts.grants(row) };
}
