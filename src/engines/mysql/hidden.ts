import type { Catalog } from '../../catalog/catalog.ts';
import { displayName } from '../../catalog/names.ts';
import { listed } from '../../catalog/words.ts';
import type { Diagnostic } from '../../findings/error.ts';
import type { Connection } from '../connection.ts';
import { privilegesOn, readGrants } from './apply/privileges.ts';

/**
 * What the catalog of an open database lacks: what the user has no right to see, what has no place in a catalog, and
 * objects of which nothing is understood but that they are there.
 */
export async function readHidden(connection: Connection, catalog: Catalog): Promise<readonly Diagnostic[]> {
  const [routines, about] = await connection.queryAll([
    `SELECT ROUTINE_NAME AS name, ROUTINE_TYPE AS type, ROUTINE_DEFINITION IS NULL AS hidden FROM information_schema.ROUTINES
      WHERE ROUTINE_SCHEMA = database() AND (ROUTINE_DEFINITION IS NULL OR ROUTINE_TYPE NOT IN ('FUNCTION', 'PROCEDURE', 'PACKAGE BODY'))
      ORDER BY ROUTINE_TYPE, ROUTINE_NAME`,
    'SELECT database() AS name',
  ]);
  const views = (await hiddenViews(connection)).map((name) =>
    leftOut(
      `the view ${name} is left out: its query is not shown to this user`,
      'grant SHOW VIEW on the database to the user',
    ),
  );
  const ofRoutines = (routines ?? []).map(({ name, type, hidden }) => {
    const what = `the ${String(type).toLowerCase()} ${name}`;
    return Number(hidden) === 1
      ? leftOut(
          `${what} is left out: its body is not shown to this user`,
          'let the user SELECT from mysql.proc (MariaDB), or grant SHOW_ROUTINE (MySQL)',
        )
      : ({ severity: 'warning', code: 'not-read', message: `${what} is left out: packages are not read` } as const);
  });
  const unread = catalog.others
    .filter(({ kind }) => unreadKinds.has(kind))
    .map(({ kind, name }) =>
      leftOut(`the ${kind} ${displayName(name)} is not understood: it is known by its statement alone`),
    );
  return [...views, ...ofRoutines, ...unread, ...(await notListed(connection, String(about?.[0]?.['name'] ?? '')))];
}

/** Objects that have a place of their own in a catalog, and stand among the others only where they could not be read. */
const unreadKinds = new Set(['table', 'view', 'function', 'procedure', 'trigger', 'sequence', 'object']);

function leftOut(message: string, hint?: string): Diagnostic {
  return { severity: 'warning', code: 'not-shown', message, ...(hint === undefined ? {} : { hint }) };
}

/** Views whose queries the user is not shown: they cannot be read. */
export async function hiddenViews(connection: Connection): Promise<readonly string[]> {
  const rows = await connection.query(
    "SELECT TABLE_NAME AS name FROM information_schema.VIEWS WHERE TABLE_SCHEMA = database() AND VIEW_DEFINITION = '' ORDER BY TABLE_NAME",
  );
  return rows.map((row) => String(row['name']));
}

/**
 * Kinds of objects that a server lists for nobody who lacks a right: whether there are any cannot be told
 * (https://mariadb.com/kb/en/information-schema-triggers-table/, -events-table, -routines-table).
 */
async function notListed(connection: Connection, database: string): Promise<readonly Diagnostic[]> {
  const grants = await readGrants(connection);
  const has = privilegesOn(grants, database);
  if (!grants || !has || has.has('ALL PRIVILEGES')) return [];
  const readsAll = grants.some((grant) =>
    /^GRANT (?:.*, )?(?:SELECT|ALL PRIVILEGES)\b.* ON (?:\*\.\*|`mysql`\.(?:\*|`proc`)) TO /.test(grant),
  );
  const seesRoutines =
    readsAll ||
    ['EXECUTE', 'CREATE ROUTINE', 'ALTER ROUTINE', 'SHOW_ROUTINE', 'SHOW CREATE ROUTINE'].some((one) => has.has(one));
  const kinds = [
    ...(has.has('TRIGGER') ? [] : ['triggers']),
    ...(has.has('EVENT') ? [] : ['events']),
    ...(seesRoutines ? [] : ['routines']),
  ];
  if (kinds.length === 0) return [];
  const rights = [
    ...(has.has('TRIGGER') ? [] : ['TRIGGER']),
    ...(has.has('EVENT') ? [] : ['EVENT']),
    ...(seesRoutines ? [] : ['EXECUTE']),
  ];
  return [
    {
      severity: 'warning',
      code: 'not-listed',
      message: `${listed(kinds)} are not listed for this user: whatever there is of them is left out`,
      hint: `grant ${listed(rights)} on the database to the user`,
    },
  ];
}
