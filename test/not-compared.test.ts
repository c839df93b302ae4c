import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { postgres } from '../src/engines/postgres/index.ts';
import { openEmbedded } from '../src/lab/embedded.ts';
import { relvar } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'relvar-not-compared-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function report(from: string, to: string) {
  const [left, right] = ['from.sql', 'to.sql'].map((name) => join(folder, name));
  writeFileSync(left ?? '', from);
  writeFileSync(right ?? '', to);
  const { out } = await relvar(['diff', left ?? '', right ?? '', '--format', 'json']);
  const { notes, changes } = JSON.parse(out) as {
    readonly notes: readonly string[];
    readonly changes: readonly { readonly sql: readonly string[] }[];
  };
  return { notes: notes.filter((note) => !note.startsWith('Not compared')), sql: changes.flatMap((one) => one.sql) };
}

const roles = 'create role anna; create role bob;';
const table = 'create table t (id int primary key, email text);';

describe('what differs and is not carried out is told', () => {
  const cases: Readonly<Record<string, readonly [string, string, readonly string[]]>> = {
    'rights on a member of an extension': [
      `${roles} ${table} create extension citext;`,
      `${roles} ${table} create extension citext; grant usage on type citext to anna; revoke execute on function citext_cmp(citext, citext) from public;`,
      [
        'Rights on function public.citext_cmp(public.citext,public.citext) is of a kind that cannot be made from here.',
        'Rights on type public.citext is of a kind that cannot be made from here.',
      ],
    ],
    'rights on a language of the server’s own': [
      `${roles} revoke usage on language plpgsql from public;`,
      `${roles} grant usage on language plpgsql to anna;`,
      ['Rights on language plpgsql differs and cannot be changed from here: anna, public.'],
    ],
    'rights of who is to be the owner': [
      `${roles} ${table} grant select on t to bob;`,
      `${roles} ${table} alter table t owner to bob;`,
      [
        'Owners are left as they are: table public.t is of postgres and is to be of bob.',
        'What was granted on table public.t to bob is taken: it is to be its owner, and owners are left as they are.',
      ],
    ],
  };
  for (const [title, [from, to, notes]] of Object.entries(cases)) {
    it(title, async () => {
      expect((await report(from, to)).notes).toEqual(notes);
      expect((await report(from, from)).notes).toEqual([]);
    });
  }
});

it('rights that another role gave, which REVOKE by the owner leaves without a word', async () => {
  const database = await openEmbedded();
  try {
    const grant = 'grant select on t to bob with grant option';
    await database.exec(`${roles} ${table} ${grant}; set role bob; grant select on t to anna; reset role;`);
    const others = (await postgres.introspect(database)).others;
    expect(others).toEqual([
      {
        kind: 'rights that others than its owner gave on',
        name: 'table public.t',
        on: ['table public.t'],
        options: { 'anna by bob': 'given' },
      },
    ]);
  } finally {
    await database.close();
  }
});

describe('a partitioned table', () => {
  it('that has an access method has none any more, and the other way round', async () => {
    const own = 'create table t (id int) partition by list (id) using heap;';
    const none = 'create table t (id int) partition by list (id);';
    expect((await report(own, none)).sql).toEqual(['ALTER TABLE public.t SET ACCESS METHOD DEFAULT']);
    expect((await report(none, own)).sql).toEqual(['ALTER TABLE public.t SET ACCESS METHOD heap']);
  });
});
