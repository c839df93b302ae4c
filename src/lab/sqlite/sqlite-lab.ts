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
import { unsupported } from '../../engines/sqlite/unsupported.ts';
import { noEffects } from '../effects.ts';
import type { EngineLab } from '../engine-lab.ts';
import type { Rehearsal } from '../rehearse.ts';

/** The embedded SQLite: in memory, without rows, foreign keys not enforced. */
export const sqliteLab: EngineLab = {
  name: 'the embedded SQLite 3.53',
  async load(files, options) {
    const script = await readScript(files);
    options.signal.throwIfAborted();
    const lab = await openMemory();
    try {
      options.progress(`loading ${script.statements.length} statements`);
      const { diagnostics, loaded, unmade, settings } = await loadStatements(lab, script.statements);
      options.progress('reading the catalog');
      const catalog = await sqlite.introspect(lab);
      return {
        lab,
        catalog: { ...catalog, others: [...catalog.others, ...unmade] },
        version: options.target ?? (await versionOf(lab)),
        settings,
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
  async open() {
    throw unsupported('planning queries');
  },
  async rehearse(connection, groups) {
    const results: (readonly Rehearsal[])[] = [];
    for (const group of groups) results.push(await tried(connection, group));
    return results;
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

/** What only counts outside of a transaction, and the bounds of one: the trial is that transaction, and keys are off in it. */
const bounds = /^\s*(?:BEGIN|COMMIT|PRAGMA foreign_keys)\b/i;

async function tried(connection: Connection, group: readonly Statement[]): Promise<readonly Rehearsal[]> {
  await connection.exec('SAVEPOINT relvar_trial');
  try {
    let failed = false;
    const seen: Rehearsal[] = [];
    for (const { sql } of group) {
      if (failed) {
        seen.push({ sql, form: 'not run', ...noEffects });
        continue;
      }
      const { error } = await connection.batch(bounds.test(sql) ? [] : [sql]);
      failed = error !== undefined;
      seen.push({ sql, form: failed ? 'not run' : 'as written', ...noEffects, ...(error ? { error } : {}) });
    }
    return seen;
  } finally {
    await connection.exec('ROLLBACK TO relvar_trial; RELEASE relvar_trial');
  }
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
  const touched = new Map([...rewritten, ...altered].map((one) => [one.name, one]));
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
