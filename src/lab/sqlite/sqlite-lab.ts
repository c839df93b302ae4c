import { compareText, type QualifiedName } from '../../catalog/names.ts';
import type { Connection, Row } from '../../engines/connection.ts';
import type { Statement } from '../../engines/engine.ts';
import { openMemory } from '../../engines/sqlite/connect.ts';
import { sqlite } from '../../engines/sqlite/index.ts';
import { schema } from '../../engines/sqlite/introspect/tables.ts';
import { loadStatements } from '../../engines/sqlite/load/load.ts';
import { locator } from '../../engines/sqlite/load/locate.ts';
import { readScript } from '../../engines/sqlite/load/read.ts';
import { schemaStatements } from '../../engines/sqlite/schema.ts';
import { readAnalysis } from '../../engines/sqlite/statistics.ts';
import { noEffects } from '../effects.ts';
import type { EngineLab } from '../engine-lab.ts';
import type { Rehearsal } from '../rehearse.ts';
import { openSqliteLab } from './open-lab.ts';
import { watchScript } from './watch.ts';

/** The embedded SQLite: in memory, without rows. */
export const sqliteLab: EngineLab = {
  name: 'the embedded SQLite 3.53',
  runs: true,
  async load(files, options) {
    const script = await readScript(files);
    options.signal.throwIfAborted();
    const lab = await openMemory();
    try {
      options.progress(`loading ${script.statements.length} statements`);
      const { diagnostics, loaded, unmade, settings } = await loadStatements(lab, script.statements);
      options.progress('reading the catalog');
      const catalog = await sqlite.introspect(lab);
      const statistics = await readAnalysis(lab, catalog);
      return {
        lab,
        catalog: { ...catalog, others: [...catalog.others, ...unmade] },
        version: options.target ?? (await versionOf(lab)),
        settings,
        ...(statistics ? { statistics } : {}),
        statements: script.statements,
        suppressions: script.suppressions,
        diagnostics: [...script.diagnostics, ...diagnostics],
        locate: locator(loaded),
      };
    } catch (error) {
      await lab.close();
      throw error;
    }
  },
  async build(catalog, name) {
    const lab = await openMemory();
    const statements = schemaStatements(catalog).map((sql, at) => ({ sql, file: name, line: at + 1 }));
    const { diagnostics } = await loadStatements(lab, statements);
    const failed = diagnostics.filter(({ severity }) => severity !== 'note');
    return {
      lab,
      diagnostics:
        failed.length === 0
          ? []
          : [
              {
                severity: 'warning',
                code: 'lab-incomplete',
                message: `${failed.length} of ${statements.length} statements could not be built in the lab: fixes that need them were not tried; the first: ${failed[0]?.message}`,
              },
            ],
    };
  },
  open: (connection) => openSqliteLab(connection, (groups) => rehearse(connection, groups)),
  rehearse,
  watching: {
    run: (connection, groups) => watchScript(connection, groups, (forms) => rehearse(connection, forms)),
    // The engine's program for a statement is the same with and without rows.
    corrected: (effects) => effects,
    fromForm: () => noEffects,
    refusedBy: () => undefined,
    failsWithRows: () => undefined,
  },
  async runSteps(connection, steps) {
    const results = [];
    for (const own of steps) {
      const { error } = await connection.batch(own.map(({ sql }) => sql));
      // A transaction that was cut off stays open.
      if (error) await connection.batch(['ROLLBACK']);
      results.push(error ? { error } : effectsOf(own));
    }
    return results;
  },
};

async function rehearse(
  connection: Connection,
  groups: readonly (readonly Statement[])[],
): Promise<readonly (readonly Rehearsal[])[]> {
  const objects = await connection.query(objectsQuery);
  const tablesOf = tableNames(objects);
  const results: (readonly Rehearsal[])[] = [];
  const trial = trialOn(connection, tablesOf);
  const beside: { readonly at: number; readonly tables: readonly string[] }[] = [];
  try {
    for (const [at, group] of groups.entries()) {
      if (group.every(({ transactional }) => transactional)) results[at] = await trial.run(group);
      else beside.push({ at, tables: tablesOf(group) });
    }
  } finally {
    await trial.undo();
  }
  // Those of the same tables behind each other, so that these are made once.
  const key = ({ tables }: (typeof beside)[number]) => tables.join('\n');
  const copies = trialBeside(objects);
  try {
    for (const { at, tables } of beside.toSorted((a, b) => compareText(key(a), key(b))))
      results[at] = await copies.run(groups[at] ?? [], tables);
  } finally {
    await copies.close();
  }
  return results;
}

async function versionOf(lab: Connection): Promise<string> {
  const [row] = await lab.query('SELECT sqlite_version() AS version');
  return String(row?.['version']);
}

/**
 * Tries groups and undoes them. Undoing makes the engine read the whole schema again, and there may be hundreds of
 * groups: those that name none of the tables of the ones before are undone together with these.
 */
function trialOn(connection: Connection, tablesOf: (group: readonly Statement[]) => readonly string[]) {
  const touched = new Set<string>();
  let open = false;
  const undo = async () => {
    if (open) await connection.exec('ROLLBACK TO relvar_trial; RELEASE relvar_trial');
    open = false;
    touched.clear();
  };
  return {
    undo,
    async run(group: readonly Statement[]): Promise<readonly Rehearsal[]> {
      const own = tablesOf(group);
      // What names no table may be about any.
      if (own.length === 0 || own.some((name) => touched.has(name))) await undo();
      if (!open) await connection.exec('SAVEPOINT relvar_trial');
      open = true;
      const result = await run(connection, group);
      for (const name of own) touched.add(name);
      if (own.length === 0 || result.some(({ error }) => error)) await undo();
      return result;
    },
  };
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
      if (first || !result.some(({ error }) => error)) return result;
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

const rebuilt = /^INSERT INTO "?relvar_new_[^;]*?\bFROM "?(\w+)"?;?$/gm;

/** Who writes locks the whole database: others read on, but none writes, until the transaction ends. */
function effectsOf(
  statements: readonly Statement[],
): Extract<Awaited<ReturnType<EngineLab['runSteps']>>[number], { readonly locks: unknown }> {
  const text = statements.map(({ sql }) => sql).join(';\n');
  const rewritten = [...text.matchAll(rebuilt)].map(([, name = '']): QualifiedName => ({ schema, name }));
  const indexesBuilt = [...text.matchAll(/^CREATE (?:UNIQUE )?INDEX "?(\w+)"?/gm)].map(([, name = '']) => ({
    schema,
    name,
  }));
  const altered = [...text.matchAll(/^(?:ALTER|DROP) TABLE "?(\w+)"?|\bON "?(\w+)"? \(/gm)].map(
    ([, table, on]): QualifiedName => ({ schema, name: table ?? on ?? '' }),
  );
  const touched = new Map(
    [...rewritten, ...altered].filter(({ name }) => !name.startsWith('relvar_')).map((one) => [one.name, one]),
  );
  return {
    locks: [...touched.values()].map((relation) => ({
      relation,
      kind: 'table',
      mode: 'RESERVED',
      blocks: 'writes',
      known: 'documented',
    })),
    rewritten,
    scanned: [],
    indexesBuilt,
  };
}
