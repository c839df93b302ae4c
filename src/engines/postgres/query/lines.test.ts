import { describe, expect, it } from 'vitest';
import { openParser } from './parser.ts';
import { sameTree } from './same-tree.ts';

const parser = await openParser();

function tree(sql: string) {
  const parsed = parser.parse(sql);
  if ('fault' in parsed || !parsed.statements[0]) throw new Error(sql);
  return parsed.statements[0].node;
}

describe('a statement as text', () => {
  it('stays on one line where it is short', () => {
    expect(parser.writeStatement(tree('select  a,b from t where  not exists (select 1)'))).toBe(
      'SELECT a, b FROM t WHERE NOT EXISTS (SELECT 1)',
    );
  });

  it('has a clause to a line where it is long', () => {
    const sql = `with paid as materialized (select * from orders where status = 'paid' and created_at > now() - interval '1 day' and x is distinct from 4)
      select id, case when a and b then 1 end from paid left join z on z.id = paid.id
      where user_id = 7 and x between 1 and 2 and left(y, 2) = 'é' and not exists (select 1 from orders o where o.user_id = u.id and o.total > 100 and extract(year from o.created_at) = 2020)
      union all select 1, 2 from b order by 1 limit 10`;
    expect(parser.writeStatement(tree(sql))).toBe(`WITH paid AS MATERIALIZED (
  SELECT *
  FROM orders
  WHERE status = 'paid'
    AND created_at > (now() - '1 day'::interval)
    AND x IS DISTINCT FROM 4
)
SELECT id, CASE WHEN a AND b THEN 1 END
FROM paid
LEFT JOIN z ON z.id = paid.id
WHERE user_id = 7
  AND x BETWEEN 1 AND 2
  AND "left"(y, 2) = 'é'
  AND NOT EXISTS (
    SELECT 1
    FROM orders AS o
    WHERE o.user_id = u.id
      AND o.total > 100
      AND EXTRACT(YEAR FROM o.created_at) = 2020
  )
UNION ALL
SELECT 1, 2
FROM b
ORDER BY 1
LIMIT 10`);
  });

  it.each([
    'select * from t where (a or b) and (c or d) and (a, b) = (1, 2) and not (exists (select 1) or x) and (select 1) = 1 group by a having (a > 1 and b)',
    'select \'from where\', "from", $$ and $$ from t as "where" where x in (select y from u where (z = 1 and w = 2 and very_long_name = \'very long text indeed\')) and t.c',
    'select a from (select b as a from c where d union (select 1 order by 1 limit 1)) x join (y cross join z) on true where a = any (array[1, 2]) and not (not exists (select 1 from q where r))',
    "select sum(a) filter (where (b and c)), row_number() over (partition by d order by e) from t where trim(both ' ' from f) = 'g' for update of t skip locked",
    'insert into t (a, b) select a, b from u where (a = 1 and b = 2) on conflict (a) do update set b = excluded.b where (t.b is null and true) returning a, b',
  ])('means the same: %s', (sql) => {
    expect(sameTree(tree(parser.writeStatement(tree(sql))), tree(sql))).toBe(true);
  });
});
