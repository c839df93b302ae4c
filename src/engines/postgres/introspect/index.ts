import type { Catalog } from '../../../catalog/catalog.ts';
import { compareNames, compareText } from '../../../catalog/names.ts';
import type { Connection, Row } from '../../connection.ts';
import {
  readExtendedStatistics,
  readExtension,
  readOther,
  readRoutine,
  readSchema,
  readSequence,
  readUserTypes,
  readView,
} from './objects.ts';
import { queries } from './queries.ts';
import { number, text } from './rows.ts';
import { readTable, relationParts } from './tables.ts';
import { typeReader } from './types.ts';

/**
 * Reads the whole schema of an open database in a fixed number of bulk queries. The session's search_path is empty
 * while it reads, so that every expression names its objects in full, and is set back afterwards.
 */
export async function introspect(connection: Connection): Promise<Catalog> {
  const [before] = await connection.query(
    `select current_setting('server_version_num') as version, current_setting('search_path') as search_path`,
  );
  if (!before) throw new Error('no answer to the version query');
  await connection.query(`select set_config('search_path', '', false)`);
  try {
    return await readCatalog(connection, number(before, 'version'));
  } finally {
    await connection.query(`select set_config('search_path', $1, false)`, [text(before, 'search_path')]);
  }
}

async function readCatalog(connection: Connection, version: number): Promise<Catalog> {
  const set = queries(version);
  const results = await connection.queryAll(Object.values(set));
  const rows = Object.fromEntries(Object.keys(set).map((key, at) => [key, results[at] ?? []])) as Record<keyof typeof set, readonly Row[]>;

  const types = typeReader(rows.types);
  const parts = relationParts(rows);
  const definitions = new Map(rows.views.map((row) => [text(row, 'oid'), row]));
  const ofKind = (kinds: string) => rows.relations.filter((row) => kinds.includes(text(row, 'kind')));
  return {
    schemas: rows.schemas.map(readSchema).sort((a, b) => compareText(a.name, b.name)),
    tables: ofKind('rpf')
      .map((row) => readTable(row, parts, types))
      .sort(compareNames),
    views: ofKind('vm')
      .map((row) => readView(row, definitions.get(text(row, 'oid')), parts, types))
      .sort(compareNames),
    types: readUserTypes(rows, parts, types),
    sequences: rows.sequences.map((row) => readSequence(row, parts, types)).sort(compareNames),
    routines: rows.routines
      .map(readRoutine)
      .sort((a, b) => compareText(a.schema, b.schema) || compareText(a.signature, b.signature)),
    extensions: rows.extensions.map(readExtension).sort((a, b) => compareText(a.name, b.name)),
    statistics: rows.extendedStatistics.map(readExtendedStatistics).sort(compareNames),
    others: rows.others
      .map(readOther)
      .sort((a, b) => compareText(a.kind, b.kind) || compareText(a.schema ?? '', b.schema ?? '') || compareText(a.name, b.name)),
  };
}
