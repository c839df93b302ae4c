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
  /** Of the columns that may be null, those that have no null here. */
  readonly required?: (pool: Pool) => boolean;
  readonly timeZone?: string;
}

/** Of so many columns all pairs are told apart by their nulls. */
const mostBits = 3;

/**
 * Databases of all sorts for some tables; the same for the same source of numbers. `mentioned` are the names of the
 * columns that the queries speak of: of any two of them that may be null, there is a database in which the one has nulls
 * and the other has none.
 */
export function makeDatabases(
  scratch: Scratch,
  pools: ReadonlyMap<Copy, readonly Pool[]>,
  mentioned: ReadonlySet<string>,
  random: () => number,
): readonly MadeDatabase[] {
  const { copies } = scratch;
  const nullable = [...pools.values()].flat().filter((pool) => pool.nullable && mentioned.has(pool.column.name));
  const numbers = new Map(nullable.map((pool, number) => [pool, number]));
  const bits = Math.min(mostBits, Math.max(1, Math.ceil(Math.log2(nullable.length + 1))));
  // So that a join of all of them stays small.
  const rows = copies.length <= 2 ? 24 : copies.length === 3 ? 16 : copies.length === 4 ? 10 : 7;
  const manners: readonly Manner[] = [
    { name: 'matching rows', rows, favour: 0.85, nulls: 0.1, variety: 3 },
    { name: 'one row each', rows: 1, favour: 1, nulls: 0, variety: 1 },
    { name: 'empty tables', rows: 0, favour: 0, nulls: 0, variety: 1 },
    { name: 'many nulls', rows, favour: 0.4, nulls: 0.45, variety: 3 },
    { name: 'nothing but nulls', rows: 3, favour: 0, nulls: 1, variety: 2 },
    { name: 'duplicates', rows, favour: 0.9, nulls: 0.2, variety: 1 },
    { name: 'boundaries', rows: rows * 2, favour: 0.4, nulls: 0.15, variety: 20, timeZone: 'America/New_York' },
    { name: 'without nulls', rows, favour: 0.6, nulls: 0, variety: 2 },
    ...[1, 2, 3].map(
      (number): Manner => ({
        name: `a few rows (${number})`,
        rows: 3,
        favour: 0.75,
        nulls: 0.2,
        variety: 3,
        required: (pool) => (numbers.get(pool) ?? 0) % 2 === number % 2,
      }),
    ),
    ...Array.from(
      { length: 2 * bits },
      (_, number): Manner => ({
        name: `nulls in some columns (${number + 1})`,
        rows,
        favour: 0.75,
        nulls: 0.3,
        variety: 3,
        required: (pool) => (((numbers.get(pool) ?? 0) >> (number >> 1)) & 1) === number % 2,
      }),
    ),
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
  const made = (manner: Manner, name: string): MadeDatabase => ({
    name,
    timeZone: manner.timeZone ?? 'UTC',
    rows: fill(scratch, pools, manner, random),
  });
  // Those that chance has most to do with; empty tables are the same each time.
  const again = manners.filter((manner) => manner.rows > 1 && !manner.without && !manner.name.startsWith('nulls in'));
  return [
    ...manners.map((manner) => made(manner, manner.name)),
    ...again.map((manner) => made(manner, `${manner.name}, again`)),
  ];
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
      manner.required?.(pool) ? { ...pool, nullable: false } : pool,
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
  const shared = pool.shared.slice(0, varietyOf(pool, manner));
  return pick(random() < 0.3 || manner.variety > 6 ? [...pool.named, ...shared] : shared, random) ?? null;
}

/** Where columns are told apart by their nulls, those without have fewer values, too: so some of the others' are not theirs. */
function varietyOf(pool: Pool, manner: Manner): number {
  if (!manner.required) return manner.variety;
  return pool.nullable ? 2 * manner.variety : Math.max(1, manner.variety - 1);
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
  const first = columns[own[0] ?? -1];
  const variety = first ? varietyOf(first, manner) : manner.variety;
  const few = random() < 0.3 && !manner.required ? parents.length : Math.min(parents.length, variety);
  const parent = parents[Math.floor(random() * few)];
  for (const [at, position] of own.entries()) {
    const from = theirs.findIndex((pool) => pool.column.name === key.referencedColumns[at]);
    if (position >= 0) values[position] = parent?.[from] ?? null;
  }
}
