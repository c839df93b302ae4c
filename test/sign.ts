import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lookups } from '../src/catalog/lookups.ts';
import type { QueryPlan } from '../src/catalog/query-plan.ts';
import type { Statistics } from '../src/catalog/statistics.ts';
import type { WorkloadQuery } from '../src/catalog/workload.ts';
import { conditionReader } from '../src/engines/postgres/explain/conditions.ts';
import { readPlanJson } from '../src/engines/postgres/explain/json.ts';
import { introspect } from '../src/engines/postgres/introspect/index.ts';
import { readFacts } from '../src/engines/postgres/query/read-facts.ts';
import { renderChange } from '../src/engines/postgres/render.ts';
import { readStatistics } from '../src/engines/postgres/statistics.ts';
import { postgresTraits } from '../src/engines/postgres/traits.ts';
import { diagnose, type FoundSymptom } from '../src/explain/diagnose.ts';
import { planTree } from '../src/explain/plan-tree.ts';
import type { RemedyIdea, Sign, SignInput, Symptom } from '../src/explain/sign.ts';
import { embedded, resetDatabase } from './embedded.ts';

/** A query on a schema with rows, and what the sign is told beside its plan. */
export interface SignCase {
  /** Tables with their rows; everything is analysed afterwards unless `analyze` is false. */
  readonly schema: string;
  readonly query: string;
  /** What the session is set to; `analyze` false keeps the tables unanalysed. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly analyze?: false;
  /** Statements after the analysis: rows that statistics do not know. */
  readonly after?: string | readonly string[];
  /** Only the planner's estimates, without running the query. */
  readonly planned?: true;
  /** Values for `$1`, `$2`…: the query runs as a prepared statement with a generic plan. */
  readonly generic?: readonly string[];
  /** A plan of another server (a file of test/sign-plans), instead of running the query here. */
  readonly plan?: string;
  /** The sign is not told the query, the schema or the statistics: a plan pasted alone. */
  readonly planOnly?: true;
  /** Beside what the database tells. */
  readonly statistics?: (read: Statistics) => Statistics;
  readonly workload?: Partial<WorkloadQuery>;
}

export interface SayingCase extends SignCase {
  /** What the message must hold. */
  readonly message?: RegExp;
  /** Columns of an index, titles, ids of rewrites, names of settings, kinds: each must be found in some remedy. */
  readonly remedies?: readonly string[];
  /** How many symptoms, when not just one. */
  readonly times?: number;
}

/**
 * Tests a sign on plans of a real engine: rows are made and analysed, the query is explained, and run where the case
 * does not say otherwise. Changes that a sign proposes are carried out: the engine must take each.
 */
export function testSign(
  sign: Sign,
  cases: {
    readonly says: Readonly<Record<string, SayingCase>>;
    readonly silent: Readonly<Record<string, SignCase>>;
  },
): void {
  describe(sign.id, () => {
    for (const [title, given] of Object.entries(cases.says)) {
      it(`says: ${title}`, async () => {
        const input = await inputOf(given);
        const symptoms = [...sign.check(input)];
        const all = symptoms.map((one) => one.message).join('\n');
        expect(symptoms.length, all === '' ? `the sign is silent\n${outline(input.plan)}` : all).toBe(given.times ?? 1);
        for (const symptom of symptoms) checkSymptom(symptom, input);
        if (given.message) expect(all).toMatch(given.message);
        const remedies = symptoms.flatMap((one) => one.remedies.map(remedyText));
        for (const wanted of given.remedies ?? []) {
          expect(
            remedies.some((one) => one.includes(wanted)),
            `${wanted} is not among:\n${remedies.join('\n')}`,
          ).toBe(true);
        }
        if (!given.planOnly && !given.plan) await carryOut(symptoms);
      });
    }
    for (const [title, given] of Object.entries(cases.silent)) {
      it(`silent: ${title}`, async () => {
        const input = await inputOf(given);
        expect([...sign.check(input)].map((one) => one.message)).toEqual([]);
      });
    }
  });
}

/** Runs a case and gives what all signs together make of it. */
export async function diagnosed(given: SignCase): Promise<readonly FoundSymptom[]> {
  return diagnose(await inputOf(given));
}

function checkSymptom(symptom: Symptom, input: SignInput): void {
  expect(input.tree.at(symptom.node), `no node ${symptom.node}`).toBeDefined();
  expect(symptom.evidence.length, 'no evidence').toBeGreaterThan(0);
  expect(symptom.weight).toBeGreaterThan(0);
  const words = [symptom.message, ...symptom.evidence.map((one) => one.text), ...symptom.remedies.map(remedyText)];
  for (const text of words) expect(text).not.toMatch(/undefined|NaN|\[object|Infinity/);
  expect(symptom.message).not.toMatch(/\n|\.$/);
}

function remedyText(remedy: RemedyIdea): string {
  switch (remedy.kind) {
    case 'rewrite':
      return `rewrite ${remedy.rewrite}`;
    case 'setting':
      return `setting ${remedy.name} = ${remedy.value}`;
    case 'advice':
      return `advice ${remedy.text}`;
    default:
      return `${remedy.kind} ${remedy.title}`;
  }
}

/** Every change that is proposed can be made. */
async function carryOut(symptoms: readonly Symptom[]): Promise<void> {
  const database = await embedded();
  for (const remedy of symptoms.flatMap((one) => one.remedies)) {
    if (!('changes' in remedy)) continue;
    // Each from the state as it is; what runs by itself (VACUUM, CONCURRENTLY) is not undone.
    const statements = remedy.changes.flatMap((change) => renderChange(change, postgresTraits('18.0')));
    for (const { sql } of statements) {
      const { error } = await database.batch([sql.replace(' CONCURRENTLY', '')]);
      expect(error?.message.replace(/relation ".*" already exists/, 'exists') ?? 'exists', sql).toBe('exists');
    }
  }
}

async function inputOf(given: SignCase): Promise<SignInput> {
  const database = await embedded();
  await resetDatabase();
  await database.exec(given.schema);
  await countersTold();
  if (given.analyze !== false) await database.exec('analyze');
  // One by one: VACUUM must stand alone.
  for (const sql of [given.after ?? []].flat()) {
    await database.exec(sql);
    await countersTold();
  }
  for (const [name, value] of Object.entries(given.settings ?? {})) await database.exec(`set ${name} = '${value}'`);
  const plan = readPlanJson(JSON.parse(given.plan === undefined ? await explained(given) : savedPlan(given.plan)));
  const traits = postgresTraits('18.0');
  const catalog = await introspect(database);
  const { statistics } = await readStatistics(database);
  const conditions = await conditionReader();
  const nothing = { catalog: { ...catalog, tables: [] }, statistics: { ...statistics, tables: {} } };
  const known = given.planOnly ? nothing : { catalog, statistics: given.statistics?.(statistics) ?? statistics };
  return {
    plan,
    tree: planTree(plan),
    ...known,
    lookups: lookups(known.catalog),
    traits,
    conditions,
    ...(given.planOnly ? {} : { query: await readFacts(given.query, catalog, traits, 'the case') }),
    ...(given.workload ? { workload: { fingerprint: '1', sql: given.query, ...given.workload } } : {}),
  };
}

/** A session tells what it counted when it likes, as late as after an ANALYZE, which would then seem outdated: at once, here. */
async function countersTold(): Promise<void> {
  const database = await embedded();
  await database.exec('select pg_stat_force_next_flush()');
}

/** The text of a plan in test/sign-plans. */
export function savedPlan(name: string): string {
  return readFileSync(new URL(`sign-plans/${name}.json`, import.meta.url), 'utf8');
}

async function explained({ query, planned, generic }: SignCase): Promise<string> {
  const database = await embedded();
  const options = planned ? 'SETTINGS, FORMAT JSON' : 'ANALYZE, BUFFERS, SETTINGS, FORMAT JSON';
  let statement = query;
  if (generic) {
    await database.exec(`deallocate all; set plan_cache_mode = force_generic_plan; prepare asked as ${query}`);
    statement = `execute asked(${generic.join(', ')})`;
  }
  await database.exec('begin');
  try {
    const [row] = await database.query(`explain (${options}) ${statement}`);
    const value = Object.values(row ?? {})[0];
    return typeof value === 'string' ? value : JSON.stringify(value);
  } finally {
    await database.exec('rollback');
  }
}

/** The plan in a few lines, for the message of a failure. */
function outline(plan: QueryPlan): string {
  return planTree(plan)
    .nodes.map(({ node, depth, share, loops }) => {
      const rows = node.measured ? `${node.rows} → ${node.measured.rows}` : `${node.rows}`;
      const facts = Object.entries(node.facts).map(([name, value]) => `${name}: ${String(value)}`);
      return `${'  '.repeat(depth)}${node.kind} ${node.relation ?? ''} rows ${rows} loops ${loops} share ${share.toFixed(2)} ${facts.join('; ')}`;
    })
    .join('\n');
}
