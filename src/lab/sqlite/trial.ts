import { compareText } from '../../catalog/names.ts';
import type { Connection, Row } from '../../engines/connection.ts';
import type { Statement } from '../../engines/engine.ts';
import { openMemory } from '../../engines/sqlite/connect.ts';
import { noEffects } from '../effects.ts';
import type { Rehearsal } from '../rehearse.ts';

/** A group of statements, its place in the list, and the tables that it names. */
interface NamedGroup {
  readonly at: number;
  readonly group: readonly Statement[];
  readonly tables: readonly string[];
}

/**
 * Tries groups of statements on a database without rows, each from the schema as it is, and undoes everything. Those that
 * bring their own transactions are tried on copies of the tables that they name.
 */
export async function rehearse(
  connection: Connection,
  groups: readonly (readonly Statement[])[],
): Promise<readonly (readonly Rehearsal[])[]> {
  const objects = await connection.query(objectsQuery);
  const tablesOf = tableNames(objects);
  const named = groups.map((group, at): NamedGroup => ({ at, group, tables: tablesOf(group) }));
  const isInPlace = ({ group }: NamedGroup) => group.every(({ transactional }) => transactional);
  const results: (readonly Rehearsal[])[] = [];
  for (const part of apart(named.filter(isInPlace))) {
    for (const [at, result] of await tryTogether(connection, part)) results[at] = result;
  }
  // Those of the same tables behind each other, so that these are made once.
  const key = ({ tables }: NamedGroup) => tables.join('\n');
  const beside = named.filter((one) => !isInPlace(one)).toSorted((a, b) => compareText(key(a), key(b)));
  const copies = trialBeside(objects);
  try {
    for (const { at, group, tables } of beside) results[at] = await copies.run(group, tables);
  } finally {
    await copies.close();
  }
  return results;
}

/**
 * Groups in parts in which no table is named twice: undoing makes the engine read the whole schema again, so a part is
 * undone at once. What names no table may be about any, and is a part of its own.
 */
function apart(groups: readonly NamedGroup[]): readonly (readonly NamedGroup[])[] {
  const alone: NamedGroup[][] = [];
  const parts: { readonly groups: NamedGroup[]; readonly touched: Set<string> }[] = [];
  for (const one of groups) {
    if (one.tables.length === 0) {
      alone.push([one]);
      continue;
    }
    let part = parts.find(({ touched }) => !one.tables.some((name) => touched.has(name)));
    if (!part) {
      part = { groups: [], touched: new Set() };
      parts.push(part);
    }
    part.groups.push(one);
    for (const name of one.tables) part.touched.add(name);
  }
  return [...parts.map((part) => part.groups), ...alone];
}

/** Runs groups behind each other and undoes them at once. One that fails behind others is tried again without them. */
async function tryTogether(
  connection: Connection,
  groups: readonly NamedGroup[],
): Promise<ReadonlyMap<number, readonly Rehearsal[]>> {
  const results = new Map<number, readonly Rehearsal[]>();
  const undo = () => connection.exec('ROLLBACK TO relvar_trial');
  await connection.exec('SAVEPOINT relvar_trial');
  let isUsed = false;
  for (const { at, group } of groups) {
    let result = await run(connection, group);
    if (isUsed && hasFailed(result)) {
      await undo();
      result = await run(connection, group);
    }
    isUsed = !hasFailed(result);
    if (!isUsed) await undo();
    results.set(at, result);
  }
  await undo();
  await connection.exec('RELEASE relvar_trial');
  return results;
}

function hasFailed(rehearsals: readonly Rehearsal[]): boolean {
  return rehearsals.some(({ error }) => error);
}

/** So many tables stand in one scratch database: the engine goes through all of its schema for each one that is renamed. */
const mostBeside = 5;

/**
 * Tries groups that bring their own transactions, on copies of the tables that they name. A group finds what the ones
 * before it left of its tables, which it makes anew; one that fails is tried again on tables that none has touched.
 */
function trialBeside(objects: readonly Row[]) {
  const byTable = new Map<string, string[]>();
  for (const row of objects) {
    const table = String(row['tbl_name']).toLowerCase();
    const own = byTable.get(table);
    if (own) own.push(String(row['sql']));
    else byTable.set(table, [String(row['sql'])]);
  }
  const there = new Set<string>();
  let scratch: Connection | undefined;
  let isUsed = false;
  const close = async () => {
    await scratch?.close();
    scratch = undefined;
    isUsed = false;
    there.clear();
  };
  const withTables = async (tables: readonly string[]): Promise<Connection> => {
    const isMissing = (name: string) => !there.has(name);
    if (tables.some(isMissing) && there.size + tables.filter(isMissing).length > mostBeside) await close();
    scratch ??= await openMemory();
    const missing = tables.filter(isMissing);
    await scratch.batch(missing.flatMap((name) => byTable.get(name) ?? []));
    for (const name of missing) there.add(name);
    return scratch;
  };
  return {
    close,
    async run(group: readonly Statement[], tables: readonly string[]): Promise<readonly Rehearsal[]> {
      const result = await run(await withTables(tables), group);
      const first = !isUsed;
      isUsed = true;
      if (first || !hasFailed(result)) return result;
      await close();
      const again = await run(await withTables(tables), group);
      isUsed = true;
      return again;
    },
  };
}

/** Gives the tables that statements name, in the order of their names; texts and comments count as names, too. */
function tableNames(objects: readonly Row[]): (group: readonly Statement[]) => readonly string[] {
  const tables = [...new Set(objects.map((row) => String(row['tbl_name']).toLowerCase()))].sort();
  const isWord = (name: string) => /^[\w$\u0080-\u{10FFFF}]+$/u.test(name);
  const words = new Set(tables.filter(isWord));
  const others = tables.filter((name) => !isWord(name));
  return (group) => {
    const text = group
      .map(({ sql }) => sql)
      .join('\n')
      .toLowerCase();
    const named = new Set(text.match(/[\w$\u0080-\u{10FFFF}]+/gu));
    return [...[...named].filter((word) => words.has(word)), ...others.filter((name) => text.includes(name))].sort();
  };
}

async function run(connection: Connection, group: readonly Statement[]): Promise<readonly Rehearsal[]> {
  const { completed, error } = await connection.batch(group.map(({ sql }) => sql));
  return group.map(({ sql }, at) => ({
    sql,
    form: at < completed ? 'as written' : 'not run',
    ...noEffects,
    ...(error && at === completed ? { error } : {}),
  }));
}

/** Tables before their indexes and triggers; what the engine or a module makes by itself is not among them. */
const objectsQuery = `SELECT tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND type <> 'view'
  AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY type <> 'table', rowid`;
