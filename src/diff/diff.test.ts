import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { embedded, resetDatabase } from '../../test/embedded.ts';
import { loadSide, prove, readSide, type Verdict } from '../../test/truth.ts';
import { changeTitle } from '../catalog/change-title.ts';
import { postgresTraits } from '../engines/postgres/traits.ts';
import { diff, type Side } from './diff.ts';

/** Titled pairs: `# title`, the schema before, `---`, the schema after. */
function pairs(file: string): readonly (readonly [string, string, string])[] {
  const text = readFileSync(new URL(`../../test/cases/diff/${file}`, import.meta.url), 'utf8');
  return text
    .split(/^# /m)
    .slice(1)
    .map((part) => {
      const [title = ''] = part.split('\n', 1);
      const [from = '', to = ''] = part.slice(title.length).split(/^---$/m);
      return [title, from, to];
    });
}

async function side(sql: string): Promise<Side> {
  await resetDatabase();
  const loaded = await loadSide(await embedded(), sql);
  if (typeof loaded === 'string') throw new Error(loaded);
  return loaded;
}

describe('carried out, the changes make one schema of the other', () => {
  it.each(pairs('pairs.sql'))('%s', async (_, from, to) => {
    const database = await embedded();
    for (const verdict of [await prove(database, from, to), await prove(database, to, from)]) {
      expect(verdict.kind === 'converged' ? 'converged' : story(verdict)).toBe('converged');
      expect(verdict.kind === 'converged' && verdict.changes.length + verdict.notes.length).toBeGreaterThan(0);
    }
  });
});

function story(verdict: Verdict): string {
  return verdict.kind === 'missed' ? `${verdict.why}\n\n${verdict.sql.join(';\n')}` : JSON.stringify(verdict);
}

it('has nothing to say of a schema and itself', async () => {
  for (const [, , to] of pairs('pairs.sql').slice(0, 12)) {
    const one = await side(to);
    expect(diff(one, one, postgresTraits('18'))).toEqual({ changes: [], notes: [] });
  }
});

it('tells that owners differ, unless all are of one role on each side', async () => {
  const owned = async (role: string) =>
    side(`create role ${role}; create table t (a int); create table u (a int);
    alter table t owner to ${role};`);
  const [from, to] = [await owned('owner_one'), await owned('owner_two')];
  expect(diff(from, to, postgresTraits('18')).notes).toEqual([
    'Owners are left as they are: table public.t is of owner_one and is to be of owner_two.',
  ]);
  const whole = ({ catalog, ...rest }: Side, owner: string): Side => ({
    ...rest,
    catalog: {
      ...catalog,
      schemas: catalog.schemas.map((one) => ({ ...one, owner })),
      tables: catalog.tables.map((one) => ({ ...one, owner })),
    },
  });
  expect(diff(whole(from, 'a'), whole(to, 'b'), postgresTraits('18')).notes).toEqual([]);
});

it('tells indexes of one name on several tables apart', async () => {
  const one = await side(
    'create table a (x int); create index a_i on a (x); create table b (x int, y int); create index b_i on b (x);',
  );
  const named = (from: Side, key: string): Side => ({
    ...from,
    catalog: {
      ...from.catalog,
      tables: from.catalog.tables.map((table) => ({
        ...table,
        indexes: table.indexes.map((index) => ({
          ...index,
          name: 'i',
          keys: index.keys.map((part) => (table.name === 'b' ? { ...part, column: key } : part)),
          definition: `${table.name} ${table.name === 'b' ? key : 'x'}`,
        })),
      })),
    },
    dependencies: [],
  });
  const titles = diff(named(one, 'x'), named(one, 'y'), postgresTraits('18')).changes.map(changeTitle);
  expect(titles).toEqual(['Drop index public.i on public.b', 'Create index public.i on public.b']);
});

it('tells what is known of things that no statement changes, where it differs', async () => {
  const base = (storage: string) => `create type b;
    create function b_in(cstring) returns b language internal immutable strict as 'textin';
    create function b_out(b) returns cstring language internal immutable strict as 'textout';
    create type b (input = b_in, output = b_out, like = text);
    alter type b set (storage = ${storage});
    create table t (id int primary key); create table u (t int references t);`;
  const [from, to] = [await side(base('main')), await side(base('external'))];
  expect(diff(from, to, postgresTraits('18')).notes).toEqual([
    'Base type public.b differs and cannot be changed from here: storage.',
  ]);
  await resetDatabase();
  const database = await embedded();
  await loadSide(database, base('main'));
  await database.exec('alter table u disable trigger all');
  expect(diff(from, await readSide(database), postgresTraits('18')).notes).toEqual([
    'Disabled checks of constraint public.u.u_t_fkey is of a kind that cannot be made from here.',
  ]);
});

it('tells of parents in another order, and of columns that a table brings to a parent', async () => {
  const parents = 'create table a (x int); create table b (y int); create table c (z int);';
  const from = await side(`${parents} create table child () inherits (a, b);`);
  const to = await side(`${parents} create table child () inherits (b, a, c);`);
  expect(diff(from, to, postgresTraits('18')).notes).toEqual([
    "Column public.child.z is not to be the table's own besides its parent's: that is left as it is.",
    'The columns of public.child stand in another order: new columns are added at the end.',
    'The parents of public.child stand in another order: that is left as it is.',
  ]);
});
