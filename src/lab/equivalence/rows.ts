import type { Pool } from './pools.ts';
import type { Copy, Scratch } from './scratch.ts';
import { distinctValue } from './values.ts';

/** A row's values as text, in the order of the pools. */
export type MadeRow = readonly (string | null)[];

/** Rows for every copy. */
export interface MadeDatabase {
  /** What it is for: `duplicates`. */
  readonly name: string;
  readonly rows: ReadonlyMap<Copy, readonly MadeRow[]>;
  /** The session's time zone. */
  readonly timeZone: string;
}

/** How the rows of a database are to be. */
interface Manner {
  readonly name: string;
  readonly rows: number;
  /** How often a value is taken from those that the conditions ask for. */
  readonly favour: number;
  /** How often a value that may be null is. */
  readonly nulls: number;
  /** How many of the values that all columns share are used. */
  readonly variety: number;
  readonly without?: Copy;
  /** Some columns that may be null have no null at all. */
  readonly someColumns?: true;
  readonly timeZone?: string;
}

/** Databases of all sorts for some tables; the same for the same source of numbers. */
export function makeDatabases(
  scratch: Scratch,
  pools: ReadonlyMap<Copy, readonly Pool[]>,
  random: () => number,
): readonly MadeDatabase[] {
  const { copies } = scratch;
  // So that a join of all of them stays small.
  const rows = copies.length <= 2 ? 24 : copies.length === 3 ? 16 : copies.length === 4 ? 10 : 7;
  const manners: readonly Manner[] = [
    { name: 'matching rows', rows, favour: 0.85, nulls: 0.1, variety: 3 },
    { name: 'one row each', rows: 1, favour: 1, nulls: 0, variety: 1 },
    { name: 'empty tables', rows: 0, favour: 0, nulls: 0, variety: 1 },
    { name: 'many nulls', rows, favour: 0.4, nulls: 0.45, variety: 3 },
    { name: 'nothing but nulls', rows: 3, favour: 0, nulls: 1, variety: 2 },
    { name: 'duplicates', rows, favour: 0.9, nulls: 0.2, variety: 1 },
    { name: 'boundaries', rows: rows * 2, favour: 0.3, nulls: 0.05, variety: 20, timeZone: 'America/New_York' },
    { name: 'without nulls', rows, favour: 0.6, nulls: 0, variety: 2 },
    ...[1, 2, 3].flatMap((number): readonly Manner[] => [
      { name: `a few rows (${number})`, rows: 3, favour: 0.75, nulls: 0.2, variety: 3, someColumns: true },
      { name: `nulls in some columns (${number})`, rows, favour: 0.75, nulls: 0.3, variety: 3, someColumns: true },
    ]),
    ...copies.slice(0, 4).map(
      (copy): Manner => ({
        name: `no rows in ${copy.table.name}`,
        rows: Math.min(rows, 8),
        favour: 0.9,
        nulls: 0.1,
        variety: 2,
        without: copy,
      }),
    ),
  ];
  return manners.map((manner) => ({
    name: manner.name,
    timeZone: manner.timeZone ?? 'UTC',
    rows: fill(scratch, pools, manner, random),
  }));
}

function fill(
  { copies, references }: Scratch,
  pools: ReadonlyMap<Copy, readonly Pool[]>,
  manner: Manner,
  random: () => number,
): ReadonlyMap<Copy, readonly MadeRow[]> {
  const made = new Map<Copy, readonly MadeRow[]>();
  for (const copy of copies) {
    const columns = (pools.get(copy) ?? []).map((pool) =>
      manner.someColumns && random() < 0.5 ? { ...pool, nullable: false } : pool,
    );
    const rows: MadeRow[] = [];
    const count = copy === manner.without ? 0 : manner.rows;
    for (let number = 0; number < count; number++) {
      const last = rows.at(-1);
      const values: (string | null)[] =
        last && random() < 0.2 && manner.variety < 20
          ? columns.map((pool, at) => (pool.unique ? drawn(pool, number, manner, random) : (last[at] ?? null)))
          : columns.map((pool) => drawn(pool, number, manner, random));
      for (const reference of references) {
        if (reference.from !== copy) continue;
        // A row of a table that refers to itself may be its own parent.
        const parents = reference.to === copy ? [...rows, values] : (made.get(reference.to) ?? []);
        refer(values, reference, columns, pools.get(reference.to) ?? [], parents, manner, random);
      }
      rows.push(values);
    }
    made.set(copy, rows);
  }
  return made;
}

function drawn(pool: Pool, number: number, manner: Manner, random: () => number): string | null {
  if (pool.nullable && random() < manner.nulls) return null;
  if (pool.unique) return uniqueValue(pool, number);
  const nulls = manner.nulls > 0 && pool.nullable;
  const favourites = nulls ? pool.favourites : pool.favourites.filter((value) => value !== null);
  if (favourites.length > 0 && random() < manner.favour) return pick(favourites, random) ?? null;
  const shared = pool.shared.slice(0, manner.variety);
  return pick(random() < 0.3 || manner.variety > 6 ? [...pool.named, ...shared] : shared, random) ?? null;
}

/** The values of a unique column in turn: those that the query names, those of the pool, then further ones. */
function uniqueValue(pool: Pool, number: number): string | null {
  const first = [...new Set([...pool.favourites, ...pool.shared, ...pool.named])].filter((value) => value !== null);
  return first[number] ?? distinctValue(pool.column.type, 100 + number) ?? null;
}

function pick<Value>(values: readonly Value[], random: () => number): Value | undefined {
  return values[Math.floor(random() * values.length)];
}

/** Takes the columns of a foreign key from a row that is there. */
function refer(
  values: (string | null)[],
  { key }: Scratch['references'][number],
  columns: readonly Pool[],
  theirs: readonly Pool[],
  parents: readonly MadeRow[],
  manner: Manner,
  random: () => number,
): void {
  const own = key.columns.map((name) => columns.findIndex((pool) => pool.column.name === name));
  if (own.some((at) => at >= 0 && values[at] === null && columns[at]?.nullable)) return;
  // Mostly of the first few, so that some have several children and most have none.
  const few = random() < 0.3 ? parents.length : Math.min(parents.length, manner.variety);
  const parent = parents[Math.floor(random() * few)];
  for (const [at, position] of own.entries()) {
    const from = theirs.findIndex((pool) => pool.column.name === key.referencedColumns[at]);
    if (position >= 0) values[position] = parent?.[from] ?? null;
  }
}
