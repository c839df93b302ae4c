import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { relvar } from './run-cli.ts';
import { describeWithPostgres, withDatabase } from './servers/postgres.ts';

describeWithPostgres([15], 'a target beside a database', (server) => {
  test.each([
    ['14', true],
    ['15', false],
  ])('of another version is told not to be heeded: %s', async (target, told) => {
    const folder = await mkdtemp(join(tmpdir(), 'relvar-target-'));
    try {
      await withDatabase(server, async (database) => {
        await database.query('create table a (id int primary key, b int)');
        const wanted = join(folder, 'wanted.sql');
        await writeFile(wanted, 'create table a (id int primary key, b int unique nulls not distinct);');
        const { out, error, code } = await relvar([
          'diff',
          database.url,
          wanted,
          '--target',
          target,
          '--format',
          'sql',
        ]);
        expect(code).toBe(0);
        // 15 has it, 14 has not.
        expect(out).toContain('NULLS NOT DISTINCT');
        expect(
          error.includes(`--target ${target} is not heeded: the statements are for the version that it has, 15`),
        ).toBe(told);
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
