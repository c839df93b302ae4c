import { expect, test } from 'vitest';
import { isDraft } from '../src/engines/mysql/draft-connection.ts';
import { askedBy, classText } from '../src/engines/mysql/online/alter-class.ts';
import { asAsked, askedBySql } from '../src/engines/mysql/online/asked.ts';
import { classifyAlter } from '../src/engines/mysql/online/classify.ts';
import { mysqlTraits } from '../src/engines/mysql/traits.ts';
import { readMysql } from './mysql.ts';

const schema = `CREATE TABLE t (id INT PRIMARY KEY, c CHAR(3), n INT, v INT AS (n + 1) VIRTUAL);
  CREATE TABLE plain (id INT PRIMARY KEY, c CHAR(3), n INT);
  CREATE TABLE m (id INT PRIMARY KEY, n INT) ENGINE = MyISAM;`;

async function draftOf(version: string) {
  const { lab } = await readMysql(schema, version);
  if (!isDraft(lab)) throw new Error('no draft');
  return lab.draft();
}

async function classOn(version: string, sql: string) {
  const found = classifyAlter(sql, await draftOf(version));
  if (!found) throw new Error(`${sql} is not understood`);
  return found;
}

const anew = 'ALGORITHM=INPLACE LOCK=NONE anew';
const inPlace = 'ALGORITHM=INPLACE LOCK=NONE';
const instant = 'ALGORITHM=INSTANT';
const copied = 'ALGORITHM=COPY LOCK=SHARED anew';

// https://dev.mysql.com/doc/refman/8.0/en/innodb-online-ddl-operations.html
test.each([
  ['ALTER TABLE plain DROP COLUMN c', { '8.0.11': anew, '8.0.20': anew, '8.0.28': anew, '8.0.29': instant }],
  ['ALTER TABLE plain ADD x INT FIRST', { '8.0.11': anew, '8.0.20': anew, '8.0.28': anew, '8.0.29': instant }],
  ['ALTER TABLE plain ADD x INT AFTER c', { '8.0.28': anew, '8.0.29': instant }],
  ['ALTER TABLE plain ADD x INT, ADD y INT AFTER x', { '8.0.11': anew, '8.0.12': instant, '8.0.29': instant }],
  ['ALTER TABLE plain ADD x INT AFTER n', { '8.0.11': anew, '8.0.12': instant }],
  ['ALTER TABLE plain ADD x INT', { '8.0.11': anew, '8.0.12': instant, '8.0.36': instant, '8.4.3': instant }],
  ['ALTER TABLE plain RENAME COLUMN n TO n2', { '8.0.11': inPlace, '8.0.27': inPlace, '8.0.28': instant }],
  ['ALTER TABLE plain CHANGE n n2 INT', { '8.0.27': inPlace, '8.0.28': instant }],
  ['ALTER TABLE t RENAME COLUMN v TO v2', { '8.0.27': copied, '8.0.28': instant }],
  ['ALTER TABLE plain ADD x INT, RENAME COLUMN n TO n2', { '8.0.27': anew, '8.0.28': instant }],
  ['ALTER TABLE t DROP COLUMN v, DROP COLUMN c', { '8.0.28': copied, '8.0.29': instant }],
  ['ALTER TABLE t DROP COLUMN v', { '8.0.11': inPlace, '8.0.12': instant }],
  ['ALTER TABLE plain ALTER n SET DEFAULT 3', { '8.0.11': inPlace, '8.0.12': instant }],
  ['ALTER TABLE m RENAME COLUMN n TO n2', { '8.0.12': instant, '8.0.29': instant }],
  ['ALTER TABLE m DROP COLUMN n', { '8.0.20': copied, '8.0.29': copied }],
])('%s is as each release does it', async (sql, byRelease) => {
  const found: Record<string, string> = {};
  for (const release of Object.keys(byRelease)) {
    const one = await classOn(release, sql);
    found[release] = `${askedBy(one).join(' ')}${one.rebuilds ? ' anew' : ''}`;
    expect(classText(one)).not.toContain('as of');
  }
  expect(found).toEqual(byRelease);
});

test.each([
  [
    'ALTER TABLE plain DROP COLUMN c',
    /; as of MySQL 8\.0\.29, before it ALGORITHM=INPLACE, LOCK=NONE, the table is made anew$/,
  ],
  ['ALTER TABLE plain ADD x INT FIRST', /; as of MySQL 8\.0\.29, before it .*made anew$/],
  ['ALTER TABLE plain RENAME COLUMN n TO n2', /; as of MySQL 8\.0\.28, before it ALGORITHM=INPLACE, LOCK=NONE$/],
  ['ALTER TABLE plain ADD x INT', /; as of MySQL 8\.0\.12, before it .*made anew$/],
])('where no release of 8.0 is named, it is told as of which %s is so', async (sql, note) => {
  expect(classText(await classOn('8.0', sql))).toMatch(note);
  expect(classText(await classOn('8.4', sql))).not.toContain('as of');
});

test.each([
  'ALTER TABLE plain ALTER n SET DEFAULT 3',
  'ALTER TABLE plain ADD KEY (n)',
  'ALTER TABLE plain MODIFY n BIGINT',
])('nothing is told of releases where all go about it alike: %s', async (sql) =>
  expect(classText(await classOn('8.0', sql))).not.toContain('as of'),
);

test('a release that cannot do it in an instant refuses to be asked for it', async () => {
  const sql = 'ALTER TABLE plain DROP COLUMN c, ALGORITHM=INSTANT';
  const draft = await draftOf('8.0.20');
  const [found, asked] = [classifyAlter(sql, draft), askedBySql(sql, draft)];
  if (!found || !asked) throw new Error('not understood');
  expect(asAsked(found, asked, draft.dialect)).toEqual({
    refused: expect.stringContaining('at best ALGORITHM=INPLACE'),
  });
});

test('the release is part of the name of a server of 8.0 alone', () => {
  expect(
    ['8.0.20', '8.0.36-0ubuntu0.22.04.1', '8.0', '8.4.3', '10.11.6-MariaDB'].map((one) => mysqlTraits(one).name),
  ).toEqual(['MySQL 8.0.20', 'MySQL 8.0.36', 'MySQL 8.0', 'MySQL 8.4', 'MariaDB 10.11']);
});
