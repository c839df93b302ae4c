import type { Catalog } from '../../../catalog/catalog.ts';
import { compareNames, compareText } from '../../../catalog/names.ts';
import type { Connection, Row } from '../../connection.ts';
import { queryPlainly, sessionColumns } from '../plain-session.ts';
import { readAttached } from './attached.ts';
import { type CatalogRows, type Facts, factsOf } from './facts.ts';
import { readExtendedStatistics, readExtensions, readSchemas, readSequences } from './objects.ts';
import { otherObjects, otherQueries } from './others.ts';
import { queries } from './queries.ts';
import { classes, type Query, rowsOf, sqlOf } from './query.ts';
import { readRoutines } from './routines.ts';
import { number, optionalText, text } from './rows.ts';
import { readTables } from './tables.ts';
import { type TypeReader, typeReader, typesQuery } from './types.ts';
import { readUserTypes } from './user-types.ts';
import { readViews } from './views.ts';
import { withoutJournal } from './without-journal.ts';

/**
 * Reads the whole schema of an open database in three round trips, whatever the number of tables. The session's
 * settings are as before when it is done.
 */
export async function introspect(connection: Connection): Promise<Catalog> {
  const [session] = await connection.query(
    `select current_setting('server_version_num') as version, current_user::text as reader, ${sessionColumns}`,
  );
  if (!session) throw new Error('no answer to the version query');
  const readAll = (statements: readonly string[]) => queryPlainly(connection, session, statements);
  const version = number(session, 'version');
  const set: Readonly<Record<keyof CatalogRows, Query>> = queries(version);
  const results = await readAll(Object.values(set).map(sqlOf));
  const entries = Object.keys(set).map((key, at) => [key, rowsOf(results[at] ?? [])] as const);
  // Object.fromEntries forgets which keys there are.
  const rows = Object.fromEntries(entries) as CatalogRows;
  const typeQuery = typesQuery(usedTypes(rows), version);
  const [typeResult = [], ...others] = await readAll([sqlOf(typeQuery), ...otherQueries(rows, version)]);
  const facts = factsOf(rows, version, typesOf(rows, rowsOf(typeResult)));
  return withoutJournal({ ...(await catalogOf(facts, others.flat())), reader: text(session, 'reader') });
}

function typesOf(rows: CatalogRows, typeRows: readonly Row[]): TypeReader {
  const namespaces = new Map(rows.namespaces.map((row) => [text(row, 'oid'), text(row, 'name')]));
  const standIns = rows.descriptions.filter(
    (row) => number(row, 'class') === classes.type && row['description'] === 'relvar:stub',
  );
  return typeReader(typeRows, namespaces, new Set(standIns.map((row) => text(row, 'oid'))));
}

function usedTypes(rows: CatalogRows): readonly string[] {
  const read = (from: readonly Row[], column: string) => from.flatMap((row) => optionalText(row, column) ?? []);
  return [
    ...read(rows.columns, 'type'),
    ...read(rows.types, 'base').filter((oid) => oid !== '0'),
    ...read(rows.types, 'oid'),
    ...read(rows.ranges, 'subtype'),
    ...read(rows.sequences, 'type'),
  ];
}

async function catalogOf(facts: Facts, otherRows: readonly Row[]): Promise<Catalog> {
  return {
    schemas: readSchemas(facts).toSorted((a, b) => compareText(a.name, b.name)),
    tables: readTables(facts).toSorted(compareNames),
    views: (await readViews(facts)).toSorted(compareNames),
    types: readUserTypes(facts).toSorted(compareNames),
    sequences: readSequences(facts).toSorted(compareNames),
    routines: readRoutines(facts).toSorted(
      (a, b) => compareText(a.schema, b.schema) || compareText(a.signature, b.signature),
    ),
    extensions: readExtensions(facts).toSorted((a, b) => compareText(a.name, b.name)),
    statistics: readExtendedStatistics(facts).toSorted(compareNames),
    others: [...otherObjects(otherRows, facts), ...readAttached(facts)].toSorted(
      (a, b) =>
        compareText(a.kind, b.kind) || compareText(a.schema ?? '', b.schema ?? '') || compareText(a.name, b.name),
    ),
  };
}
