import { expect, test } from 'vitest';
import { bareTable } from '../../catalog/bare.ts';
import type { Column, Index } from '../../catalog/table.ts';
import type { Access } from './access.ts';
import { withIdleBeside } from './idle-keys.ts';

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
  const draft = { table, keys: keys.map((name) => ({ column: name })) };
  const taken = withIdleBeside(draft, [asked]) ?? draft;
  expect([taken.keys.map((key) => key.column), 'include' in taken ? taken.include : []]).toEqual([
    expectedKeys,
    include,
  ]);
});
