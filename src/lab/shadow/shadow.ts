import type { PGlite } from '@electric-sql/pglite';
import type { Catalog } from '../../catalog/catalog.ts';
import { noStatistics, type Statistics } from '../../catalog/statistics.ts';
import type { Connection } from '../../engines/connection.ts';
import type { TextOrder } from '../collation.ts';
import { embeddedEngine } from '../embedded.ts';
import type { EndEntries } from './index-ends.ts';
import type { Originals } from './inflate.ts';
import type { MemorySettings } from './memory-settings.ts';
import { noRelationFiles, type RelationFiles, relationFiles } from './relation-files.ts';
import type { BelievedSize } from './relation-sizes.ts';
import type { ShadowRelation } from './relations.ts';

/** An embedded engine that is told how large its tables are. */
export interface Shadow {
  readonly connection: Connection;
  readonly engine: PGlite;
  /** The major version of the server that it answers for. */
  readonly major: number;
  readonly files: RelationFiles;
  readonly originals: Originals;
  /** How the engine orders text. */
  readonly textOrder: TextOrder;
  /** What is believed now, by key. */
  readonly believed: Map<string, Believed>;
  /** The schema that they were told for; absent before. */
  catalog?: Catalog;
  /** The statistics that it was told, those of all times together. */
  statistics: Statistics;
  /** Entries at the ends of indexes, by key. */
  ends: EndEntries;
  /** Memory that queries may use, by the settings they come with. */
  readonly memory: Map<string, MemorySettings>;
}

export interface Believed {
  readonly relation: ShadowRelation;
  readonly size: BelievedSize;
}

/**
 * The shadow in the engine behind a connection.
 * @param version  of the server that it answers for
 * @throws RelvarError `shadow-unavailable` when that is not an embedded one, or not one whose insides are known
 */
export async function openShadow(connection: Connection, version: string): Promise<Shadow> {
  const engine = embeddedEngine(connection);
  if (!engine) throw noRelationFiles();
  const [row] = await connection.query(
    `SELECT current_setting('data_directory') AS directory, datlocprovider = 'i' AS linguistic
    FROM pg_database WHERE datname = current_database()`,
  );
  const files = relationFiles(engine, String(row?.['directory']));
  if (!files) throw noRelationFiles();
  return {
    connection,
    engine,
    major: Number.parseInt(version, 10),
    files,
    originals: new Map(),
    textOrder: row?.['linguistic'] === true ? 'linguistic' : 'code units',
    believed: new Map(),
    statistics: noStatistics,
    ends: new Map(),
    memory: new Map(),
  };
}

/**
 * Empties the engine's buffers, so that it reads files anew. The function is made each time: temporary objects may
 * have been discarded since. Planted pages carry no checksum.
 */
export const forgetBuffers = [
  `CREATE OR REPLACE FUNCTION pg_temp.relvar_evict_all(OUT evicted integer, OUT flushed integer, OUT skipped integer)
    RETURNS record LANGUAGE c AS '$libdir/pg_buffercache', 'pg_buffercache_evict_all'`,
  'SELECT pg_temp.relvar_evict_all()',
  'SET ignore_checksum_failure = on',
];
