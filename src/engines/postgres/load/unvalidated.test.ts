import { expect, test } from 'vitest';
import { openEmbedded } from '../../../lab/embedded.ts';
import { loadStatements } from './load.ts';
import { unvalidated } from './unvalidated.ts';

const stepsOf = (...all: readonly string[]) => all.map((sql, index) => ({ sql, index }));
const runs = (...all: readonly string[]) => unvalidated(stepsOf(...all)).map(({ sql }) => sql);

test.each([
  'ALTER TABLE ONLY public.a\n    ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES public.b(id) ON DELETE CASCADE',
  'alter table a add constraint "Ä b" foreign key ("B", c) references "S".b on update set null deferrable initially deferred',
  'ALTER TABLE "select" ADD CONSTRAINT k FOREIGN KEY (b) REFERENCES b (id) ON DELETE NO ACTION ON UPDATE RESTRICT',
])('the rows of two empty tables are not read: %s', (sql) => {
  expect(runs(sql)).toEqual([`${sql} NOT VALID`]);
});

test.each([
  'ALTER TABLE a ADD CONSTRAINT k FOREIGN KEY (b) REFERENCES b (id), ADD COLUMN c integer',
  'ALTER TABLE a ADD CONSTRAINT k FOREIGN KEY (b) REFERENCES b (id) NOT ENFORCED',
  'ALTER TABLE a ADD CONSTRAINT k CHECK (b > 0)',
  'ALTER TABLE a ADD CONSTRAINT k FOREIGN KEY (b) REFERENCES b (id) -- why',
  'CREATE TABLE a (b integer, CONSTRAINT k FOREIGN KEY (b) REFERENCES b (id))',
])('what is written otherwise stays: %s', (sql) => {
  expect(runs(sql)).toEqual([sql]);
});

test('keys that the script leaves unread itself stay so, and then no others are left unread', () => {
  const key = 'ALTER TABLE a ADD CONSTRAINT k FOREIGN KEY (b) REFERENCES b (id)';
  expect(runs(key, `${key} NOT VALID`)).toEqual([key, `${key} NOT VALID`]);
});

test('keys of an own engine are as valid as if the rows had been read, on partitions too', async () => {
  const statements = [
    'CREATE TABLE b (id integer PRIMARY KEY)',
    'CREATE TABLE a (id integer, b integer) PARTITION BY RANGE (id)',
    'CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (9)',
    'CREATE TABLE c (b integer)',
    'ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES b (id)',
    'ALTER TABLE ONLY c ADD CONSTRAINT c_b FOREIGN KEY (b) REFERENCES b(id) ON DELETE CASCADE',
    'ALTER TABLE c ADD CONSTRAINT c_d FOREIGN KEY (d) REFERENCES b(id)',
  ].map((sql, at) => ({ sql, file: 'schema.sql', line: at + 1 }));
  const database = await openEmbedded();
  try {
    const { diagnostics } = await loadStatements(database, statements, { hasExtension: () => false, ownEngine: true });
    expect(diagnostics.map(({ line, message }) => [line, message])).toEqual([
      [7, 'ALTER TABLE c: column "d" referenced in foreign key constraint does not exist'],
    ]);
    const keys = await database.query(
      "SELECT conrelid::regclass::text AS at, convalidated AS valid, pg_get_constraintdef(oid) AS key FROM pg_constraint WHERE contype = 'f' ORDER BY 1",
    );
    expect(keys).toEqual([
      { at: 'a', valid: true, key: 'FOREIGN KEY (b) REFERENCES b(id)' },
      { at: 'a1', valid: true, key: 'FOREIGN KEY (b) REFERENCES b(id)' },
      { at: 'c', valid: true, key: 'FOREIGN KEY (b) REFERENCES b(id) ON DELETE CASCADE' },
    ]);
  } finally {
    await database.close();
  }
});
