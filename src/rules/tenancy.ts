import type { Lookups } from '../catalog/lookups.ts';
import { qualified } from '../catalog/names.ts';
import type { Column, Table } from '../catalog/table.ts';
import { phrases, singularWords, spoken } from '../catalog/words.ts';
import { isMigrationRecord } from './record-tables.ts';

/** How a schema keeps its tenants apart: by one column that most tables have. */
export interface Tenancy {
  /** The column's name, the same in every table. */
  readonly column: string;
  /** The table whose rows are the tenants, where the schema has it. */
  readonly tenants: Table | undefined;
  /** The tables with the column, by qualified name: their rows belong to a tenant. */
  readonly owned: ReadonlyMap<string, { readonly table: Table; readonly column: Column }>;
  /** The share of the tables that refer to others, or have the column, that have it: 0 to 1. */
  readonly share: number;
}

/** What a tenant's key is called, the surest first. The later ones also name plain parents, and need a foreign key. */
export const tenantNames: readonly string[] = phrases(`
  tenant id, tenant, tenant uuid, tenantid, organization id, organisation id, organizationid, organisationid, org id, orgid,
  workspace id, workspaceid, account id, accountid, company id, companyid, team id, customer account id, shop id,
  merchant id, site id`);
const certain = /^tenant/;
const unmistakable = /^(?:tenant|org|workspace)/;
const leastTables = 3;

/**
 * The tenancy of a schema, or nothing when it has none: a column of one of the names that refers to one table, in at
 * least three tables and half of those that take part in any relation; `tenant_id` needs no share, its name is enough.
 */
export function tenancy(lookups: Lookups, names: readonly string[] = tenantNames): Tenancy | undefined {
  const known = models.get(lookups);
  if (known && known.names.join() === names.join()) return known.model;
  const found = findTenancy(lookups, names);
  models.set(lookups, { names, model: found });
  return found;
}

/** The last answer for a catalog's look-ups: several rules ask the same of one catalog. */
const models = new WeakMap<Lookups, { readonly names: readonly string[]; readonly model: Tenancy | undefined }>();

function findTenancy(lookups: Lookups, names: readonly string[]): Tenancy | undefined {
  const tables = lookups.ownTables.filter((table) => !isMigrationRecord(table.name));
  const byColumn = new Map<string, { readonly table: Table; readonly column: Column }[]>();
  for (const table of tables) {
    for (const column of table.columns) {
      if (!names.includes(spoken(column.name))) continue;
      const key = JSON.stringify([names.indexOf(spoken(column.name)), column.name]);
      byColumn.set(key, [...(byColumn.get(key) ?? []), { table, column }]);
    }
  }
  const candidates = [...byColumn].sort(([a, mine], [b, theirs]) => theirs.length - mine.length || (a < b ? -1 : 1));
  for (const [, members] of candidates) {
    const found = model(members, tables, lookups);
    if (found) return found;
  }
  return undefined;
}

function model(
  members: readonly { readonly table: Table; readonly column: Column }[],
  tables: readonly Table[],
  lookups: Lookups,
): Tenancy | undefined {
  const [first] = members;
  if (!first) return undefined;
  const column = first.column.name;
  const tenants = tenantTable(members, tables, lookups);
  const owned = new Map(
    members.filter(({ table }) => table !== tenants).map((member) => [qualified(member.table), member]),
  );
  const eligible = tables.filter(
    (table) => table !== tenants && (owned.has(qualified(table)) || lookups.referencesFrom(table).length > 0),
  );
  const share = eligible.length === 0 ? 0 : owned.size / eligible.length;
  const sure = certain.test(spoken(column));
  if (tenants && !unmistakable.test(spoken(column)) && isActor(tenants, column, lookups)) return undefined;
  if (owned.size < leastTables || (!sure && (share < 0.5 || tenants === undefined))) return undefined;
  return { column, tenants, owned, share };
}

/** The table that most of the columns' foreign keys refer to; without any, the one that the column is named after. */
function tenantTable(
  members: readonly { readonly table: Table; readonly column: Column }[],
  tables: readonly Table[],
  lookups: Lookups,
): Table | undefined {
  const votes = new Map<Table, number>();
  let all = 0;
  for (const { table, column } of members) {
    for (const { key, to } of lookups.referencesFrom(table)) {
      if (!to || key.columns.length !== 1 || key.columns[0] !== column.name) continue;
      votes.set(to, (votes.get(to) ?? 0) + 1);
      all++;
    }
  }
  const most = [...votes].sort(([a, mine], [b, theirs]) => theirs - mine || (qualified(a) < qualified(b) ? -1 : 1))[0];
  if (most) return most[1] > all / 2 ? most[0] : undefined;
  const name = spoken(members[0]?.column.name ?? '').replace(/ (?:id|uuid)$|(?<=[a-z])id$/, '');
  const named = tables.filter(
    (table) => singularWords(table.name).join(' ') === name && table.primaryKey?.columns.length === 1,
  );
  return certain.test(name) && named.length === 1 ? named[0] : undefined;
}

/** Rows that others refer to in several roles (`target_account_id`, `moved_to_account_id`) act; they own nothing. */
function isActor(table: Table, column: string, lookups: Lookups): boolean {
  const references = lookups
    .referencesTo(table)
    .filter(({ from, key }) => !from.partitionOf && key.columns.length === 1);
  return references.filter(({ key }) => key.columns[0] !== column).length > references.length * 0.1;
}

/** Whether the name alone says so, or nearly every table has the column. */
export function isCertain({ column, share }: Tenancy): boolean {
  return certain.test(spoken(column)) || share >= 0.8;
}

/** Whether any policy of the tenants' tables is in force: isolation is then the database's business. */
export function isEnforced({ owned }: Tenancy): boolean {
  return [...owned.values()].some(({ table }) => table.rowSecurity !== 'off' && table.policies.length > 0);
}
