import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookups as makeLookups } from '../../src/catalog/lookups.ts';
import { noStatistics } from '../../src/catalog/statistics.ts';
import type { Connection } from '../../src/engines/connection.ts';
import { postgres } from '../../src/engines/postgres/index.ts';
import { rule as duplicateIndex } from '../../src/rules/duplicate-index/rule.ts';
import { indexOwners } from '../../src/rules/index-owner.ts';
import { rule as redundantIndex } from '../../src/rules/redundant-index/rule.ts';
import { runRules } from '../../src/rules/run.ts';
import { superfluousIndexes } from '../../src/rules/superfluous-index.ts';
import { corpusFiles, withCorpus } from '../corpus.ts';
import { embedded, resetDatabase } from '../embedded.ts';
import { randomTables } from './random-indexes.ts';

const oracle = readFileSync(new URL('redundant-index.sql', import.meta.url), 'utf8');
describe('redundant-index and duplicate-index against the system catalogs', () => {
  for (const file of corpusFiles) it(file, () => withCorpus(file, async (database) => void (await compare(database))));

  it('agree on random indexes', async () => {
    const database = await embedded();
    let indexes = 0;
    let found = 0;
    await fc.assert(
      fc.asyncProperty(randomTables, async (statements) => {
        await resetDatabase();
        for (const sql of statements) await database.batch([sql]);
        const result = await compare(database);
        indexes += result.indexes;
        found += result.found;
      }),
      { numRuns: 6, seed: 42, endOnFailure: true },
    );
    expect(indexes).toBeGreaterThanOrEqual(300);
    expect(found, 'too few cases to mean anything').toBeGreaterThan(indexes / 10);
  }, 300_000);
});

interface Pair {
  readonly covered: string;
  readonly covering: string;
  readonly needed: boolean;
  readonly owned: boolean;
  readonly mutual: boolean;
}

/** Fails where the rules and the oracle differ; tells how many indexes there were, and how many can go. */
async function compare(database: Connection): Promise<{ readonly indexes: number; readonly found: number }> {
  const catalog = await postgres.introspect(database);
  const pairs = (await database.query(oracle)).map((row): Pair => {
    const name = (column: string) => `${row['schema']}.${row[column]}`;
    return {
      covered: name('covered'),
      covering: name('covering'),
      needed: row['needed'] !== null,
      owned: row['owned'] === true,
      mutual: row['mutual'] === true,
    };
  });
  const options = { catalog, statistics: noStatistics, traits: postgres.traits('18.0'), now: new Date('2026-01-01') };
  const named = (rule: Parameters<typeof runRules>[0][number]) =>
    runRules([rule], options).flatMap(({ items }) => items.map(({ at }) => `${at.object.schema}.${at.names?.[0]}`));

  // Exactly the indexes that a stronger one covers, and that nothing needs, are redundant.
  const redundant = new Set(
    pairs.filter((pair) => !pair.mutual && !pair.needed && !pair.owned).map((pair) => pair.covered),
  );
  expect(named(redundantIndex).sort()).toEqual([...redundant].sort());

  // Of those that do the same, all go but what is needed, or one.
  const duplicates = new Set(named(duplicateIndex));
  const seen = new Set<string>();
  for (const { covered } of pairs.filter((pair) => pair.mutual)) {
    if (seen.has(covered)) continue;
    const twins = pairs.filter((pair) => pair.mutual && pair.covering === covered);
    const needed = new Map(
      [...twins, ...pairs.filter((pair) => pair.covered === covered)].map((pair) => [pair.covered, pair.needed]),
    );
    const group = [covered, ...twins.map((pair) => pair.covered)];
    for (const name of group) seen.add(name);
    const candidates = group.filter((name) => !redundant.has(name));
    const kept = candidates.filter((name) => !duplicates.has(name));
    const must = candidates.filter((name) => needed.get(name));
    expect(kept, `what stays of ${group.join(', ')}`).toHaveLength(
      must.length > 0 ? must.length : Math.min(1, candidates.length),
    );
    expect(kept).toEqual(expect.arrayContaining(must));
  }
  expect([...duplicates].filter((name) => !seen.has(name))).toEqual([]);

  // What is to stay does cover what goes, and stays.
  const gone = new Set([...redundant, ...duplicates]);
  const lookups = makeLookups(catalog);
  for (const owner of indexOwners(catalog)) {
    for (const { index, by } of superfluousIndexes(owner, lookups)) {
      const [covered, covering] = [`${owner.schema}.${index.name}`, `${owner.schema}.${by.name}`];
      expect(
        pairs.some((pair) => pair.covered === covered && pair.covering === covering),
        `${covering} covers ${covered}`,
      ).toBe(true);
      expect(gone.has(covering), `${covering} stays`).toBe(false);
    }
  }
  return { indexes: indexOwners(catalog).reduce((sum, owner) => sum + owner.indexes.length, 0), found: gone.size };
}
