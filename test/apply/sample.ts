import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { parse } from 'yaml';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { catalogDigests, catalogHash } from '../../src/catalog/hash.ts';
import { postgres } from '../../src/engines/postgres/index.ts';
import { withDigests } from '../../src/plan/digest.ts';
import type { MigrationPlan, PlanEnd, Step } from '../../src/plan/plan.ts';
import { type PostgresDatabase, type PostgresServer, withDatabase } from '../servers/postgres.ts';

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

/** The schema and the rows that the sample plan begins with, and those that it ends in. */
export const startSql = read('start.sql');
export const endSql = read('end.sql');

const unknown: Pick<Step, 'effects' | 'duration' | 'watch' | 'preconditions'> = {
  effects: { locks: [], rewritten: [], scanned: [], indexesBuilt: [], known: 'unknown' },
  duration: { leastSeconds: 0, likelySeconds: 0, mostSeconds: 0, basis: 'not reckoned' },
  watch: [],
  preconditions: [],
};

/** The steps of `steps.yaml`: every kind of work. */
export function sampleSteps(): readonly Step[] {
  // The file is ours.
  return (parse(read('steps.yaml')) as Partial<Step>[]).map((step) => ({ ...unknown, ...step }) as Step);
}

export async function catalogAt(url: string): Promise<Catalog> {
  const connection = await postgres.connect(url);
  return await postgres.introspect(connection).finally(() => connection.close());
}

/** One end of the plan: what the server makes of the statements, asked once. */
function endOf(server: PostgresServer, name: string, sql: string): Promise<PlanEnd> {
  const key = `${server.url} ${name}`;
  const end = ends.get(key) ?? readEnd(server, name, sql);
  ends.set(key, end);
  return end;
}

const ends = new Map<string, Promise<PlanEnd>>();

async function readEnd(server: PostgresServer, name: string, sql: string): Promise<PlanEnd> {
  return await withDatabase(server, async (database) => {
    await database.query(sql);
    const catalog = await catalogAt(database.url);
    return { name, hash: catalogHash(catalog), objects: catalogDigests(catalog) };
  });
}

/** The sample plan. */
export async function samplePlan(server: PostgresServer): Promise<MigrationPlan> {
  return withDigests({
    format: 'relvar-plan',
    version: 1,
    from: await endOf(server, 'start.sql', startSql),
    to: await endOf(server, 'end.sql', endSql),
    engine: { id: 'postgres', version: '13' },
    mode: 'zero-downtime',
    steps: sampleSteps(),
    leftOut: [],
    notes: [],
  });
}

/** A folder with the plan in it, gone after the test. */
export function planFolder(plan: MigrationPlan): string {
  const folder = mkdtempSync(join(tmpdir(), 'relvar-plan-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan));
  return folder;
}

/** All rows of the sample's tables, in a form that can be compared. */
export async function sampleRows(database: PostgresDatabase): Promise<unknown> {
  const rows = async (table: string) => {
    const [row] = await database.query(
      `select count(*)::int as rows, md5(string_agg(t::jsonb::text, ';' order by t::jsonb->>'id')) as digest
        from (select to_jsonb(x) - (case when '${table}' = 'events' then 'id' else '' end) as t from shop.${table} x) y(t)`,
    );
    return row;
  };
  return { customers: await rows('customers'), orders: await rows('orders'), events: await rows('events') };
}
