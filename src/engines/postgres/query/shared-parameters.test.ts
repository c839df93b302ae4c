import { expect, it } from 'vitest';
import { sharedParameters } from './shared-parameters.ts';

const cases: Readonly<Record<string, readonly [sql: string, same: Readonly<Record<number, number>>]>> = {
  'what is returned and ordered by is what is grouped by': [
    'select date_trunc($1, at), count(*) from t where a = $2 group by date_trunc($3, at) order by date_trunc($4, at)',
    { 3: 1, 4: 1 },
  ],
  'inside of a larger expression, too': ['select round(a / $1) from t group by a / $2', { 2: 1 }],
  'HAVING asks for it': ['select count(*) from t group by a ->> $1 having a ->> $2 > $3', { 2: 1 }],
  'DISTINCT ON begins the order': [
    'select distinct on (date_trunc($1, at)) id from t order by date_trunc($2, at), id',
    { 2: 1 },
  ],
  'DISTINCT is ordered by what it returns': ['select distinct a ->> $1 from t order by a ->> $2', { 2: 1 }],
  'without DISTINCT the order is free': ['select a ->> $1 from t order by a ->> $2', {}],
  'two keys of one form are told by their places': [
    'select a ->> $1, a ->> $2 from t group by a ->> $3, a ->> $4',
    { 3: 1, 4: 2 },
  ],
  'three of a form and two keys tell nothing': [
    'select a ->> $1, a ->> $2, a ->> $3 from t group by a ->> $4, a ->> $5',
    {},
  ],
  'of a column that is a key itself any expression may be returned': ['select a + $1 from t group by a, a + $2', {}],
  'what is held against the key stays': ['select a ->> $1 from t where a ->> $2 = $3 group by a ->> $4', { 4: 1 }],
  'sub-queries for themselves': [
    'select x from (select a ->> $1 as x from t group by a ->> $2) s where x = $3',
    { 2: 1 },
  ],
  'what does not parse has none': ['select $1 $2', {}],
};

it.each(Object.entries(cases))('%s', async (_, [sql, same]) => {
  expect(Object.fromEntries(await sharedParameters(sql))).toEqual(same);
});
