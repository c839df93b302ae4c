import type { Row } from '../../connection.ts';

/** What the engine's own program for a statement does to the tables and indexes that are there. */
export interface Program {
  /** It takes the lock of a writer. */
  readonly writes: boolean;
  /** Tables that it goes through from end to end, by name. */
  readonly scanned: ReadonlySet<string>;
  /** Tables of which it writes each row anew, by name. */
  readonly rewritten: ReadonlySet<string>;
  /** Tables whose rows or pages it touches as a writer, by name. */
  readonly written: ReadonlySet<string>;
  /** Indexes that are emptied and made again, by name. */
  readonly rebuilt: ReadonlySet<string>;
  /** It goes through the whole database: VACUUM. */
  readonly whole: boolean;
  /** What it says, and fails with, where the table has a row. */
  readonly refusesRows?: string;
}

/** A table or an index, by the page that its tree begins with. */
export interface Tree {
  readonly name: string;
  /** Its table; its own name for one. */
  readonly table: string;
}

/** The row of `EXPLAIN`: a step of the engine's virtual machine (https://sqlite.org/opcode.html). */
interface Step {
  readonly opcode: string;
  readonly p1: number;
  readonly p2: number;
  readonly p3: number;
  readonly p4: string;
  readonly p5: number;
}

/** Set where P2 of OpenWrite is the number of a register, for a tree that the statement makes itself. */
const inRegister = 0x10;

/**
 * Reads what `EXPLAIN` shows of a statement: which trees are opened, and gone through in a loop. `adds`: the table that
 * a column is added to, whose rows are looked at to the first alone, unless the engine checks them all. `virtual`: the
 * virtual tables that the statement names, which the program does not.
 */
export function readProgram(
  rows: readonly Row[],
  trees: ReadonlyMap<number, Tree>,
  adds?: string,
  virtual: Iterable<string> = [],
): Program {
  const steps = rows.map(
    (row): Step => ({
      opcode: String(row['opcode']),
      p1: Number(row['p1']),
      p2: Number(row['p2']),
      p3: Number(row['p3']),
      p4: String(row['p4'] ?? ''),
      p5: Number(row['p5']),
    }),
  );
  const cursors = new Map<number, Tree>();
  const looped = new Set(steps.filter(({ opcode }) => /^(?:Next|Prev)$/.test(opcode)).map(({ p1 }) => p1));
  const scanned = new Set<string>();
  const rewritten = new Set<string>();
  const written = new Set<string>();
  const rebuilt = new Set<string>();
  for (const { opcode, p1, p2, p3, p5 } of steps) {
    if (/^(?:OpenRead|OpenWrite|ReopenIdx)$/.test(opcode)) {
      const tree = p3 === 0 && !(opcode === 'OpenWrite' && (p5 & inRegister) !== 0) ? trees.get(p2) : undefined;
      if (tree) cursors.set(p1, tree);
      else cursors.delete(p1);
      if (tree && opcode === 'OpenWrite') written.add(tree.table);
    } else if (/^(?:Rewind|Last)$/.test(opcode) && looped.has(p1) && adds === undefined) {
      const tree = cursors.get(p1);
      if (tree) scanned.add(tree.table);
    } else if (opcode === 'Clear' || opcode === 'Destroy') {
      const tree = p2 === 0 || opcode === 'Destroy' ? trees.get(p1) : undefined;
      if (tree) written.add(tree.table);
      if (tree && opcode === 'Clear' && tree.name !== tree.table) rebuilt.add(tree.name);
    } else if (opcode === 'Insert') {
      const tree = cursors.get(p1);
      if (tree && tree.name === tree.table && scanned.has(tree.table)) rewritten.add(tree.table);
    }
  }
  // Values of a new column are checked by the engine's own check of a table.
  if (adds !== undefined && steps.some(({ opcode }) => opcode === 'VFilter')) scanned.add(adds);
  if (steps.some((step) => isWholeScan(step, steps))) for (const name of virtual) scanned.add(name);
  const refusal = steps.find(
    ({ opcode, p4 }) => /^(?:String8|Halt)$/.test(opcode) && /^cannot add a (?:.* )?column\b/i.test(p4),
  )?.p4;
  return {
    writes: steps.some(({ opcode, p1, p2 }) => opcode === 'Transaction' && p1 === 0 && p2 > 0) || steps.some(isVacuum),
    scanned,
    rewritten,
    written,
    rebuilt,
    whole: steps.some(isVacuum),
    ...(refusal === undefined ? {} : { refusesRows: refusal + ofKeys(refusal) }),
  };
}

/** What a reference may not have as its default it may have in sessions that do not enforce foreign keys. */
function ofKeys(refusal: string): string {
  return / REFERENCES column/.test(refusal) ? ' (in sessions with PRAGMA foreign_keys = ON)' : '';
}

/** A virtual table is asked for its rows without any condition: the number of them is in the second register. */
function isWholeScan({ opcode, p3 }: Step, steps: readonly Step[]): boolean {
  return opcode === 'VFilter' && steps.some((one) => one.opcode === 'Integer' && one.p1 === 0 && one.p2 === p3 + 1);
}

function isVacuum({ opcode }: Step): boolean {
  return opcode === 'Vacuum';
}

/** All trees of the database, but those of temporary objects. */
export const treesQuery = 'SELECT rootpage, name, tbl_name FROM sqlite_schema WHERE rootpage > 1';

export function readTrees(rows: readonly Row[]): ReadonlyMap<number, Tree> {
  return new Map(
    rows.map((row) => [Number(row['rootpage']), { name: String(row['name']), table: String(row['tbl_name']) }]),
  );
}
