import { expect, test } from 'vitest';
import { bareTable } from '../../catalog/bare.ts';
import { emptyCatalog } from '../../catalog/catalog.ts';
import { noStatistics } from '../../catalog/statistics.ts';
import type { Column, Index } from '../../catalog/table.ts';
import { postgres } from '../../engines/postgres/index.ts';
import type { AdviceInput } from '../advice.ts';
import type { Access } from './access.ts';
import { candidatePool } from './pool.ts';

const column = (name: string, nullable: boolean): Column => ({
  name,
  type: { text: 'integer', family: 'integer', name: 'integer', bytes: 4, alignment: 4 },
  nullable,
  local: true,
});
const unique = (name: string): Index => ({
  name: `things_${name}_key`,
  keys: [{ column: name, descending: false, nullsFirst: false }],
  include: [],
  unique: true,
  method: 'btree',
  nullsNotDistinct: false,
  expressionColumns: [],
  predicateColumns: [],
  valid: true,
  replicaIdentity: false,
  clustered: false,
  options: {},
  definition: '',
});
const table = bareTable({
  schema: 'public',
  name: 'things',
  columns: [column('id', false), column('code', true), column('kind', false)],
  indexes: [unique('id'), unique('code')],
});

test.each<[string, readonly string[], Partial<Access>, readonly string[], readonly string[]]>([
  ['what follows a unique key stands beside it', ['id', 'kind'], {}, ['id'], ['kind']],
  ['but where rows are wanted in its order', ['id', 'kind'], { order: [{ column: 'kind' }] }, ['id', 'kind'], []],
  ['a unique key that may be null has many rows without it', ['code', 'kind'], {}, ['code', 'kind'], []],
  ['what begins otherwise stays as it is', ['kind', 'id'], {}, ['kind', 'id'], []],
])('%s', (_, keys, access, expectedKeys, include) => {
  const input = {
    engine: postgres,
    traits: postgres.traits('18.0'),
    catalog: { ...emptyCatalog, tables: [table] },
    statistics: { ...noStatistics, tables: { 'public.things': { origin: 'declared', rows: 1e6, columns: {} } } },
    options: { dropOnly: true },
    lab: { can: { indexMethods: ['btree'] } },
    queries: [],
  } as unknown as AdviceInput;
  const asked = {
    query: 0,
    table,
    equal: [],
    ranges: [],
    joins: [],
    other: [],
    order: [],
    windows: [],
    group: [],
    needed: ['id', 'code', 'kind'].filter((name) => keys.includes(name)),
    ...access,
  } as unknown as Access;
  const taken = candidatePool(input, [asked]).take({ table, keys: keys.map((name) => ({ column: name })) });
  expect([taken?.keys.map((key) => key.column), taken?.include ?? []]).toEqual([expectedKeys, include]);
});
