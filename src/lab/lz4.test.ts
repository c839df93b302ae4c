import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Connection } from '../engines/connection.ts';
import { openEmbedded } from './embedded.ts';

let connection: Connection;
beforeAll(async () => {
  connection = await openEmbedded();
});
afterAll(() => connection.close());

async function compressedColumns(): Promise<readonly string[]> {
  const rows = await connection.query(
    "SELECT attrelid::regclass || '.' || attname AS name FROM pg_attribute WHERE attcompression = 'l' ORDER BY 1",
  );
  return rows.map(({ name }) => String(name));
}

test('columns kept compressed with lz4 are there, and those that are copied from them', async () => {
  const statements = [
    "set default_toast_compression = 'lz4'",
    'create table a (id int primary key, body text compression lz4, other text compression pglz)',
    'create table "B" (id int, body text)',
    'alter table "B" alter body set compression "lz4", add more text compression lz4',
    'create table p (id int, body text compression lz4) partition by range (id)',
    'create table p1 partition of p for values from (1) to (10)',
    'create table likewise (like a including all)',
    'create table without (like a)',
    'create table child (z int) inherits (a)',
    'alter table a alter body set compression pglz',
  ];
  expect(await connection.batch(statements)).toEqual({ completed: statements.length });
  expect(await compressedColumns()).toEqual([
    '"B".body',
    '"B".more',
    'child.body',
    'likewise.body',
    'p.body',
    'p1.body',
  ]);
});

test('a refused statement is the one that is told, and leaves nothing behind', async () => {
  const before = await compressedColumns();
  const { completed, error } = await connection.batch([
    'begin',
    'create table c (body text compression lz4)',
    'create table c (body text compression lz4)',
  ]);
  expect({ completed, code: error?.code }).toEqual({ completed: 2, code: '42P07' });
  await connection.exec('rollback');
  expect(await compressedColumns()).toEqual(before);
});
