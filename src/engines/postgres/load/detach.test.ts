import { expect, it } from 'vitest';
import { detachForeignKeys } from './detach.ts';

it('takes foreign keys out of a CREATE TABLE, whole', () => {
  const detached = detachForeignKeys(
    `CREATE TABLE IF NOT EXISTS s."T" (id int PRIMARY KEY, a int NOT NULL CONSTRAINT "x y" REFERENCES u (id) ON DELETE SET NULL ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED UNIQUE, b numeric(3,1) DEFAULT 1, note text CHECK (note <> ', REFERENCES no'), CONSTRAINT k FOREIGN KEY (a, b) REFERENCES w MATCH FULL) WITH (fillfactor = 90)`,
  );
  expect(detached?.create.replace(/ +/g, ' ')).toBe(
    `CREATE TABLE IF NOT EXISTS s."T" (id int PRIMARY KEY, a int NOT NULL UNIQUE, b numeric(3,1) DEFAULT 1, note text CHECK (note <> ', REFERENCES no')) WITH (fillfactor = 90)`,
  );
  expect(detached?.references).toEqual([
    'ALTER TABLE s."T" ADD CONSTRAINT "x y" FOREIGN KEY (a) REFERENCES u (id) ON DELETE SET NULL ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
    'ALTER TABLE s."T" ADD CONSTRAINT k FOREIGN KEY (a, b) REFERENCES w MATCH FULL',
  ]);
});

it('has nothing to do without one', () => {
  expect(detachForeignKeys('create table t (id int)')).toBeUndefined();
  expect(detachForeignKeys('create table t as select 1')).toBeUndefined();
  expect(detachForeignKeys('create view v as select 1')).toBeUndefined();
});
