import { expect, test } from 'vitest';
import type { WorkloadQuery } from '../catalog/workload.ts';
import { openJudge } from './judge.ts';
import { loopRewrites } from './loop-rewrites.ts';
import { usesOf } from './uses.ts';

const judge = await openJudge();

function rewritten(child: string, parameter: number, parent = 'select id from posts where blog_id = $1 limit $2') {
  const texts = { child, parent };
  const queries = new Map(Object.entries(texts).map(([name, sql]) => [name, { sql } as WorkloadQuery]));
  const uses = new Map(
    Object.entries(texts).flatMap(([name, sql]) => {
      const tree = judge.tree(sql);
      return tree ? [[name, usesOf(tree, judge.write)] as const] : [];
    }),
  );
  return loopRewrites(
    { query: 'child', parent: 'parent', parameter, occurrences: 1, calls: 9, longestRun: 9, milliseconds: 9 },
    queries,
    uses,
    judge,
  );
}

test('rows by their key alone: the table itself, and a list that tells which key each row has', () => {
  expect(rewritten('select body from comments where post_id = $1', 1)).toMatchObject({
    batch: 'select post_id, body from comments where post_id = ANY($1)',
    join: expect.stringContaining('LEFT JOIN comments ON comments.post_id = parent.id'),
  });
});

test('a figure for each key stays one for each key', () => {
  const { batch, join } = rewritten('select count(*), max(at) from likes where post_id = $1 and kind = $2', 1);
  expect(batch).toBe(
    'select post_id, count(*), max(at) from likes where post_id = ANY($1) and kind = $2 GROUP BY post_id',
  );
  expect(join).toContain(
    'LATERAL (select count(*), max(at) from likes where post_id = parent.id and kind = $3) AS child',
  );
});

test.each([
  ['select id, title from comments where post_id = $1 order by at desc limit $2', 'limit $3'],
  ['select exists(select $1 from likes where post_id = $2)', 'select $3 from likes where post_id = parent.id'],
  ['select distinct kind from likes where post_id = $1', 'select distinct kind'],
])('no list gives what %s gives for each key, a lateral join does', (sql, lateral) => {
  const { batch, join } = rewritten(sql, sql.includes('exists') ? 2 : 1);
  expect(batch).toBeUndefined();
  expect(join).toContain(' AS parent LEFT JOIN LATERAL (select ');
  expect(join).toContain(lateral);
});
