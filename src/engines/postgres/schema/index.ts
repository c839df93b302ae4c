import type { Catalog, Sequence, UserType } from '../../../catalog/catalog.ts';
import type { QualifiedName } from '../../../catalog/names.ts';
import type { Grant, Table, View } from '../../../catalog/table.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import {
  addCheck,
  addForeignKey,
  addKey,
  attachIndex,
  attachPartition,
  columnSettings,
  createIndex,
  createTable,
  createTriggers,
  options,
  rowSecurity,
} from './tables.ts';

/**
 * The whole catalog as statements that make it, in the order of a dump: what depends on a thing comes after it as far
 * as kinds tell; the loader tries again what came too early (a function over a view, a view over a view).
 * Owners are left out; `others` are of kinds that the catalog names only.
 */
export function* schemaStatements(catalog: Catalog): Iterable<string> {
  const tables = catalog.tables;
  for (const schema of catalog.schemas) if (schema.name !== 'public') yield `CREATE SCHEMA ${quoteIdentifier(schema.name)}`;
  for (const extension of catalog.extensions) {
    yield `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(extension.name)} WITH SCHEMA ${quoteIdentifier(extension.schema)}`;
  }
  for (const type of catalog.types) yield* createType(type);
  for (const routine of catalog.routines) if (routine.definition !== '') yield routine.definition;
  for (const sequence of catalog.sequences) if (!sequence.identity) yield createSequence(sequence);
  for (const table of tables) yield createTable(table);
  for (const table of tables) {
    if (table.partitionOf) yield attachPartition(table, table.partitionOf.parent, table.partitionOf.bound);
  }
  for (const sequence of catalog.sequences) {
    if (sequence.identity) yield `ALTER SEQUENCE ${quoteName(sequence)} ${sequenceOptions(sequence, false)}`;
    else if (sequence.ownedBy) yield ownSequence(sequence, sequence.ownedBy);
  }
  for (const table of tables) {
    yield* columnSettings(table);
    for (const check of table.checks) if (!check.inherited) yield addCheck(table, check);
    if (table.primaryKey) yield addKey(table, table.primaryKey, true);
    for (const key of table.uniques) yield addKey(table, key, false);
    for (const exclusion of table.exclusions) {
      yield `ALTER TABLE ONLY ${quoteName(table)} ADD CONSTRAINT ${quoteIdentifier(exclusion.name)} ${exclusion.definition}`;
    }
    for (const index of table.indexes) yield* createIndex(table, index);
  }
  for (const table of tables) for (const index of table.indexes) yield* attachIndex(table, index);
  for (const table of tables) for (const key of table.foreignKeys) if (!key.inherited) yield addForeignKey(table, key);
  for (const view of catalog.views) yield* createView(view);
  for (const statistics of catalog.statistics) yield statistics.definition;
  for (const relation of [...tables, ...catalog.views]) {
    for (const rule of relation.rules) yield rule.definition.replace(/;\s*$/, '');
    yield* createTriggers(relation, relation.triggers);
  }
  for (const table of tables) yield* rowSecurity(table);
  yield* comments(catalog);
  yield* grants(catalog);
}

function* createType(type: UserType): Iterable<string> {
  switch (type.kind) {
    case 'enum':
      yield `CREATE TYPE ${quoteName(type)} AS ENUM (${type.values.map(quoteLiteral).join(', ')})`;
      return;
    case 'composite':
      yield `CREATE TYPE ${quoteName(type)} AS (${type.attributes.map((one) => `${quoteIdentifier(one.name)} ${one.type.text}`).join(', ')})`;
      return;
    case 'range': {
      const parts = [
        `SUBTYPE = ${type.subtype.text}`,
        ...(type.operatorClass === undefined ? [] : [`SUBTYPE_OPCLASS = ${quoteIdentifier(type.operatorClass)}`]),
        ...(type.collation ? [`COLLATION = ${quoteName(type.collation)}`] : []),
        ...(type.difference ? [`SUBTYPE_DIFF = ${quoteName(type.difference)}`] : []),
        ...(type.multirange ? [`MULTIRANGE_TYPE_NAME = ${quoteName(type.multirange)}`] : []),
      ];
      yield `CREATE TYPE ${quoteName(type)} AS RANGE (${parts.join(', ')})`;
      return;
    }
    case 'domain': {
      const parts = [
        `CREATE DOMAIN ${quoteName(type)} AS ${type.base.text}`,
        ...(type.collation ? [`COLLATE ${quoteName(type.collation)}`] : []),
        ...(type.default === undefined ? [] : [`DEFAULT ${type.default}`]),
        ...(type.nullable ? [] : ['NOT NULL']),
        ...type.checks.filter((check) => check.validated).map((check) => `CONSTRAINT ${quoteIdentifier(check.name)} CHECK (${check.expression})`),
      ];
      yield parts.join(' ');
      for (const check of type.checks) {
        if (!check.validated) yield `ALTER DOMAIN ${quoteName(type)} ADD CONSTRAINT ${quoteIdentifier(check.name)} CHECK (${check.expression}) NOT VALID`;
      }
    }
  }
}

function createSequence(sequence: Sequence): string {
  const unlogged = sequence.persistence === 'unlogged' ? 'UNLOGGED ' : '';
  return `CREATE ${unlogged}SEQUENCE ${quoteName(sequence)} AS ${sequence.type.text} ${sequenceOptions(sequence, true)}`;
}

function sequenceOptions(sequence: Sequence, fresh: boolean): string {
  const bounds = `INCREMENT BY ${sequence.increment} MINVALUE ${sequence.minimum} MAXVALUE ${sequence.maximum}`;
  return `${fresh ? '' : `AS ${sequence.type.text} `}${bounds} START WITH ${sequence.start} CACHE ${sequence.cache}${sequence.cycle ? ' CYCLE' : ''}`;
}

function ownSequence(sequence: Sequence, owner: NonNullable<Sequence['ownedBy']>): string {
  return `ALTER SEQUENCE ${quoteName(sequence)} OWNED BY ${quoteName(owner.table)}.${quoteIdentifier(owner.column)}`;
}

function* createView(view: View): Iterable<string> {
  const query = view.definition.replace(/;\s*$/, '');
  const columns = `(${view.columns.map((column) => quoteIdentifier(column.name)).join(', ')})`;
  const kind = view.materialized ? 'MATERIALIZED VIEW' : 'VIEW';
  const data = view.materialized ? '\nWITH NO DATA' : '';
  yield `CREATE ${kind} ${quoteName(view)} ${columns} ${options(view.options)} AS\n${query}${data}`;
  for (const index of view.indexes) yield* createIndex(view, index);
}

function* comments(catalog: Catalog): Iterable<string> {
  const on = (what: string, comment: string | undefined) => (comment === undefined ? [] : [`COMMENT ON ${what} IS ${quoteLiteral(comment)}`]);
  for (const schema of catalog.schemas) yield* on(`SCHEMA ${quoteIdentifier(schema.name)}`, schema.comment);
  for (const type of catalog.types) yield* on(`${type.kind === 'domain' ? 'DOMAIN' : 'TYPE'} ${quoteName(type)}`, type.comment);
  for (const sequence of catalog.sequences) yield* on(`SEQUENCE ${quoteName(sequence)}`, sequence.comment);
  for (const routine of catalog.routines) {
    const kind = routine.kind === 'procedure' ? 'PROCEDURE' : routine.kind === 'aggregate' ? 'AGGREGATE' : 'FUNCTION';
    yield* on(`${kind} ${quoteIdentifier(routine.schema)}.${signature(routine)}`, routine.comment);
  }
  for (const table of catalog.tables) yield* tableComments(table, on);
  for (const view of catalog.views) {
    yield* on(`${view.materialized ? 'MATERIALIZED VIEW' : 'VIEW'} ${quoteName(view)}`, view.comment);
    for (const column of view.columns) yield* on(`COLUMN ${quoteName(view)}.${quoteIdentifier(column.name)}`, column.comment);
  }
  for (const statistics of catalog.statistics) yield* on(`STATISTICS ${quoteName(statistics)}`, statistics.comment);
}

/** A routine as COMMENT and GRANT name it: the name quoted, the types as they are. */
function signature(routine: { readonly name: string; readonly signature: string }): string {
  return `${quoteIdentifier(routine.name)}${routine.signature.slice(routine.name.length)}`;
}

function* tableComments(table: Table, on: (what: string, comment: string | undefined) => readonly string[]): Iterable<string> {
  yield* on(`${table.kind === 'foreign' ? 'FOREIGN ' : ''}TABLE ${quoteName(table)}`, table.comment);
  for (const column of table.columns) yield* on(`COLUMN ${quoteName(table)}.${quoteIdentifier(column.name)}`, column.comment);
  const constraints = [table.primaryKey, ...table.uniques, ...table.foreignKeys, ...table.checks, ...table.exclusions];
  for (const one of constraints) if (one) yield* on(`CONSTRAINT ${quoteIdentifier(one.name)} ON ${quoteName(table)}`, one.comment);
  for (const index of table.indexes) yield* on(`INDEX ${quoteName({ schema: table.schema, name: index.name })}`, index.comment);
  for (const policy of table.policies) yield* on(`POLICY ${quoteIdentifier(policy.name)} ON ${quoteName(table)}`, policy.comment);
  for (const trigger of table.triggers) yield* on(`TRIGGER ${quoteIdentifier(trigger.name)} ON ${quoteName(table)}`, trigger.comment);
}

function* grants(catalog: Catalog): Iterable<string> {
  const relation = (name: QualifiedName) => `TABLE ${quoteName(name)}`;
  for (const schema of catalog.schemas) yield* grantsOn(`SCHEMA ${quoteIdentifier(schema.name)}`, schema.grants);
  for (const table of [...catalog.tables, ...catalog.views]) yield* grantsOn(relation(table), table.grants);
  for (const sequence of catalog.sequences) yield* grantsOn(`SEQUENCE ${quoteName(sequence)}`, sequence.grants);
  for (const type of catalog.types) yield* publicGrantsOn(`TYPE ${quoteName(type)}`, type.grants);
  for (const routine of catalog.routines) {
    const kind = routine.kind === 'procedure' ? 'PROCEDURE' : 'FUNCTION';
    yield* publicGrantsOn(`${kind} ${quoteIdentifier(routine.schema)}.${signature(routine)}`, routine.grants);
  }
}

/** Of objects that everybody may use unless it is taken away. */
function* publicGrantsOn(object: string, given: readonly Grant[]): Iterable<string> {
  if (!given.some((grant) => grant.grantee === '')) yield `REVOKE ALL ON ${object} FROM PUBLIC`;
  yield* grantsOn(
    object,
    given.filter((grant) => grant.grantee !== ''),
  );
}

function* grantsOn(object: string, given: readonly Grant[]): Iterable<string> {
  for (const grant of given) {
    const grantee = grant.grantee === '' ? 'PUBLIC' : quoteIdentifier(grant.grantee);
    const privilege = (name: string) => `${name.toUpperCase()}${grant.column === undefined ? '' : ` (${quoteIdentifier(grant.column)})`}`;
    const plain = grant.privileges.filter((name) => !grant.grantable.includes(name));
    if (plain.length > 0) yield `GRANT ${plain.map(privilege).join(', ')} ON ${object} TO ${grantee}`;
    if (grant.grantable.length > 0) yield `GRANT ${grant.grantable.map(privilege).join(', ')} ON ${object} TO ${grantee} WITH GRANT OPTION`;
  }
}
