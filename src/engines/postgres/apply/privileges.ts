import { compareText, qualified } from '../../../catalog/names.ts';
import type { MissingRoles } from '../../applying.ts';
import type { Connection, Row } from '../../connection.ts';
import { openParser } from '../query/parser.ts';
import { quoteIdentifier } from '../quote.ts';
import { type Need, needsOf, rolesNamedIn } from './needs.ts';

/** One row for each need whose object is there: whether the role has the right, and who it is. */
const checks = {
  relation: `SELECT n.at, CASE WHEN n.right = 'own relation' THEN pg_has_role(c.relowner, 'USAGE')
      ELSE has_table_privilege(c.oid, n.right) END AS has,
      n.right IN ('SELECT', 'UPDATE', 'DELETE') AND row_security_active(c.oid) AS hidden, pg_get_userbyid(c.relowner) AS owner, current_user AS role
    FROM unnest($1::int[], $2::text[], $3::text[], $4::text[]) AS n(at, "right", schema, name)
    JOIN pg_catalog.pg_namespace s ON s.nspname = n.schema
    JOIN pg_catalog.pg_class c ON c.relnamespace = s.oid AND c.relname = n.name`,
  type: `SELECT n.at, pg_has_role(t.typowner, 'USAGE') AS has, pg_get_userbyid(t.typowner) AS owner, current_user AS role
    FROM unnest($1::int[], $2::text[], $3::text[], $4::text[]) AS n(at, "right", schema, name)
    JOIN pg_catalog.pg_namespace s ON s.nspname = n.schema
    JOIN pg_catalog.pg_type t ON t.typnamespace = s.oid AND t.typname = n.name`,
  schema: `SELECT n.at, CASE WHEN n.right = 'own schema' THEN pg_has_role(s.nspowner, 'USAGE')
      ELSE has_schema_privilege(s.oid, 'CREATE') END AS has, pg_get_userbyid(s.nspowner) AS owner, current_user AS role
    FROM unnest($1::int[], $2::text[], $3::text[], $4::text[]) AS n(at, "right", schema, name)
    JOIN pg_catalog.pg_namespace s ON s.nspname = n.schema`,
  database: `SELECT n.at, has_database_privilege(current_database(), 'CREATE') AS has, '' AS owner, current_user AS role
    FROM unnest($1::int[], $2::text[], $3::text[], $4::text[]) AS n(at, "right", schema, name)`,
  extension: `SELECT n.at, bool_or(e.installed OR r.rolsuper OR NOT e.superuser
        OR (e.trusted AND has_database_privilege(current_database(), 'CREATE'))) AS has, '' AS owner, current_user AS role
    FROM unnest($1::int[], $2::text[], $3::text[], $4::text[]) AS n(at, "right", schema, name)
    JOIN pg_catalog.pg_available_extension_versions e ON e.name = n.name
    JOIN pg_catalog.pg_roles r ON r.rolname = current_user GROUP BY n.at`,
  role: `SELECT n.at, pg_has_role(r.oid, CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END) AS has,
      '' AS owner, current_user AS role
    FROM unnest($1::int[], $2::text[], $3::text[], $4::text[]) AS n(at, "right", schema, name)
    JOIN pg_catalog.pg_roles r ON r.rolname = n.name`,
} as const;

/**
 * What the role of the connection may not do of the statements, a sentence each, sorted; what is not there yet is made
 * by the statements and theirs.
 */
export async function missingPrivileges(
  connection: Connection,
  statements: readonly string[],
): Promise<readonly string[]> {
  const needs = needsOf(await openParser(), statements);
  const groups = new Map<keyof typeof checks, number[]>();
  for (const [at, need] of needs.entries()) {
    const check = checkOf(need);
    groups.set(check, [...(groups.get(check) ?? []), at]);
  }
  const missing = new Set<string>();
  for (const [check, places] of groups) {
    const own = places.flatMap((at) => needs[at] ?? []);
    const rows = await connection.query(checks[check], [
      places,
      own.map(({ right }) => right),
      own.map((need) => ('schema' in need ? need.schema : 'on' in need ? need.on.schema : '')),
      own.map(nameIn),
    ]);
    for (const row of rows) {
      const need = needs[Number(row['at'])];
      if (need && row['has'] !== true) missing.add(sentence(need, row));
      else if (need && row['hidden'] === true) missing.add(hidden(need, row));
    }
  }
  return [...missing].sort(compareText);
}

/** The roles that the statements name and the server does not have; nothing when it has them all. */
export async function missingRoles(
  connection: Connection,
  statements: readonly string[],
): Promise<MissingRoles | undefined> {
  const named = rolesNamedIn(await openParser(), statements);
  if (named.length === 0) return undefined;
  const there = await connection.query('SELECT rolname::text FROM pg_catalog.pg_roles WHERE rolname = ANY ($1)', [
    named,
  ]);
  const known = new Set(there.map(({ rolname }) => rolname));
  const names = named.filter((name) => !known.has(name));
  if (names.length === 0) return undefined;
  return { names, made: names.map((name) => `CREATE ROLE ${quoteIdentifier(name)};`) };
}

function nameIn(need: Need): string {
  if ('extension' in need) return need.extension;
  if ('role' in need) return need.role;
  return 'on' in need ? need.on.name : '';
}

function checkOf({ right }: Need): keyof typeof checks {
  switch (right) {
    case 'own type':
      return 'type';
    case 'create in schema':
    case 'own schema':
      return 'schema';
    case 'create schemas':
      return 'database';
    case 'create extension':
      return 'extension';
    case 'give to':
      return 'role';
    default:
      return 'relation';
  }
}

/** Of a table whose owner too meets its policies, or of somebody else's. */
function hidden(need: Need, { role }: Row): string {
  const table = 'on' in need ? qualified(need.on) : '';
  return `row-level security of ${table} hides rows from ${String(role)}, which has no BYPASSRLS`;
}

function sentence(need: Need, { role, owner }: Row): string {
  switch (need.right) {
    case 'own relation':
    case 'own type':
      return `${qualified(need.on)} belongs to ${String(owner)}, and ${String(role)} is no member of that role`;
    case 'own schema':
      return `the schema ${need.schema} belongs to ${String(owner)}, and ${String(role)} is no member of that role`;
    case 'create in schema':
      return `${String(role)} may not create anything in the schema ${need.schema}`;
    case 'create schemas':
      return `${String(role)} may not create a schema in the database`;
    case 'create extension':
      return `${String(role)} may not create the extension ${need.extension}`;
    case 'give to':
      return `${String(role)} may not give objects to ${need.role}: it is no member of that role, or may not SET ROLE to it`;
    default:
      return `${String(role)} has no ${need.right} on ${qualified(need.on)}`;
  }
}
