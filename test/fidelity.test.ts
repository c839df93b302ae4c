import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Statistics } from '../src/catalog/statistics.ts';
import { textOrder } from '../src/lab/collation.ts';
import { openEmbeddedLab } from '../src/lab/embedded-lab.ts';
import type { Lab } from '../src/lab/lab.ts';

/** A node of EXPLAIN (FORMAT JSON). */
interface Node {
  readonly 'Node Type': string;
  readonly 'Total Cost': number;
  readonly Plans?: readonly Node[];
  readonly [fact: string]: unknown;
}

interface PackQuery {
  readonly id: string;
  readonly statements: readonly [string];
  readonly variants: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly plans: Readonly<Record<string, Node>>;
}

const pack = new URL('packs/harbour/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, pack), 'utf8');

/** What docs/fidelity.md says of queries that are planned otherwise; a miss that it does not name is a failure. */
const explained = new Set(
  [...readFileSync(new URL('../docs/fidelity.md', import.meta.url), 'utf8').matchAll(/^\| (q\d+) \|/gm)].map(
    ([, id]) => id,
  ),
);

/** What makes two plans the same tree. */
function shape(node: Node): unknown {
  const facts = ['Node Type', 'Relation Name', 'Alias', 'Index Name', 'Join Type', 'Strategy', 'Partial Mode'];
  return [facts.map((fact) => node[fact] ?? null), (node.Plans ?? []).map(shape)];
}

describe('the shadow, told what a loaded server knows (test/packs/harbour)', () => {
  // As JSON.parse makes them; the pack is written by scripts/make-pack.mjs from Relvar's own reading.
  const queries = JSON.parse(read('plans.json')) as readonly PackQuery[];
  const statistics = JSON.parse(read('statistics.json')) as Statistics;
  const variants = Object.keys(queries[0]?.plans ?? {});
  let lab: Lab;

  beforeAll(async () => {
    lab = await openEmbeddedLab({
      extensions: ['btree_gist'],
      textOrder: textOrder(statistics.settings) ?? 'code units',
    });
    await lab.connection.exec(read('schema.sql'));
    expect(await lab.believe(await lab.introspect(), statistics)).toEqual([]);
  });
  afterAll(() => lab.close());

  test.each(variants)('plans as the server did: %s', async (variant) => {
    const misses: string[] = [];
    let same = 0;
    for (const { id, statements, variants, plans } of queries) {
      const expected = plans[variant];
      if (!expected) throw new Error(`${id} has no plan ${variant}`);
      const { json, doubts } = await lab.plan({ sql: statements[0], settings: variants[variant] ?? {} });
      // The engine's own form: a list of one.
      const [{ Plan: plan }] = JSON.parse(json) as readonly [{ readonly Plan: Node }];
      const ratio = plan['Total Cost'] / expected['Total Cost'];
      const sameTree = JSON.stringify(shape(plan)) === JSON.stringify(shape(expected));
      if (sameTree) same++;
      if (sameTree && Math.abs(ratio - 1) <= 0.01) continue;
      const doubt = doubts.length === 0 ? '' : `, doubted: ${doubts.join(' ')}`;
      misses.push(`${id}: ${sameTree ? 'the same tree' : 'another tree'}, ${ratio.toFixed(4)} of the cost${doubt}`);
    }
    if (misses.length > 0)
      process.stderr.write(`harbour ${variant}: ${same} of ${queries.length} trees\n  ${misses.join('\n  ')}\n`);
    expect(same / queries.length).toBeGreaterThanOrEqual(0.95);
    expect(misses.filter((miss) => !explained.has(miss.split(':')[0]))).toEqual([]);
  });
});
