import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readQueries } from './queries.ts';

describe('a text of queries', () => {
  it('is its statements with what their comments say', async () => {
    const found = await readQueries(
      `-- Queries of the shop.

-- name: orders of a user
-- calls: 7200/h
-- goal: 50ms
select * from orders
where user_id = :user;  -- goal: 20ms

/* name: all */ select 1; select ';' from t;
\\timing on
-- name: GetOrder :one
select 2;
;
-- nothing more`,
      'q.sql',
    );
    expect(found).toEqual([
      {
        sql: 'select * from orders\nwhere user_id = $1',
        name: 'orders of a user',
        line: 6,
        parameters: [':user'],
        callsPerSecond: 2,
        goalMilliseconds: 20,
      },
      { sql: 'select 1', name: 'all', line: 9, parameters: [] },
      { sql: "select ';' from t", line: 9, parameters: [] },
      { sql: 'select 2', name: 'GetOrder', line: 12, parameters: [] },
    ]);
  });

  it('of the example are read', async () => {
    const file = 'examples/shop/queries.sql';
    const queries = await readQueries(await readFile(file, 'utf8'), file);
    expect(queries.length).toBeGreaterThan(5);
    expect(queries.every((query) => query.name !== undefined && query.callsPerSecond !== undefined)).toBe(true);
  });

  it.each(['', '  \n', '-- only a comment', ';;', '/* a */'])('may be none: %j', async (text) => {
    expect(await readQueries(text, 'q.sql')).toEqual([]);
  });

  it.each([
    ['select 1;\nselect * from t\n where a = :abc and = 2', 'query-syntax', 'q.sql:3:21: syntax error at or near "="'],
    ["select 'é', 'a", 'query-syntax', `q.sql:1:13: unterminated quoted string at or near "'a"`],
    ['select /* a', 'query-syntax', 'q.sql:1:8: unterminated /* comment at or near "/* a"'],
    ['select 1 from', 'query-syntax', 'q.sql:1:14: syntax error at end of input'],
    ['-- goal: soon\nselect 1', 'bad-duration', 'q.sql:1: goal: "soon" is not a duration'],
    ['\n-- calls: often\nselect 1', 'bad-quantity', 'q.sql:2: calls: "often" is not a number'],
    ['select $1 + :a', 'mixed-parameters', 'q.sql:1: parameters of two kinds: $1 and :a'],
  ])('is refused with the place: %j', async (text, code, message) => {
    await expect(readQueries(text, 'q.sql')).rejects.toMatchObject({ name: 'RelvarError', code, message });
  });

  it('that is a query plan is told as such', async () => {
    await expect(readQueries('Seq Scan on t  (cost=0.00..1.00 rows=1 width=4)', 'q.sql')).rejects.toMatchObject({
      hint: expect.stringContaining('--plan'),
    });
  });
});
