import type { Table } from '../../catalog/table.ts';
import { words } from '../../catalog/words.ts';

/** Tables of one shape whose names differ in one part only. */
export interface Family {
  readonly by: 'period' | 'number' | 'tenant';
  /** Sorted by name. */
  readonly tables: readonly Table[];
  /** The name with `*` for the part that differs. */
  readonly pattern: string;
  /** The parts that differ, in the tables' order. */
  readonly parts: readonly string[];
}

const months =
  'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december';
const period = new RegExp(
  `(?<![0-9])(?:(?:19|20)[0-9]{2}(?:[-_]?(?:0[1-9]|1[0-2])(?:[-_]?(?:0[1-9]|[12][0-9]|3[01]))?|[-_]?[qwh][0-9]{1,2}|[-_](?:${months}))?|(?<=_)(?:${months})[-_]?(?:19|20)[0-9]{2}|(?<=_)[qw][0-9]{1,2}[-_](?:19|20)[0-9]{2})(?![0-9])`,
  'i',
);

/** The name with its period, or its last number, replaced by `*`. */
function patternOf(
  name: string,
): { readonly by: 'period' | 'number'; readonly pattern: string; readonly part: string } | undefined {
  const dated = period.exec(name);
  if (dated) return { by: 'period', pattern: name.replace(dated[0], '*'), part: dated[0] };
  const numbered = /(?<=[a-z_])([0-9]{1,4})$/i.exec(name);
  if (numbered) return { by: 'number', pattern: `${name.slice(0, numbered.index)}*`, part: numbered[0] };
  return undefined;
}

/** Whether every table has nearly all of the columns of the one with the most. */
export function sameShape(tables: readonly Table[], share: number): boolean {
  const largest = tables.reduce((a, b) => (b.columns.length > a.columns.length ? b : a));
  const wanted = new Set(largest.columns.map((column) => `${column.name} ${column.type.family}`));
  return tables.every((table) => {
    const common = table.columns.filter((column) => wanted.has(`${column.name} ${column.type.family}`)).length;
    return common >= wanted.size * share;
  });
}

export function periodFamilies(tables: readonly Table[], minimumNumbered: number): readonly Family[] {
  const groups = new Map<
    string,
    { readonly by: 'period' | 'number'; readonly pattern: string; readonly members: { table: Table; part: string }[] }
  >();
  for (const table of tables) {
    const found = patternOf(table.name);
    if (!found) continue;
    const key = JSON.stringify([table.schema, found.by, found.pattern]);
    const group = groups.get(key) ?? { by: found.by, pattern: found.pattern, members: [] };
    groups.set(key, group);
    group.members.push({ table, part: found.part });
  }
  return [...groups.values()]
    .filter(({ by, members }) => members.length >= (by === 'period' ? 2 : minimumNumbered))
    .map(({ by, pattern, members }) => family(by, pattern, members));
}

/**
 * Tables of one shape named `<tenant>_orders` or `customer_<tenant>_orders`: at least so many of one pattern, and the
 * same tenants again in another pattern, so that kinds (cat_food, dog_food) are not taken for tenants.
 */
export function tenantFamilies(tables: readonly Table[], minimum: number): readonly Family[] {
  const groups = new Map<string, { readonly pattern: string; readonly members: { table: Table; part: string }[] }>();
  for (const table of tables) {
    const parts = words(table.name);
    if (parts.length < 2 || table.columns.length < 3) continue;
    for (const [at, part] of parts.entries()) {
      if (/^\d/.test(part)) continue;
      const pattern = parts.map((word, place) => (place === at ? '*' : word)).join('_');
      const key = JSON.stringify([table.schema, pattern]);
      const group = groups.get(key) ?? { pattern, members: [] };
      groups.set(key, group);
      group.members.push({ table, part });
    }
  }
  const candidates = [...groups.values()].filter(({ members }) => members.length >= minimum);
  const uses = new Map<string, Set<string>>();
  for (const { pattern, members } of candidates) {
    for (const { part } of members) uses.set(part, (uses.get(part) ?? new Set()).add(pattern));
  }
  return candidates.flatMap(({ pattern, members }) => {
    const tenants = members.filter(({ part }) => (uses.get(part)?.size ?? 0) >= 2);
    return tenants.length >= minimum ? [family('tenant', pattern, tenants)] : [];
  });
}

function family(
  by: Family['by'],
  pattern: string,
  members: readonly { readonly table: Table; readonly part: string }[],
): Family {
  const sorted = [...members].sort((a, b) => (a.table.name < b.table.name ? -1 : 1));
  return { by, pattern, tables: sorted.map(({ table }) => table), parts: sorted.map(({ part }) => part) };
}
