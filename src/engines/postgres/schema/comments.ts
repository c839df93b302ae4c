import type { Catalog, Routine } from '../../../catalog/catalog.ts';
import type { Index, Table, Trigger, View } from '../../../catalog/table.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';

/** `COMMENT ON` for every comment of a catalog. */
export function* comments(catalog: Catalog): Iterable<string> {
  for (const schema of catalog.schemas) yield* commentOn(`SCHEMA ${quoteIdentifier(schema.name)}`, schema);
  for (const extension of catalog.extensions)
    yield* commentOn(`EXTENSION ${quoteIdentifier(extension.name)}`, extension);
  for (const type of catalog.types) {
    yield* commentOn(`${type.kind === 'domain' ? 'DOMAIN' : 'TYPE'} ${quoteName(type)}`, type);
  }
  for (const sequence of catalog.sequences) yield* commentOn(`SEQUENCE ${quoteName(sequence)}`, sequence);
  for (const routine of catalog.routines) yield* commentOn(`${kindWord(routine)} ${routineName(routine)}`, routine);
  for (const table of catalog.tables) yield* onTable(table);
  for (const view of catalog.views) {
    yield* commentOn(`${view.materialized ? 'MATERIALIZED VIEW' : 'VIEW'} ${quoteName(view)}`, view);
    yield* onParts(view);
  }
  for (const statistics of catalog.statistics) yield* commentOn(`STATISTICS ${quoteName(statistics)}`, statistics);
}

function* onTable(table: Table): Iterable<string> {
  const name = quoteName(table);
  yield* commentOn(`${table.kind === 'foreign' ? 'FOREIGN TABLE' : 'TABLE'} ${name}`, table);
  yield* onParts(table);
  const constraints = [table.primaryKey, ...table.uniques, ...table.foreignKeys, ...table.checks, ...table.exclusions];
  for (const one of constraints) if (one) yield* commentOn(`CONSTRAINT ${quoteIdentifier(one.name)} ON ${name}`, one);
  for (const policy of table.policies) yield* commentOn(`POLICY ${quoteIdentifier(policy.name)} ON ${name}`, policy);
}

function* onParts(
  relation: Pick<Table | View, 'schema' | 'name' | 'columns' | 'indexes' | 'triggers'>,
): Iterable<string> {
  const name = quoteName(relation);
  for (const column of relation.columns) yield* commentOn(`COLUMN ${name}.${quoteIdentifier(column.name)}`, column);
  const parts: readonly (readonly [string, Index | Trigger])[] = [
    ...relation.indexes.map((index) => [`INDEX ${quoteName({ ...index, schema: relation.schema })}`, index] as const),
    ...relation.triggers.map((trigger) => [`TRIGGER ${quoteIdentifier(trigger.name)} ON ${name}`, trigger] as const),
  ];
  for (const [what, part] of parts) yield* commentOn(what, part);
}

/** `COMMENT ON` what has a comment. */
export function commentOn(what: string, { comment }: { readonly comment?: string }): readonly string[] {
  return comment === undefined ? [] : [`COMMENT ON ${what} IS ${quoteLiteral(comment)}`];
}

export function kindWord(routine: Routine): string {
  return routine.kind === 'window' ? 'FUNCTION' : routine.kind.toUpperCase();
}

/** A routine as COMMENT and GRANT name it: the name quoted, the types as they are. */
export function routineName(routine: Routine): string {
  const types = routine.signature.slice(routine.name.length + 1, -1);
  // An aggregate over rows as such, like count(*), is named by its star.
  return `${quoteName(routine)}(${routine.kind === 'aggregate' && types === '' && !routine.arguments.includes('ORDER BY') ? '*' : types})`;
}
