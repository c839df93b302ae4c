import type { QualifiedName } from '../../catalog/names.ts';
import type { Connection } from '../../engines/connection.ts';
import type { Statement } from '../../engines/engine.ts';
import { openMemory } from '../../engines/sqlite/connect.ts';
import { sqlite } from '../../engines/sqlite/index.ts';
import { schema } from '../../engines/sqlite/introspect/tables.ts';
import { loadStatements } from '../../engines/sqlite/load/load.ts';
import { locator } from '../../engines/sqlite/load/locate.ts';
import { readScript } from '../../engines/sqlite/load/read.ts';
import { schemaStatements } from '../../engines/sqlite/schema.ts';
import { readAnalysis } from '../../engines/sqlite/statistics.ts';
import { openApart, workerModule } from '../apart.ts';
import { noEffects } from '../effects.ts';
import type { EngineLab } from '../engine-lab.ts';
import { endingWithin, usualTimeLimit } from '../within-time.ts';
import { nothing, sqliteCopy } from './copy.ts';
import { openSqliteLab } from './open-lab.ts';
import { rehearse } from './trial.ts';
import { watchScript } from './watch.ts';

/** The embedded SQLite: in memory, without rows. */
export const sqliteLab: EngineLab = {
  name: 'the embedded SQLite 3.53',
  runs: true,
  async load(files, options) {
    const script = await readScript(files);
    options.signal.throwIfAborted();
    const limit = options.timeLimit ?? usualTimeLimit;
    const within = await endingWithin(
      script.statements,
      limit,
      () => openApart(workerModule('sqlite/worker'), nothing, limit),
      loadStatements,
    );
    const lab = await openMemory();
    try {
      options.progress(`loading ${script.statements.length} statements`);
      const { diagnostics, loaded, unmade, settings } = await loadStatements(lab, within.statements);
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
        diagnostics: [...script.diagnostics, ...within.diagnostics, ...diagnostics],
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
  async apart(connection, milliseconds) {
    const copy = await sqliteCopy(connection);
    return () => openApart(workerModule('sqlite/worker'), copy, milliseconds);
  },
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

async function versionOf(lab: Connection): Promise<string> {
  const [row] = await lab.query('SELECT sqlite_version() AS version');
  return String(row?.['version']);
}

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
