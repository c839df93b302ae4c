import { beforeEach, describe, expect, it } from 'vitest';
import { checkMigration } from '../src/app/migrate/check/check.ts';
import { readMigrationFiles } from '../src/app/migrate/check/read-files.ts';
import { noStatistics, type Statistics } from '../src/catalog/statistics.ts';
import type { Hazard } from '../src/check/hazard.ts';
import { parseRows, withVolumes } from '../src/config/volumes.ts';
import type { Connection } from '../src/engines/connection.ts';
import { engineNamed } from '../src/engines/engines.ts';
import { openMemory } from '../src/engines/sqlite/connect.ts';
import { labOf } from '../src/lab/labs.ts';
import { presumedRates } from '../src/plan/rates.ts';
import { readQueries } from '../src/workload/queries.ts';
import { embedded, resetDatabase } from './embedded.ts';
import { readMysql } from './mysql.ts';

/** A migration and what is there before it. */
export interface HazardCase {
  readonly schema: string;
  readonly migration: string;
  /** `orders=50M`. */
  readonly rows?: readonly string[];
  /** What was read of the tables before. */
  readonly known?: Statistics;
  readonly target?: string;
  readonly transaction?: 'one' | 'each';
  /** The file's name, by which tools are known. */
  readonly file?: string;
  readonly queries?: string;
  /** The gentlest form that there is does some of it, too. */
  readonly remains?: true;
  /** Whose SQL it is; PostgreSQL's when absent. */
  readonly engine?: string;
  /** Where names without a schema are looked up; `public` when absent. */
  readonly searchPath?: string;
}

const latest: Readonly<Record<string, string>> = { postgres: '18', sqlite: '3.53', mysql: '8.4' };

async function labWith(engine: string, schema: string, target: string): Promise<Connection> {
  if (engine === 'mysql') return (await readMysql(schema, target)).lab;
  if (engine === 'postgres') await resetDatabase();
  const lab = engine === 'postgres' ? await embedded() : await openMemory();
  await lab.exec(schema);
  return lab;
}

/** Runs a migration in the embedded engine, and gives the whole check. */
export async function checked({
  schema,
  migration,
  rows = [],
  known = noStatistics,
  engine: id = 'postgres',
  target = latest[id] ?? '18',
  transaction,
  file = 'm.sql',
  queries,
  searchPath,
}: HazardCase) {
  const engine = engineNamed(id);
  const { watching } = await labOf(engine);
  const lab = await labWith(id, schema, target);
  const catalog = await engine.introspect(lab);
  const traits = engine.traits(target);
  const statistics =
    rows.length === 0 ? known : withVolumes(catalog, known, parseRows(rows), traits.defaultSchema).statistics;
  const files = await readMigrationFiles(
    [
      {
        name: file,
        async *read() {
          yield searchPath === undefined ? migration : `set search_path = ${searchPath};\n${migration}`;
        },
      },
    ],
    engine.migrations,
  );
  const texts = queries === undefined ? [] : await readQueries(queries, 'queries.sql');
  const entries = [];
  for (const { sql, line } of texts) {
    const where = `queries.sql:${line}`;
    entries.push({ sql, where, facts: await engine.readFacts(sql, catalog, traits, where) });
  }
  return await checkMigration({
    files,
    catalog,
    statistics,
    traits,
    major: Number.parseInt(target, 10),
    engine,
    watching,
    rates: { rates: presumedRates, origin: 'presumed' },
    lab,
    ...(transaction === undefined ? {} : { transaction }),
    standIns: false,
    queries: entries,
    now: new Date('2026-01-01T00:00:00Z'),
    progress: () => {},
  });
}

/**
 * Each flagged migration has the hazard, each allowed one has not. What is advised instead of a flagged statement was
 * tried in the lab; where it is all that the migration does, the hazard is silent about it, but for what `remains`.
 */
export function testHazard(
  hazard: Hazard,
  {
    flags,
    allows,
  }: { readonly flags: Readonly<Record<string, HazardCase>>; readonly allows: Readonly<Record<string, HazardCase>> },
): void {
  const items = async (one: HazardCase) =>
    (await checked(one)).results.find((result) => result.hazard.id === hazard.id)?.items ?? [];

  describe(hazard.id, () => {
    beforeEach(resetDatabase);

    it.each(Object.entries<HazardCase>({ 'its example': hazard.example, ...flags }))('flags %s', async (_, one) => {
      const found = await items(one);
      expect(found.length).toBeGreaterThan(0);
      for (const item of found) {
        expect(item.evidence.length).toBeGreaterThan(0);
        expect(item.file?.file).toBeDefined();
      }
      const [only, ...more] = found;
      const alone = (await checked(one)).statements.length === 1;
      if (only && more.length === 0 && alone && only.sql.length > 1) {
        const instead = {
          ...one,
          migration: only.sql.map((sql) => `${sql};`).join('\n'),
          transaction: 'each' as const,
        };
        expect((await items(instead)).length).toBe(one.remains ? 1 : 0);
      }
    });

    if (Object.keys(allows).length > 0) {
      it.each(Object.entries(allows))('allows %s', async (_, one) => {
        expect((await items(one)).map((item) => item.message)).toEqual([]);
      });
    }
  });
}
