import type { Connection, EngineError, Row } from '../engines/connection.ts';
import {
  type Observation,
  observationsQuery,
  type Relation,
  readObservations,
  readRelation,
  relationsQuery,
  scansQuery,
} from './observe.ts';

/** A relation as it stood before the trial, with its sizes, which a trial must not change. */
export interface SizedRelation extends Relation {
  /** Scans counted so far in this transaction. */
  readonly scans: number;
  readonly pages: number;
  readonly rows: number;
  readonly visible: number;
}

/** What came of one statement: what could be seen after it, or why it failed. */
export interface Outcome {
  readonly seen: readonly Observation[];
  /** Of a failure: full reads counted so far, by oid. */
  readonly scans?: Readonly<Record<string, number>>;
  readonly error?: EngineError;
}

export interface TrialOptions {
  /** The relations as they stand, of which no sizes are believed: reading a large schema again takes longer than the trial. */
  readonly known?: ReadonlyMap<string, Relation>;
  /** False: only whether the statements run is asked, and not what they do, which takes half as long again. */
  readonly watched?: boolean;
}

/** The relations before, and of each group the outcomes of its statements, up to the first that failed. */
export interface Trial {
  readonly relations: ReadonlyMap<string, SizedRelation>;
  readonly outcomes: readonly (readonly Outcome[])[];
}

/**
 * Runs groups of statements, each from the same state, and undoes everything. Four round trips whatever the number of
 * statements: a temporary function runs each group in a subtransaction, whose locks go with it.
 */
export async function trial(
  connection: Connection,
  groups: readonly (readonly string[])[],
  { known, watched = true }: TrialOptions = {},
): Promise<Trial> {
  await connection.exec('BEGIN');
  let relations: ReadonlyMap<string, SizedRelation>;
  let rows: readonly Row[];
  try {
    relations = known
      ? await withScans(connection, known)
      : new Map((await connection.query(relationsQuery)).map((row) => [String(row['oid']), relation(row)]));
    await connection.exec(trialFunction(watched));
    rows = await connection.query('SELECT * FROM pg_temp.relvar_trial($1)', [JSON.stringify(groups)]);
  } finally {
    await connection.exec('ROLLBACK');
  }
  await restoreSizes(connection, relations);
  const outcomes: Outcome[][] = groups.map(() => []);
  for (const row of rows) outcomes[Number(row['group_number'])]?.push(outcome(row));
  return { relations, outcomes };
}

/** Variables outlive the subtransaction that an exception undoes: so what was seen in it can be told. */
const trialFunction = (watched: boolean): string => `
CREATE FUNCTION pg_temp.relvar_trial(groups text)
RETURNS TABLE (group_number integer, observations text, failure text) LANGUAGE plpgsql AS $trial$
DECLARE
  statements jsonb;
  statement text;
  code text; message text; detail text; hint text;
BEGIN
  group_number := 0;
  FOR statements IN SELECT value FROM jsonb_array_elements(groups::jsonb) LOOP
    BEGIN
      FOR statement IN SELECT value FROM jsonb_array_elements_text(statements) LOOP
        EXECUTE statement;
        failure := NULL;
        observations := ${watched ? `(${observationsQuery})` : "'[]'"};
        RETURN NEXT;
      END LOOP;
      RAISE SQLSTATE 'RLVAR';
    EXCEPTION
      WHEN SQLSTATE 'RLVAR' THEN
        NULL;
      WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, message = MESSAGE_TEXT,
          detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
        -- What the failed statement read is counted, and must not be taken for the next group's.
        observations := (SELECT json_object_agg(oid, scans) FROM (${scansQuery}) AS counted);
        failure := json_build_object('code', code, 'message', message, 'detail', detail, 'hint', hint);
        RETURN NEXT;
    END;
    group_number := group_number + 1;
  END LOOP;
END
$trial$`;

/**
 * Building an index and ANALYZE write the size that they find into pg_class at once, and no rollback takes it back
 * (index_update_stats in src/backend/catalog/index.c): sizes that were injected are put back.
 */
async function restoreSizes(connection: Connection, relations: ReadonlyMap<string, SizedRelation>): Promise<void> {
  const sized = [...relations.values()].filter((one) => one.rows > 0 || (one.pages > 0 && !/[iI]/.test(one.kind)));
  if (sized.length === 0) return;
  const sizes = JSON.stringify(sized.map(({ oid, pages, rows, visible }) => ({ oid, pages, rows, visible })));
  await connection.query(
    `UPDATE pg_class c SET relpages = s.pages, reltuples = s.rows, relallvisible = s.visible
    FROM jsonb_to_recordset($1::text::jsonb) AS s (oid oid, pages integer, rows real, visible integer)
    WHERE c.oid = s.oid AND (c.relpages, c.reltuples, c.relallvisible) IS DISTINCT FROM (s.pages, s.rows, s.visible)`,
    [sizes],
  );
}

async function withScans(
  connection: Connection,
  known: ReadonlyMap<string, Relation>,
): Promise<ReadonlyMap<string, SizedRelation>> {
  const counted = new Map(
    (await connection.query(scansQuery)).map((row) => [String(row['oid']), Number(row['scans'])] as const),
  );
  return new Map(
    [...known].map(
      ([oid, one]) => [oid, { ...one, scans: counted.get(oid) ?? 0, pages: 0, rows: 0, visible: 0 }] as const,
    ),
  );
}

function relation(row: Row): SizedRelation {
  return {
    ...readRelation(row),
    scans: Number(row['scans']),
    pages: Number(row['pages']),
    rows: Number(row['rows']),
    visible: Number(row['visible']),
  };
}

function outcome(row: Row): Outcome {
  const failure = row['failure'];
  if (typeof failure === 'string') {
    // Made by the function above.
    const { code, message, detail, hint } = JSON.parse(failure) as Record<
      'code' | 'message' | 'detail' | 'hint',
      string
    >;
    const scans = JSON.parse(String(row['observations'] ?? '{}')) as Readonly<Record<string, number>>;
    return { seen: [], scans, error: { code, message, ...(detail ? { detail } : {}), ...(hint ? { hint } : {}) } };
  }
  return { seen: readObservations(String(row['observations'] ?? '[]')) };
}
