import type { Node } from 'libpg-query';
import type { Connection } from '../../connection.ts';
import type { Surroundings } from '../../migration-reading.ts';
import { standInCollation } from '../load/substitutes.ts';
import { stringsOf, walk } from '../query/nodes.ts';
import { openParser } from '../query/parser.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';

/** What statements name that is of the server or its machine, and what they make of it themselves. */
interface Named {
  readonly roles: Set<string>;
  readonly collations: Map<string, readonly string[]>;
  readonly made: Set<string>;
}

/** The roles that a server has. */
export async function readRoles(connection: Connection): Promise<ReadonlySet<string>> {
  return new Set((await connection.query('SELECT rolname FROM pg_roles')).map((row) => String(row['rolname'])));
}

/**
 * Makes the roles and collations that statements name and a lab lacks. Where the roles of the server are known, one that
 * it has not is not made either.
 */
export async function furnish(
  lab: Connection,
  statements: readonly string[],
  known?: ReadonlySet<string>,
): Promise<Surroundings> {
  const named = await namedIn(statements);
  const there = await readRoles(lab);
  const roles = [...named.roles].filter((one) => !there.has(one) && !named.made.has(`role ${one}`)).sort();
  const made = roles.filter((one) => known?.has(one) !== false);
  for (const role of made) await lab.exec(`CREATE ROLE ${quoteIdentifier(role)} NOLOGIN`);
  const collations: string[] = [];
  for (const [text, parts] of [...named.collations].sort()) {
    if (named.made.has(`collation ${parts.at(-1)}`) || (await hasCollation(lab, parts))) continue;
    const [name = '', schema = 'pg_catalog'] = parts.toReversed();
    for (const sql of standInCollation(quoteName({ schema, name }), name)) await lab.exec(sql);
    collations.push(text);
  }
  return { roles: known ? [] : made, collations };
}

async function hasCollation(lab: Connection, parts: readonly string[]): Promise<boolean> {
  const name = parts.map(quoteIdentifier).join('.');
  const [row] = await lab.query(`SELECT to_regcollation(${quoteLiteral(name)}) IS NOT NULL AS there`);
  return row?.['there'] === true;
}

async function namedIn(statements: readonly string[]): Promise<Named> {
  const parser = await openParser();
  const named: Named = { roles: new Set(), collations: new Map(), made: new Set() };
  for (const sql of statements) {
    const parsed = parser.parse(sql);
    if ('fault' in parsed) continue;
    for (const { node } of parsed.statements) {
      walk(node, (one) => {
        noteMade(one, named);
        return undefined;
      });
      noteNamed(node, named);
    }
  }
  return named;
}

function noteMade(node: Node, { made, roles }: Named): void {
  if ('CreateRoleStmt' in node && node.CreateRoleStmt.role !== undefined) made.add(`role ${node.CreateRoleStmt.role}`);
  if ('DefineStmt' in node && node.DefineStmt.kind === 'OBJECT_COLLATION')
    made.add(`collation ${stringsOf(node.DefineStmt.defnames).at(-1)}`);
  if (!('GrantRoleStmt' in node)) return;
  for (const granted of node.GrantRoleStmt.granted_roles ?? [])
    if ('AccessPriv' in granted && granted.AccessPriv.priv_name !== undefined) roles.add(granted.AccessPriv.priv_name);
}

/** Roles and collations stand in many places of the tree, some of them without their kind. */
function noteNamed(value: unknown, named: Named): void {
  if (Array.isArray(value)) {
    for (const one of value) noteNamed(one, named);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if ('roletype' in value && value.roletype === 'ROLESPEC_CSTRING' && 'rolename' in value)
    named.roles.add(String(value.rolename));
  for (const key of ['collname', 'collation'] as const) {
    const list = (value as Readonly<Record<string, unknown>>)[key];
    if (!Array.isArray(list)) continue;
    const parts = stringsOf(list as readonly Node[]);
    if (parts.length > 0) named.collations.set(parts.join('.'), parts);
  }
  for (const one of Object.values(value)) noteNamed(one, named);
}
