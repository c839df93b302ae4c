import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../engines/connection.ts';
import { embeddedEngine, openEmbedded } from '../embedded.ts';
import { type RelationFiles, relationFiles, segmentPages } from './relation-files.ts';

describe("the insides of the embedded engine's file system", () => {
  let connection: Connection;
  let files: RelationFiles;
  beforeAll(async () => {
    connection = await openEmbedded();
    await connection.exec('create table numbers (n integer)');
    const engine = embeddedEngine(connection);
    const found = engine && relationFiles(engine, '/pglite/data');
    // When this fails, a new version of the embedded engine keeps its files in another way: see relation-files.ts.
    if (!found) throw new Error('the files of the embedded engine are not where they were');
    files = found;
  });
  afterAll(() => connection.close());

  const path = async () =>
    String((await connection.query("select pg_relation_filepath('numbers') as path"))[0]?.['path']);
  const size = async () => Number((await connection.query("select pg_relation_size('numbers') as size"))[0]?.['size']);

  test('the length of a file is what it is set to, without memory', async () => {
    const before = process.memoryUsage().rss;
    files.resize(await path(), 100);
    expect(await size()).toBe(100 * 8192);
    files.resize(await path(), 3 * segmentPages + 7);
    expect(files.pages(await path())).toBe(3 * segmentPages + 7);
    expect(await size()).toBe((3 * segmentPages + 7) * 8192);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 2 ** 20);
    files.resize(await path(), 0);
    expect(await size()).toBe(0);
  });

  test('what was never written reads as empty pages', async () => {
    files.resize(await path(), 50);
    expect(await connection.query('select count(*)::int as count from numbers')).toEqual([{ count: 0 }]);
    files.resize(await path(), 0);
  });

  test('an engine with other insides has no files to be sized', () => {
    const engine = embeddedEngine(connection);
    if (!engine) throw new Error('no engine');
    expect(relationFiles(engine, '/elsewhere')).toBeUndefined();
    const other = Object.create(engine, { Module: { value: { FS: {} } } });
    expect(relationFiles(other, '/pglite/data')).toBeUndefined();
  });
});
