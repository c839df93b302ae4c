import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { relvar } from './run-cli.ts';
import { describeWithPostgres, withDatabase } from './servers/postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'relvar-surroundings-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, sql: string): string {
  const path = join(folder, name);
  writeFileSync(path, sql);
  return path;
}

const plain = file('plain.sql', 'create table t (id int primary key, a text);');

describe('what a server has and a schema does not say', () => {
  it('is made for the rehearsal of a plan, and told', async () => {
    const granted = file(
      'granted.sql',
      `create table t (id int primary key, a text collate "en-x-icu");
       grant select on t to reader, writer; create policy p on t to writer using (true); alter table t enable row level security;`,
    );
    const plan = join(folder, 'plan');
    const { out, code } = await relvar(['migrate', 'plan', plain, granted, '-o', plan]);
    expect(code).toBe(0);
    expect(out).not.toContain('does not work');
    expect(out).not.toContain('long lock');
    const { notes } = JSON.parse(readFileSync(join(plan, 'plan.json'), 'utf8'));
    expect(notes).toContain(
      'The server is taken to have the roles reader, writer, which the schema does not make: the lab made them.',
    );
    expect(notes.join('\n')).toContain('en-x-icu, which the lab lacks');
  });

  it('is made for the check of a migration, but for what the migration makes itself', async () => {
    const migration = file(
      'migration.sql',
      `create role own; grant select on t to own, other; alter table t owner to boss; grant own to member;
       alter table t add column n text collate "de-x-icu"; create collation mine (locale = 'C'); alter table t add column m text collate mine;`,
    );
    const { out, code } = await relvar(['migrate', 'check', migration, '--on', plain, '--format', 'json']);
    const report = JSON.parse(out);
    expect(report.findings.filter((one: { priority: string }) => one.priority === 'P0')).toEqual([]);
    expect(code).toBe(0);
    expect(report.assumptions.join('\n')).toContain('the roles boss, member, other,');
    expect(report.assumptions.join('\n')).toContain('the collation de-x-icu,');
  });

  it('is told where it depends on who runs a script, or on another server', async () => {
    const said = file(
      'said.sql',
      `create table t (id int primary key, a text); create policy p on t to current_user using (a = current_user);
       create policy q on t to writer using (a = session_user); comment on table t is 'to current_user';
       alter default privileges grant select on tables to public; alter default privileges for role boss grant select on tables to public;
       import foreign schema far from server s into public; cluster t using t_pkey;`,
    );
    const { out } = await relvar(['diff', plain, said, '--format', 'json']);
    const { notes, changes } = JSON.parse(out);
    expect(notes.find((one: string) => one.startsWith('Said of whoever runs it'))).toMatch(
      /: CREATE POLICY \([^)]*said\.sql:1\), ALTER DEFAULT \([^)]*said\.sql:3\)\.$/,
    );
    expect(notes.find((one: string) => one.startsWith('Not read'))).toContain('IMPORT FOREIGN');
    expect(changes.map((one: { kind: string }) => one.kind)).toContain('set cluster');
  });
});

describeWithPostgres([15], 'a server that lacks a role', (server) => {
  it('is told to need it, and the plan that names it is rehearsed to its end', () =>
    withDatabase(server, async (database) => {
      await database.query('create table t (id int primary key)');
      const role = `relvar_test_absent_${process.pid}`;
      const to = file(
        'made-by-block.sql',
        `do $$ begin if not exists (select from pg_roles where rolname = '${role}') then create role ${role}; end if; end $$;
         create table t (id int primary key); grant select on t to ${role}; create policy p on t to ${role} using (true);`,
      );
      const plan = join(folder, 'lacking');
      const { out, error, code } = await relvar(['migrate', 'plan', database.url, to, '-o', plan]);
      expect(out + error).not.toContain('does not work');
      expect(code).toBe(0);
      const { notes } = JSON.parse(readFileSync(join(plan, 'plan.json'), 'utf8'));
      expect(notes).toContainEqual(expect.stringContaining(`The server lacks the role ${role}`));
      const applied = await relvar(['migrate', 'apply', plan, '--to', database.url, '--yes']);
      expect(applied.code).toBe(2);
      expect(applied.error).toContain(`CREATE ROLE ${role};`);
    }));
});

describeWithPostgres([15], 'an extension that the lab lacks', (server) => {
  it('has a comment that nobody compares, and is the same on the server', () =>
    withDatabase(server, async (database) => {
      await database.query('create extension postgres_fdw; create table u (id int primary key)');
      const from = file('extension.sql', 'create extension postgres_fdw; create table u (id int primary key);');
      const to = file('extension-and-table.sql', `${readFileSync(from, 'utf8')} create table t (id int primary key);`);
      for (const pair of [
        [database.url, from],
        [from, database.url],
      ]) {
        const { out } = await relvar(['diff', ...pair, '--target', '15', '--format', 'json']);
        expect(JSON.parse(out).changes).toEqual([]);
      }
      const plan = join(folder, 'beside-stand-in');
      expect((await relvar(['migrate', 'plan', from, to, '--target', '15', '-o', plan])).code).toBe(0);
      const applied = await relvar(['migrate', 'apply', plan, '--to', database.url, '--yes']);
      expect([applied.code, applied.error]).toEqual([0, expect.stringContaining('done')]);
    }));
});
