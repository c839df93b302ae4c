import { describe, expect, it } from 'vitest';
import { inventedName } from '../src/catalog/object-name.ts';
import { connectForWriting } from '../src/engines/postgres/connect.ts';
import { embedded, resetDatabase } from './embedded.ts';
import { type OnlineCase, proveOnline } from './online.ts';
import { describeWithPostgres, withDatabase } from './servers/postgres.ts';

/** Names of 63 bytes that are the same but for the last letter. */
const long = (beginning: string, end: string) => {
  let text = beginning;
  while (new TextEncoder().encode(`${text}ö${end}`).length <= 63) text += 'ö';
  return text.padEnd(text.length + 63 - new TextEncoder().encode(text + end).length, 'x') + end;
};
const [t1, t2] = [long('t', '1'), long('t', '2')];
const [a, b] = [long('c', 'a'), long('c', 'b')];
const [m1, m2] = [long('m', '1'), long('m', '2')];
const tables = (type: string, more: string) =>
  [t1, t2]
    .map(
      (table) =>
        `create table "${table}" (id int primary key, "${a}" ${type}, "${b}" ${type}); ${more.replaceAll('TABLE', `"${table}"`)}`,
    )
    .join('\n');
const rows = [t1, t2].map((table) => `insert into "${table}" select n, n, n from generate_series(1, 30) n;`).join('\n');
const keeps = `select (select row(count(*), sum("${a}"), sum("${b}"))::text from "${t1}") as one, (select row(count(*), sum("${a}"), sum("${b}"))::text from "${t2}") as other`;
const indexed = `create index "${long('i', '1')}" on "${t1}" ("${a}"); create index "${long('i', '2')}" on "${t1}" ("${b}"); create unique index "${long('i', '3')}" on "${t2}" ("${a}");
  alter table "${t1}" add constraint "${long('k', '1')}" check ("${a}" > 0), add constraint "${long('k', '2')}" check ("${b}" > 0);`;

const cases: Readonly<Record<string, OnlineCase>> = {
  'types under indexes and checks': {
    from: tables('int', '') + indexed,
    to: tables('bigint', '') + indexed,
    rows,
    keeps,
    steps: [/^Put new columns/, /^Put new columns/],
  },
  'columns that become not null': {
    from: tables('int', ''),
    to: tables('int not null', ''),
    rows,
    keeps,
    steps: [/not null/],
  },
  'tables under other names': {
    from: tables('int', ''),
    to: tables('int', '').replaceAll(t1, long('u', '1')).replaceAll(t2, long('u', '2')),
    renames: { [`table public."${t1}"`]: long('u', '1'), [`table public."${t2}"`]: long('u', '2') },
    rows,
    steps: [],
  },
  'columns under other names': {
    from: tables('int', '') + indexed,
    to: (tables('int', '') + indexed).replaceAll(a, long('d', 'a')).replaceAll(b, long('d', 'b')),
    renames: Object.fromEntries(
      [t1, t2].flatMap((table) => [
        [`column public."${table}"."${a}"`, long('d', 'a')],
        [`column public."${table}"."${b}"`, long('d', 'b')],
      ]),
    ),
    rows,
    steps: [],
  },
  'types that lose values': {
    from: `create type "${m1}" as enum ('a', 'b'); create type "${m2}" as enum ('a', 'b'); create table t (id int primary key, a "${m1}", b "${m2}")`,
    to: `create type "${m1}" as enum ('a'); create type "${m2}" as enum ('a'); create table t (id int primary key, a "${m1}", b "${m2}")`,
    rows: `insert into t select n, 'a', 'a' from generate_series(1, 30) n`,
    keeps: 'select count(a), count(b) from t',
    steps: [],
  },
  'columns and tables that are kept for a while': {
    from: `${tables('int', '')}create table other (id int primary key);`,
    to: `create table "${t1}" (id int primary key); create table other (id int primary key);`,
    quarantineSeconds: 1,
    rows,
    steps: [],
  },
  'indexes that become others': {
    from: tables('int', '') + indexed,
    to: tables('int', '') + indexed.replaceAll(/\("(c[^"]*)"\);/g, '("$1", id);'),
    rows,
    keeps,
    steps: [],
  },
};

describe('names of 63 bytes', () => {
  it('are shortened to names of their own', () => {
    for (const suffix of ['relvar_new', 'dropped', 'relvar_made_not_null']) {
      const short = [t1, t2]
        .flatMap((table) => [[table], [table, a], [table, b]])
        .map((parts) => inventedName(parts, suffix, 63));
      expect(new Set(short).size).toBe(short.length);
      for (const one of short) expect(new TextEncoder().encode(one).length).toBeLessThanOrEqual(63);
    }
    expect(inventedName(['orders', 'id'], 'copy', 63)).toBe('orders_id_copy');
  });

  for (const [title, one] of Object.entries(cases)) {
    it(title, async () => {
      const target = { connection: await embedded(), version: '18.0', reset: resetDatabase };
      const steps = await proveOnline(one, target);
      expect(steps).toBeGreaterThan(0);
      await proveOnline(one, target, Math.ceil(steps / 2));
    });
  }
});

const empty = 'drop schema public cascade; create schema public';

describeWithPostgres([13, 15, 17, 18], 'names of 63 bytes', (server) => {
  it('come and go', async () => {
    await withDatabase(server, async (database) => {
      const connection = await connectForWriting(database.url);
      try {
        for (const [title, one] of Object.entries(cases)) {
          const target = { connection, version: `${server.version}.0`, reset: () => connection.exec(empty) };
          await proveOnline(one, target).catch((cause: unknown) => {
            throw new Error(`${title}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
          });
        }
      } finally {
        await connection.close();
      }
    });
  }, 300_000);
});
