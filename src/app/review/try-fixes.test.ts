import { expect, test } from 'vitest';
import type { Change } from '../../catalog/change.ts';
import { openMemory } from '../../engines/sqlite/connect.ts';
import { sqlite } from '../../engines/sqlite/index.ts';
import { introspect } from '../../engines/sqlite/introspect/index.ts';
import type { FindingItem } from '../../findings/finding.ts';
import { sqliteLab } from '../../lab/sqlite/sqlite-lab.ts';
import { tryFixes } from './try-fixes.ts';

const table = { schema: 'main', name: 't' };

test.each([
  ['that all hold are tried in one rebuilding', 'b > 0', 1, [true, true, true]],
  ['are tried one by one where one of them fails', 'lower(absent) > 0', 2, [false, false, false]],
])('fixes of a table %s', async (_, expression, rounds, others) => {
  const lab = await openMemory();
  await lab.exec('CREATE TABLE t (id integer PRIMARY KEY AUTOINCREMENT, a uuid, b int); CREATE INDEX t_b ON t (b)');
  const fixes = (
    [
      { kind: 'change type', table, column: 'a', type: 'text' },
      { kind: 'add check', table, name: 't_b_check', expression },
      { kind: 'drop identity', table, column: 'id', identity: { kind: 'by default' } },
    ] as unknown as Change[]
  ).map((change) => ({ changes: [change] }) as unknown as FindingItem);
  let asked = 0;
  const tried = await tryFixes(
    fixes,
    { engine: sqlite, traits: sqlite.traits('3.53'), catalog: await introspect(lab) },
    (groups) => {
      asked++;
      expect(groups).toHaveLength(asked === 1 ? 1 : 3);
      return sqliteLab.rehearse(lab, groups);
    },
  );
  expect(asked).toBe(rounds);
  expect(fixes.map((item) => tried.get(item)?.others)).toEqual(others);
  const failed = fixes.map((item) => tried.get(item)?.rehearsals.find(({ error }) => error)?.error?.message);
  expect(failed).toEqual([undefined, rounds === 1 ? undefined : expect.stringMatching(/no such column/), undefined]);
  // What is advised is each fix by itself.
  const sql = fixes.map(
    (item) =>
      tried
        .get(item)
        ?.statements.map((one) => one.sql)
        .join('\n') ?? '',
  );
  expect(sql.map((one) => [/a text/.test(one), /t_b_check/.test(one), !/AUTOINCREMENT/.test(one)])).toEqual([
    [true, false, false],
    [false, true, false],
    [false, false, true],
  ]);
  await lab.close();
});
