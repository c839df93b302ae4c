import { beforeEach, describe, expect, test } from 'vitest';
import { embedded, resetDatabase } from '../../test/embedded.ts';
import { noStatistics } from '../catalog/statistics.ts';
import { parseRows, withVolumes } from '../config/volumes.ts';
import { postgres } from '../engines/postgres/index.ts';
import { deriveStatistics } from './derive/derive.ts';
import { grow, parseScale } from './grow.ts';

beforeEach(resetDatabase);

async function shop() {
  const database = await embedded();
  await database.exec(`
    create type state as enum ('new', 'done');
    create table countries (id int primary key, name text not null);
    create table users (id bigint generated always as identity primary key, country_id int not null references countries,
      last_name text not null, created_at timestamptz not null default now());
    create table orders (id bigint generated always as identity primary key, user_id bigint not null references users, state state not null);
    create index on orders (state);
    create index on orders (user_id);`);
  const catalog = await postgres.introspect(database);
  const declared = withVolumes(catalog, noStatistics, parseRows(['orders=10M,users=100k']), 'public').statistics;
  const statistics = deriveStatistics(catalog, declared, {
    sizes: postgres.sizes,
    traits: postgres.traits('18'),
    now: new Date('2026-06-01T00:00:00Z'),
  });
  return { catalog, statistics };
}

describe('grow', () => {
  test('rows, pages and references grow; lists, enums, unique shares and times do not', async () => {
    const { catalog, statistics } = await shop();
    const grown = grow(catalog, statistics, 10, postgres.sizes);
    const before = statistics.tables;
    const after = grown.tables;
    expect(after['public.countries']).toEqual(before['public.countries']);
    expect(after['public.orders']?.rows).toBe(100_000_000);
    expect(after['public.orders']?.pages).toBe((before['public.orders']?.pages ?? 0) * 10);
    const orders = after['public.orders']?.columns ?? {};
    expect(orders['user_id']?.distinct).toBe(1_000_000);
    expect(orders['user_id']?.histogram?.at(-1)).toBe('999991');
    expect(orders['state']).toEqual(before['public.orders']?.columns['state']);
    expect(orders['id']?.distinct).toBe(-1);
    expect(Number(orders['id']?.histogram?.at(-1))).toBeGreaterThan(99_000_000);
    const users = after['public.users']?.columns ?? {};
    const usersBefore = before['public.users']?.columns ?? {};
    expect(users['country_id']?.distinct).toBe(usersBefore['country_id']?.distinct);
    expect(users['created_at']).toEqual(usersBefore['created_at']);
  });

  test('indexes grow as the size model says, and become higher', async () => {
    const { catalog, statistics } = await shop();
    const grown = grow(catalog, statistics, 1000, postgres.sizes);
    const [before, after] = [statistics.indexes['public.orders_pkey'], grown.indexes['public.orders_pkey']];
    expect((after?.pages ?? 0) / (before?.pages ?? 1)).toBeCloseTo(1000, -1);
    expect(after?.height).toBeGreaterThan(before?.height ?? 0);
  });

  test('a table that was declared not to grow stays', async () => {
    const { catalog, statistics } = await shop();
    const users = statistics.tables['public.users'];
    if (!users) throw new Error('no users');
    const still = { ...statistics, tables: { ...statistics.tables, 'public.users': { ...users, growthPerMonth: 0 } } };
    expect(grow(catalog, still, 10).tables['public.users']?.rows).toBe(100_000);
  });

  test('back and forth is where it began', async () => {
    const { catalog, statistics } = await shop();
    const back = grow(catalog, grow(catalog, statistics, 10), 0.1);
    expect(back.tables['public.orders']?.rows).toBe(10_000_000);
    expect(back.tables['public.orders']?.pages).toBe(statistics.tables['public.orders']?.pages);
  });
});

describe('--scale', () => {
  test.each([
    ['10', [10]],
    ['1,10,100', [1, 10, 100]],
    ['100, 1, 10', [1, 10, 100]],
    ['0.5', [0.5]],
    ['10x,10', [10]],
    ['1k', [1000]],
  ])('%s', (given, factors) => {
    expect(parseScale(given)).toEqual(factors);
  });

  test.each(['', 'ten', '0', '-1', '1e9', '2000000', '1,,2', 'NaN', 'Infinity'])('refuses %j', (given) => {
    expect(() => parseScale(given)).toThrow(expect.objectContaining({ code: 'bad-scale' }));
  });
});
