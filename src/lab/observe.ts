import type { QualifiedName } from '../catalog/names.ts';
import type { Row } from '../engines/connection.ts';
import { type LockMode, lockMode } from '../engines/postgres/locks.ts';

/** A relation as it stood at a moment. */
export interface Relation extends QualifiedName {
  readonly oid: string;
  /** `relkind` of pg_class. */
  readonly kind: string;
  /** The number of its file: another one after a statement means that it was written anew. */
  readonly file: string;
  /** Of an index: the table's oid. */
  readonly table?: string;
}

/** A relation that the transaction holds locks on after a statement, those of earlier statements included. */
export interface Observation {
  readonly oid: string;
  readonly modes: readonly LockMode[];
  /** Full reads counted so far in the transaction. */
  readonly scans: number;
  /** As it is now; nothing when the statement dropped it. */
  readonly now?: Relation;
}

/**
 * A query of one text: what the transaction holds locks on, as JSON for {@link readObservations}. System catalogs and
 * TOAST tables are left out.
 */
export const observationsQuery = `
SELECT coalesce(json_agg(json_build_object('oid', l.relation::text, 'modes', l.modes, 'scans', coalesce(pg_stat_get_xact_numscans(l.relation), 0),
  'schema', n.nspname, 'name', c.relname, 'kind', c.relkind::text, 'file', coalesce(pg_relation_filenode(c.oid), 0)::text, 'table', i.indrelid::text)), '[]')::text
FROM (SELECT relation, array_agg(mode ORDER BY mode) AS modes FROM pg_lock_status()
  WHERE relation >= 16384 AND pid = pg_backend_pid() AND locktype = 'relation' GROUP BY relation) l
LEFT JOIN pg_class c ON c.oid = l.relation LEFT JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON i.indexrelid = c.oid
WHERE n.nspname IS NULL OR n.nspname !~ '^pg_toast'`;

/** What {@link observationsQuery} told. */
export function readObservations(json: string): readonly Observation[] {
  // Made by the query above.
  const rows = JSON.parse(json) as readonly (Record<'oid' | 'file', string> & {
    readonly modes: readonly string[];
    readonly scans: number;
    readonly schema: string | null;
    readonly name: string | null;
    readonly kind: string | null;
    readonly table: string | null;
  })[];
  return rows.map(({ oid, modes, scans, schema, name, kind, file, table }) => ({
    oid,
    modes: modes.map(lockMode),
    scans,
    ...(schema === null || name === null || kind === null
      ? {}
      : { now: { oid, schema, name, kind, file, ...(table === null ? {} : { table }) } }),
  }));
}

/** Every relation of the schema, for {@link readRelation}. */
export const relationsQuery = `
SELECT c.oid::text, n.nspname AS schema, c.relname AS name, c.relkind::text AS kind, coalesce(pg_relation_filenode(c.oid), 0)::text AS file, i.indrelid::text AS "table",
  coalesce(pg_stat_get_xact_numscans(c.oid), 0)::float8 AS scans, c.relpages AS pages, c.reltuples AS rows, c.relallvisible AS visible
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON i.indexrelid = c.oid
WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'f', 'm', 'v', 'i', 'I', 'S', 'c') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;

export function readRelation(row: Row): Relation {
  return {
    oid: String(row['oid']),
    schema: String(row['schema']),
    name: String(row['name']),
    kind: String(row['kind']),
    file: String(row['file']),
    ...(typeof row['table'] === 'string' ? { table: row['table'] } : {}),
  };
}

/** Scans that a session counted and has not handed on, by `oid`: earlier transactions' among them. */
export const scansQuery = `
SELECT oid::text, pg_stat_get_xact_numscans(oid)::float8 AS scans FROM pg_class
WHERE oid >= 16384 AND relkind IN ('r', 'm') AND pg_stat_get_xact_numscans(oid) > 0`;
