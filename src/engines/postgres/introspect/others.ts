import type { OtherObject } from '../../../catalog/catalog.ts';
import type { Row } from '../../connection.ts';
import { quoteIdentifier } from '../quote.ts';
import { grantStatements } from '../schema/grants.ts';
import { type CatalogRows, type Facts, memberships } from './facts.ts';
import { grantsOf } from './grants.ts';
import { otherDetails } from './other-queries.ts';
import { number, optional, optionalText, text } from './rows.ts';

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
    .map((row) => ({
      kind: text(row, 'kind'),
      ...optional('schema', optionalText(row, 'schema')),
      name: text(row, 'name'),
      ...optional(
        'definition',
        row['kind'] === 'default privileges' ? defaultPrivileges(row, facts) : optionalText(row, 'definition'),
      ),
      ...(row['kind'] === 'default privileges' ? { defaults: newObjects(row, facts) } : {}),
    }));
}

const targets: Readonly<Record<string, string>> = {
  r: 'TABLES',
  S: 'SEQUENCES',
  f: 'FUNCTIONS',
  T: 'TYPES',
  n: 'SCHEMAS',
  L: 'LARGE OBJECTS',
};

const kinds: Readonly<Record<string, NonNullable<OtherObject['defaults']>['target']>> = {
  r: 'table',
  S: 'sequence',
  f: 'routine',
  T: 'type',
  n: 'schema',
  L: 'large object',
};

function newObjects(row: Row, facts: Facts): NonNullable<OtherObject['defaults']> {
  return {
    target: kinds[text(row, 'target')] ?? 'table',
    ...optional('schema', optionalText(row, 'schema')),
    grants: grantsOf(optionalText(row, 'acl'), text(row, 'role'), facts.version),
  };
}

/** Without a schema the list replaces what everybody has by default; with one it comes on top. */
function defaultPrivileges(row: Row, facts: Facts): string {
  const schema = optionalText(row, 'schema');
  const role = text(row, 'role');
  const target = text(row, 'target');
  const start = `ALTER DEFAULT PRIVILEGES FOR ROLE ${quoteIdentifier(role)}${schema === undefined ? '' : ` IN SCHEMA ${quoteIdentifier(schema)}`}`;
  const grants = grantsOf(optionalText(row, 'acl'), role, facts.version);
  const taken = schema === undefined && 'fT'.includes(target) && !grants.some((grant) => grant.grantee === '');
  return [
    ...(taken ? [`REVOKE ALL ON ${targets[target]} FROM PUBLIC`] : []),
    ...grantStatements(targets[target] ?? '', grants),
  ]
    .map((statement) => `${start} ${statement}`)
    .join(';\n');
}
