import { describe, expect, it } from 'vitest';
import { connectForWriting } from '../src/engines/postgres/connect.ts';
import { embedded, resetDatabase } from './embedded.ts';
import { proveOnline } from './online.ts';
import { describeWithPostgres, withDatabase } from './servers/postgres.ts';

const roles = `do $$ begin create role default_boss; exception when duplicate_object then null; end $$;
  do $$ begin create role default_reader; exception when duplicate_object then null; end $$;`;
const alter = (rest: string) => `alter default privileges for role default_boss ${rest};`;
const mine = (rest: string) => `alter default privileges ${rest};`;

const cases: Readonly<Record<string, readonly [from: string, to: string]>> = {
  'for functions come, and go': ['', alter('grant execute on functions to default_reader')],
  'for functions lose everybody': ['', alter('revoke execute on functions from public')],
  'for functions go from everybody to one': [
    alter('grant execute on functions to default_reader'),
    alter('revoke execute on functions from public') + alter('grant execute on functions to default_reader'),
  ],
  'for functions lose their owner': ['', alter('revoke execute on functions from default_boss')],
  'for functions in a schema': ['', alter('in schema public grant execute on functions to default_reader')],
  'for types': [
    alter('grant usage on types to default_reader'),
    alter('revoke usage on types from public') + alter('grant usage on types to default_reader with grant option'),
  ],
  'for schemas': ['', alter('grant create, usage on schemas to default_reader')],
  'for sequences': [
    alter('grant select, usage on sequences to default_reader with grant option'),
    alter('grant select on sequences to default_reader') + alter('revoke update on sequences from default_boss'),
  ],
  'for tables, all of them': ['', alter('grant all on tables to default_reader')],
  'that stay give nothing to what is made, nor to what comes back': [
    `${mine('grant execute on functions to default_reader')} ${mine('in schema public grant insert on tables to default_reader')}
    ${mine('grant select on tables to default_reader')} ${mine('grant usage on types to default_reader')} ${mine('grant usage on sequences to default_reader')}
    create table gone (id serial primary key); create view seen as select id from gone; create type mood as enum ('a');
    create function f() returns int language sql as 'select 1';
    revoke all on gone, seen from default_reader; revoke all on sequence gone_id_seq from default_reader; revoke all on type mood from default_reader, public; revoke all on function f() from default_reader;`,
    `${mine('grant execute on functions to default_reader')} ${mine('in schema public grant insert on tables to default_reader')}
    ${mine('grant select on tables to default_reader')} ${mine('grant usage on types to default_reader')} ${mine('grant usage on sequences to default_reader')}
    create table made (id serial primary key); create function g() returns int language sql as 'select 1'; create type other as enum ('a');
    revoke all on made from default_reader; grant select on made to default_reader; revoke all on sequence made_id_seq from default_reader; revoke all on function g() from default_reader; revoke all on type other from default_reader;`,
  ],
  'give nothing to the view of an old name': [
    `${mine('grant select, insert on tables to default_reader')} create table old (id int primary key); revoke all on old from default_reader;`,
    `${mine('grant select, insert on tables to default_reader')} create table new (id int primary key); revoke all on new from default_reader;`,
  ],
};

const renames = { 'table public.old': 'new' };

describe('default privileges', () => {
  for (const [title, [from, to]] of Object.entries(cases)) {
    it(title, async () => {
      const target = { connection: await embedded(), version: '18.0', reset: resetDatabase };
      for (const [one, other] of [
        [from, to],
        [to, from],
      ] as const) {
        const named = one.includes('table old') ? { renames } : {};
        const steps = await proveOnline(
          { from: roles + one, to: roles + other, rows: '', steps: [], ...named },
          target,
        );
        expect(steps).toBeGreaterThan(0);
      }
    });
  }
});

describeWithPostgres([13, 15], 'rights of which MAINTAIN was to become one', (server) => {
  it('are given and taken as all, and in part', () =>
    withDatabase(server, async (database) => {
      const engine = await connectForWriting(database.url);
      try {
        await database.query(roles);
        const target = {
          connection: engine,
          version: `${server.version}.0`,
          reset: async () => {
            await engine.exec(
              'drop schema public cascade; create schema public; drop owned by default_reader; drop owned by default_boss',
            );
          },
        };
        const table = 'create table t (id int);';
        const all = `${table} grant all on t to default_reader; ${alter('grant all on tables to default_reader')}`;
        const part = `${table} grant select on t to default_reader; ${alter('grant select on tables to default_reader')}`;
        for (const [from, to] of [
          [all, part],
          [part, all],
          [all, table],
        ] as const) {
          await proveOnline({ from, to, rows: '', steps: [] }, target);
        }
      } finally {
        await engine.close();
        await database.query(
          'drop owned by default_reader; drop owned by default_boss; drop role default_boss, default_reader',
        );
      }
    }));
});
