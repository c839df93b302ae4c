import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { qualified } from '../src/catalog/names.ts';
import type { Side } from '../src/diff/diff.ts';
import { diff } from '../src/diff/diff.ts';
import { postgresTraits } from '../src/engines/postgres/traits.ts';
import { embedded, resetDatabase } from './embedded.ts';
import { featureSql } from './features.ts';
import { accepted, chosenEdits } from './random-edits.ts';
import { loadSide, prove } from './truth.ts';

const corpus = (name: string) => readFileSync(new URL(`corpus/postgres/${name}.sql`, import.meta.url), 'utf8');
const schemas: Readonly<Record<string, () => string>> = {
  employee: () => corpus('employee'),
  chinook: () => corpus('chinook'),
  azimutt: () => corpus('azimutt'),
  partitions: () => featureSql('partitions'),
  inheritance: () => featureSql('inheritance'),
  types: () => featureSql('types'),
  views: () => featureSql('views'),
  triggers: () => featureSql('triggers'),
  routines: () => featureSql('routines'),
  security: () => featureSql('security'),
  sequences: () => featureSql('sequences'),
};

const runs = Number(process.env['RELVAR_TEST_EDITS'] ?? 2);

test.each(Object.keys(schemas))(
  '%s: random edits are carried out and taken back',
  { timeout: 1_800_000 },
  async (name) => {
    const sql = schemas[name]?.() ?? '';
    const database = await embedded();
    await fc.assert(
      fc.asyncProperty(chosenEdits, async (chosen) => {
        const statements = await accepted(database, sql, chosen);
        const edited = `${sql}\n;\n${statements.join(';\n')}`;
        for (const [from, to] of [
          [sql, edited],
          [edited, sql],
        ] as const) {
          const verdict = await prove(database, from, to);
          // A dump of it would not load either: what it drops, a statement of the schema names.
          if (verdict.kind === 'not loadable') return;
          const told = verdict.kind === 'converged' ? '' : JSON.stringify(verdict, undefined, 1);
          expect(verdict.kind, `${statements.join(';\n')}\n${told}`).toBe('converged');
        }
      }),
      { seed: Number(process.env['RELVAR_TEST_SEED'] ?? 7), numRuns: runs, endOnFailure: true },
    );
  },
);

test('the order of what is read does not matter', async () => {
  const database = await embedded();
  const sides: Side[] = [];
  for (const sql of [schemas['employee']?.() ?? '', schemas['security']?.() ?? '']) {
    await resetDatabase();
    const side = await loadSide(database, sql);
    if (typeof side === 'string') throw new Error(side);
    sides.push(side);
  }
  const [from, to] = sides;
  if (!from || !to) throw new Error('two sides');
  const expected = diff(from, to, postgresTraits('18'));
  expect(expected.changes.length).toBeGreaterThan(20);
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
      const mixed = <T>(list: readonly T[]): readonly T[] =>
        list
          .map((one) => [numbers.next().value ?? 0, one] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, one]) => one);
      const shuffled = ({ catalog, dependencies }: Side): Side => ({
        dependencies: mixed(dependencies),
        catalog: {
          ...catalog,
          tables: mixed(catalog.tables).map((table) => ({
            ...table,
            checks: mixed(table.checks),
            indexes: mixed(table.indexes),
            foreignKeys: mixed(table.foreignKeys),
            triggers: mixed(table.triggers),
          })),
          views: mixed(catalog.views),
          routines: mixed(catalog.routines),
          types: mixed(catalog.types),
          sequences: mixed(catalog.sequences),
        },
      });
      const told = (changes: typeof expected.changes) =>
        changes.map((change) =>
          'object' in change && change.kind === 'create' && change.object.kind === 'table'
            ? qualified(change.object.table)
            : change.kind,
        );
      expect(told(diff(shuffled(from), shuffled(to), postgresTraits('18')).changes)).toEqual(told(expected.changes));
    }),
    { seed: 7, numRuns: 20 },
  );
});
