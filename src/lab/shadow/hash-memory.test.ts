import { describe, expect, test } from 'vitest';
import { describeWithPostgres, withDatabase } from '../../../test/servers/postgres.ts';
import { openEmbedded } from '../embedded.ts';
import { embeddedWord, type HashTable, hashTableShape, limitsFor, sameHashTable, serverWord } from './hash-memory.ts';

type Query = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

interface Node {
  readonly 'Node Type': string;
  readonly 'Plan Rows': number;
  readonly 'Plan Width': number;
  readonly 'Total Cost': number;
  readonly Plans?: readonly Node[];
}

async function planOf(query: Query, sql: string): Promise<Node> {
  const answer = (await query(`explain (format json) ${sql}`))[0]?.['QUERY PLAN'];
  return (typeof answer === 'string' ? JSON.parse(answer) : answer)[0].Plan;
}

function hashed(node: Node): Node | undefined {
  if (node['Node Type'] === 'Hash') return node.Plans?.[0];
  for (const child of node.Plans ?? []) {
    const found = hashed(child);
    if (found) return found;
  }
  return undefined;
}

/** The least work_mem in kB with which the join is costed as if its hash table fitted. */
async function leastMemory(query: Query, sql: string): Promise<number> {
  const cost = async (memory: number) => {
    await query(`set work_mem = '${memory}kB'`);
    return (await planOf(query, sql))['Total Cost'];
  };
  return least(async (memory) => (await cost(memory)) === (await cost(1_000_000)));
}

async function least(fits: (memory: number) => boolean | Promise<boolean>): Promise<number> {
  let [low, high] = [64, 1_000_000];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await fits(middle)) high = middle;
    else low = middle;
  }
  return high;
}

const joins = [
  'select count(*) from generate_series(1, 40000) a join generate_series(1, 30000) b on a = b',
  "select a, max(b.t) from generate_series(1, 900000) a join (select n, n::text || 'x' as t from generate_series(1, 500000) n) b on a = b.n group by 1",
  'select count(*) from generate_series(1, 9000) a join (select n, n as m, n as o, n as p, n as q from generate_series(1, 8000) n) b on a = b.n where b.m + b.o + b.p + b.q > 0',
];

async function agreesWithEngine(query: Query, word: typeof serverWord): Promise<void> {
  await query('set enable_mergejoin = off');
  await query('set enable_nestloop = off');
  await query('set hash_mem_multiplier = 1');
  for (const sql of joins) {
    const found = await leastMemory(query, sql);
    const inner = hashed(await planOf(query, sql));
    if (!inner) throw new Error(`no hash table: ${sql}`);
    const table = { rows: inner['Plan Rows'], width: inner['Plan Width'] };
    const reckoned = await least((memory) => hashTableShape(table, memory * 1024, word).batches === 1);
    expect(reckoned, sql).toBe(found);
  }
}

test('the embedded engine batches from the size that is reckoned for 32-bit words', async () => {
  const connection = await openEmbedded();
  await agreesWithEngine((sql) => connection.query(sql), embeddedWord);
  await connection.close();
});

describeWithPostgres([18], 'a server', (server) => {
  test('batches from the size that is reckoned for 64-bit words', async () => {
    await withDatabase(server, (database) => agreesWithEngine((sql) => database.query(sql), serverWord));
  });
});

describe('limits', () => {
  const memory = 8 * 2 ** 20;
  const between: HashTable = { rows: 170_000, width: 8 };

  test('a table between the two formulas fits on one side only', () => {
    expect(hashTableShape(between, memory, embeddedWord).batches).toBe(1);
    expect(hashTableShape(between, memory, serverWord).batches).toBeGreaterThan(1);
    expect(sameHashTable(between, memory, memory)).toBe(false);
  });

  test('a limit makes both sides alike, for every table that is given', () => {
    const tables = [between, { rows: 100, width: 50 }, { rows: 5e6, width: 100 }];
    const limits = limitsFor(tables, memory);
    expect(limits.length).toBeGreaterThan(0);
    for (const limit of limits) for (const table of tables) expect(sameHashTable(table, memory, limit)).toBe(true);
  });

  test('tables that need contrary limits have none', () => {
    // Fits on a server, and on the embedded engine only with hardly less memory.
    const wide = { rows: 12_700, width: 600 };
    expect(limitsFor([between], memory)).not.toEqual([]);
    expect(limitsFor([wide], memory)).not.toEqual([]);
    expect(limitsFor([between, wide], memory)).toEqual([]);
  });
});
