import type { Catalog } from '../../catalog/catalog.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import type { Table } from '../../catalog/table.ts';
import { junctionOf } from './junction.ts';
import type { Link, Links } from './links.ts';
import { isFewEach, isHistory, oneRow, type TableName, tableName } from './table-names.ts';

/** How many rows a table has, and how that is known, in words. */
export interface DerivedRows {
  readonly rows: number;
  readonly reason: string;
  /** A list of the world or the program, which does not grow with the business. */
  readonly list: boolean;
  readonly known: boolean;
}

/** What is presumed where nothing is known and nothing leads to it. */
const ofThings = 10_000;
const ofPeople = 100_000;
const ofTenants = 1000;
const ofLogs = 1_000_000;
/** More rows than this are only where somebody says so: a chain of guesses, each three times the last, has no end. */
const mostPresumed = 1_000_000_000;
/** A list has no more rows than this. */
export const longestList = 1000;

/** Rows of all tables but partitions: known ones as they are, the others by the rules of docs/volumes.md, in their order. */
export function deriveRows(
  catalog: Catalog,
  statistics: Statistics,
  lookups: Lookups,
  links: Links,
): ReadonlyMap<Table, DerivedRows> {
  const result = new Map<Table, DerivedRows>();
  const tables = catalog.tables.filter((table) => !table.partitionOf);
  for (const table of tables) {
    const known = knownRows(table, statistics, lookups);
    const name = tableName(table.name);
    if (known) {
      result.set(table, { ...known, list: isListOf(table, name, known.rows, links), known: true });
      continue;
    }
    const listed = listRows(table, name, links);
    if (listed) result.set(table, { ...listed, list: true, known: false });
  }
  const order = parentsFirst(tables, links);
  for (const table of [...order].reverse()) if (!result.has(table)) fromChildren(table, result, links);
  for (const table of order) if (!result.has(table)) result.set(table, fromParents(table, result, links, lookups));
  return result;
}

/** What was read or declared, of the table itself or of all its partitions. */
function knownRows(
  table: Table,
  statistics: Statistics,
  lookups: Lookups,
): { readonly rows: number; readonly reason: string } | undefined {
  const own = statistics.tables[qualified(table)];
  if (own && !(own.origin === 'derived' && own.rows === 0)) return { rows: own.rows, reason: own.origin };
  const parts = lookups.partitions(table).map((part) => knownRows(part, statistics, lookups)?.rows);
  const told = parts.filter((rows) => rows !== undefined);
  if (told.length === 0 || told.length < parts.length) return undefined;
  return { rows: told.reduce((sum, rows) => sum + rows, 0), reason: 'the sum of its partitions' };
}

/** Whether a table of known rows is a list: small, and of nothing that grows. */
function isListOf(table: Table, name: TableName, rows: number, links: Links): boolean {
  if (rows > longestList) return false;
  if (name.kind === 'list') return true;
  return links.from(table).length === 0 && name.kind === 'thing';
}

/** Columns of which a mere list is made. */
const listColumns =
  /^(?:id|uuid|code|key|name|label|title|slug|symbol|icon|colou?r|description|position|sort(?:_?order)?|ordering|rank|active|enabled|is_active)$/;

function listRows(
  table: Table,
  name: TableName,
  links: Links,
): { readonly rows: number; readonly reason: string } | undefined {
  // A list of each customer's is not one of the program's.
  if (links.from(table).some((link) => link.mandatory && tableName(link.parent.name).kind !== 'list')) return undefined;
  if (name.kind === 'list') return { rows: name.rows, reason: 'a list, by its name' };
  const plain = table.columns.every((column) => listColumns.test(column.name.toLowerCase()));
  return plain && table.columns.length > 1 && name.kind === 'thing' && links.to(table).length > 0
    ? { rows: 100, reason: 'a list, by its columns' }
    : undefined;
}

/** Every table after those that it refers to, as far as they do not go round in a circle. */
function parentsFirst(tables: readonly Table[], links: Links): readonly Table[] {
  const order: Table[] = [];
  const seen = new Set<Table>();
  for (const start of tables) {
    const path: { readonly table: Table; readonly left: Link[] }[] = [];
    const enter = (table: Table) => {
      if (seen.has(table)) return;
      seen.add(table);
      path.push({ table, left: [...links.from(table)] });
    };
    enter(start);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.left.shift();
      if (next) enter(next.parent);
      else {
        path.pop();
        order.push(top.table);
      }
    }
  }
  return order;
}

/** The references that a table's rows may be counted by: what they belong to, else whatever they must have. */
function owners(table: Table, links: Links): readonly Link[] {
  const all = links.from(table).filter((link) => tableName(link.parent.name).kind !== 'list');
  const apart = all.filter((link) => tableName(link.parent.name).kind !== 'tenant');
  const usable = apart.length > 0 ? apart : all;
  const mandatory = usable.filter((link) => link.mandatory);
  const belonging = mandatory.filter((link) => link.belongs);
  if (belonging.length > 0) return belonging;
  if (mandatory.length > 0) return mandatory;
  const kind = tableName(table.name).kind;
  if (kind === 'thing' || kind === 'people' || kind === 'tenant') return usable.filter((link) => link.belongs);
  return usable;
}

/** How many rows of the child one of the parent's has in the mean. */
function perParent(link: Link): number {
  if (link.oneToOne) return link.mandatory ? 1 : 0.5;
  const { kind } = tableName(link.child.name);
  const tenant = tableName(link.parent.name).kind === 'tenant';
  switch (kind) {
    case 'part':
      return 3;
    case 'log':
      return tenant ? 1000 : isHistory(link.child.name) ? 10 : 50;
    case 'once':
      return tenant ? 100 : 1;
    case 'seldom':
      return tenant ? 10 : 0.05;
    case 'few':
      return tenant ? 5 : 2;
    case 'list':
      return isFewEach(link.child.name) ? 2 : 5;
    case 'people':
      return tenant ? 50 : 5;
    case 'growing':
      return tenant ? 1000 : 10;
    default:
      return tenant ? 50 : 3;
  }
}

/** A parent whose children are known has as many rows as leave each its share. */
function fromChildren(table: Table, result: Map<Table, DerivedRows>, links: Links): void {
  let best: { readonly rows: number; readonly link: Link } | undefined;
  for (const link of links.to(table)) {
    const child = result.get(link.child);
    if (!child || child.list || junctionOf(link.child, links)) continue;
    const own = owners(link.child, links);
    if (own.length !== 1 || own[0] !== link) continue;
    const rows = Math.max(1, Math.round(child.rows / perParent(link)));
    if (!best || rows > best.rows) best = { rows, link };
  }
  if (!best) return;
  const reason = `${rate(best.link)}: ${because(best.link)}`;
  result.set(table, { rows: best.rows, reason, list: false, known: false });
}

function fromParents(
  table: Table,
  result: ReadonlyMap<Table, DerivedRows>,
  links: Links,
  lookups: Lookups,
): DerivedRows {
  const derived = (rows: number, reason: string): DerivedRows => ({
    rows: Math.max(1, Math.round(rows)),
    reason,
    list: false,
    known: false,
  });
  const parts = lookups.partitions(table);
  const junction = parts.length === 0 ? junctionOf(table, links) : undefined;
  if (junction) {
    const [a, b] = junction.map((link) => ({ link, rows: result.get(link.parent)?.rows ?? ofThings }));
    if (a && b) {
      const [larger, smaller] = a.rows >= b.rows ? [a, b] : [b, a];
      const each = Math.min(2, smaller.rows);
      return derived(
        larger.rows * each,
        `${each} per ${oneRow(larger.link.parent.name)}: ${displayName(table.name)} joins it to ${displayName(smaller.link.parent.name)}`,
      );
    }
  }
  let best: { readonly rows: number; readonly link: Link } | undefined;
  for (const link of owners(table, links)) {
    const parent = result.get(link.parent);
    if (!parent) continue;
    const rows = parent.rows * perParent(link);
    if (!best || rows > best.rows) best = { rows, link };
  }
  if (best) {
    const parent = result.get(best.link.parent);
    if (best.rows > mostPresumed && parent?.known === false)
      return derived(Math.max(parent.rows, mostPresumed), `${because(best.link)}: no more than 1G are presumed`);
    return derived(best.rows, `${rate(best.link)}: ${because(best.link)}`);
  }
  switch (tableName(table.name).kind) {
    case 'tenant':
      return derived(ofTenants, 'nothing leads to it: what is usual of tenants');
    case 'people':
      return derived(ofPeople, 'nothing leads to it: what is usual of people');
    case 'log': {
      const largest = Math.max(ofLogs, largestOf(result));
      return derived(largest, 'a log, by its name: as many as the largest known table, 1M at least');
    }
    default:
      return derived(ofThings, 'nothing leads to it: 10 000 are presumed');
  }
}

/** Of what was read or declared. */
function largestOf(result: ReadonlyMap<Table, DerivedRows>): number {
  let largest = 0;
  for (const { rows, known } of result.values()) if (known) largest = Math.max(largest, rows);
  return largest;
}

function rate(link: Link): string {
  const each = perParent(link);
  const parent = oneRow(link.parent.name);
  if (each >= 1) return `${each} per ${parent}`;
  return `one per ${Math.round(1 / each)} ${parent} rows`;
}

function because({ child, parent, presumed, columns }: Link): string {
  const verb = presumed ? `.${displayName(columns[0] ?? '')} looks like a reference to` : ' references';
  return `${displayName(child.name)}${verb} ${displayName(parent.name)}`;
}
