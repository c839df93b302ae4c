import { expect, test } from 'vitest';
import { readMysql } from '../../../../test/mysql.ts';

test('a collation that is said without its character set is that of the text that it stands at', async () => {
  const { catalog } = await readMysql(
    `create table t (a varchar(9) collate uca1400_as_ci, b varchar(9) character set utf8mb3 collate uca1400_ai_ci,
       c varchar(9)) default charset utf8mb4 collate uca1400_nopad_ai_ci;
     create table u (a int) default charset ucs2 collate uca1400_ai_ci;`,
    '11.4',
  );
  const [t, u] = catalog.tables;
  expect([t?.options['collation'], u?.options['collation']]).toEqual([
    'utf8mb4_uca1400_nopad_ai_ci',
    'ucs2_uca1400_ai_ci',
  ]);
  expect(t?.columns.map(({ collation }) => collation?.name)).toEqual([
    'utf8mb4_uca1400_as_ci',
    'utf8mb3_uca1400_ai_ci',
    undefined,
  ]);
});

test.each([
  ['8.0.36', 'utf8mb4_0900_ai_ci'],
  ['8.4', 'utf8mb4_0900_ai_ci'],
  ['10.6', 'utf8mb4_general_ci'],
  ['11.4', 'utf8mb4_general_ci'],
  ['11.8', 'utf8mb4_uca1400_ai_ci'],
])('texts of %s are compared by %s where nobody says otherwise', async (version, collation) => {
  const { catalog } = await readMysql('create table t (a varchar(9)) default charset utf8mb4', version);
  const said = await readMysql(`create table t (a varchar(9)) default charset utf8mb4 collate ${collation}`, version);
  expect(catalog).toEqual(said.catalog);
});
