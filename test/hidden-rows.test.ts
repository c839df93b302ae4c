import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { postgres } from '../src/engines/postgres/index.ts';
import { relvar } from './run-cli.ts';
import { describeWithPostgres, type PostgresDatabase, withDatabase } from './servers/postgres.ts';

const schema = (type: string) => `create schema app;
create table app.t (id int primary key, tenant int not null, a ${type});
alter table app.t enable row level security; alter table app.t force row level security;
create policy p on app.t using (tenant = 1);`;

const reads = 'select count(a)::int as values from app.t';

describeWithPostgres([15], 'a table whose policies hide rows from its owner', (server) => {
  /** A plan of another type, and the database it is for, as a role that owns it and is no superuser. */
  async function withOwner(
    use: (database: PostgresDatabase, url: string, folder: string, role: string) => Promise<void>,
  ) {
    const folder = mkdtempSync(join(tmpdir(), 'relvar-hidden-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const [from, to, plan] = [join(folder, 'from.sql'), join(folder, 'to.sql'), join(folder, 'plan')];
    writeFileSync(from, schema('int'));
    writeFileSync(to, schema('bigint'));
    const target = ['--target', String(server.version), '--rows', 'app.t=50M'];
    expect((await relvar(['migrate', 'plan', from, to, '-o', plan, ...target])).code).toBe(0);
    await withDatabase(server, async (database) => {
      const role = `relvar_hidden_${process.pid}_${server.version}`;
      await database.query(`create role ${role} login`);
      try {
        await database.query(schema('int'));
        await database.query(`insert into app.t select n, n % 3, n from generate_series(1, 300) n;
          grant create on database ${database.name} to ${role};
          alter schema app owner to ${role}; alter table app.t owner to ${role};`);
        const url = new URL(database.url);
        url.username = role;
        await use(database, url.href, plan, role);
      } finally {
        await database.query(`reassign owned by ${role} to current_user; drop owned by ${role}; drop role ${role}`);
      }
    });
  }

  test('is not touched by a role that would see a part of it', async () => {
    await withOwner(async (database, url, plan, role) => {
      const { code, error } = await relvar(['migrate', 'apply', plan, '--to', url, '--yes']);
      expect(code).toBe(2);
      expect(error.replaceAll(/\s+/g, ' ')).toContain(
        `row-level security of app.t hides rows from ${role}, which has no BYPASSRLS`,
      );
      expect(await database.query(reads)).toEqual([{ values: 300 }]);
      expect(await database.query(`select from pg_namespace where nspname = 'relvar'`)).toEqual([]);
    });
  });

  test('answers no query of the session in part', async () => {
    await withOwner(async (_, url) => {
      const session = await postgres.applying?.open(url);
      try {
        await expect(session?.query('select count(*) from app.t')).rejects.toThrow(/row-level security/);
      } finally {
        await session?.close();
      }
    });
  });

  test('is changed whole by a role that sees all of it', async () => {
    await withOwner(async (database, url, plan, role) => {
      await database.query(`alter role ${role} bypassrls`);
      await relvar(['migrate', 'apply', plan, '--to', url, '--yes']);
      const { error } = await relvar(['migrate', 'apply', plan, '--to', url, '--yes', '--continue']);
      expect(error).toContain('done: the schema is the one that the plan ends in');
      expect(await database.query(reads)).toEqual([{ values: 300 }]);
    });
  });

  test.each(['dbmate', 'liquibase', 'knex'])('is asked for whole by exported migrations: %s', async (tool) => {
    await withOwner(async (database, url, plan) => {
      const out = join(plan, tool);
      expect((await relvar(['migrate', 'export', plan, '--tool', tool, '-o', out])).code).toBe(0);
      const texts = readdirSync(out, { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile())
        .map((one) => readFileSync(join(one.parentPath, one.name), 'utf8'));
      const batches = texts.filter((text) => /UPDATE app\.t/.test(text));
      expect(batches.length).toBeGreaterThan(0);
      for (const text of batches) expect(text).toMatch(/SET row_security = off|'row_security', 'off'/);
      // What compares old and new stands before what puts the one in the place of the other.
      const swap = texts.find((text) => /RENAME COLUMN a_relvar_new TO a\b/.test(text)) ?? '';
      const place = swap.search(/RAISE EXCEPTION/);
      expect(place).toBeGreaterThan(-1);
      expect(place).toBeLessThan(swap.search(/RENAME COLUMN/));
      if (tool !== 'dbmate') return;
      const [, loop = ''] = /^(DO \$[\s\S]*?\n\$\$);/m.exec(batches.find((text) => /^DO /m.test(text)) ?? '') ?? [];
      await database.query('alter table app.t add a_relvar_new bigint');
      const session = await postgres.applying?.open(url);
      try {
        await session?.query('reset row_security');
        await expect(session?.alone(loop, { lock: 0, statement: 0 })).rejects.toThrow(/row-level security/);
      } finally {
        await session?.close();
      }
    });
  });
});
