import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report } from '../src/findings/report.ts';
import { expectRefusal, relvar } from './run-cli.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relvar-risks-'));
  writeFileSync(
    join(folder, 'schema.sql'),
    'create table visits (id bigint primary key, page int not null, at timestamptz);',
  );
  writeFileSync(
    join(folder, 'queries.sql'),
    `-- name: of a page
     -- calls: 10/s
     select * from visits where page = $1;
     -- name: one
     select * from visits where id = $1;
     -- name: gone
     select * from nowhere;`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function reviewed(...argv: readonly string[]): Promise<Report> {
  const { out, code } = await relvar(['review', ...argv, '--format', 'json']);
  expect(code).toBe(0);
  return JSON.parse(out) as Report;
}

test('the risks of queries beside the schema are planned, and told of those that grow alone', async () => {
  const { risks, diagnostics } = await reviewed(folder, '--rows', 'visits=100K');
  const planned = risks.filter((risk) => risk.basis === 'planned');
  expect(planned.map((risk) => [risk.factor, risk.at])).toEqual([[10, 'public.visits']]);
  expect(planned[0]?.text).toMatch(/the query "of a page", 10 times a second: planned cost .* by Seq Scan visits/);
  // Nothing is guessed where the planner was asked.
  expect(risks.some((risk) => risk.text.includes('what it costs grows with the rows'))).toBe(false);
  expect(diagnostics).toContainEqual(expect.objectContaining({ code: 'query-not-planned' }));
});

test('without a size nothing is planned', async () => {
  const { risks } = await reviewed(folder);
  expect(risks.every((risk) => risk.basis !== 'planned')).toBe(true);
});

test('a file of queries can be named, and must be there', async () => {
  const queries = join(folder, 'other.sql');
  writeFileSync(queries, 'select count(*) from visits;');
  const { risks } = await reviewed(join(folder, 'schema.sql'), '--rows', 'visits=1M', '--queries', queries);
  expect(risks.filter((risk) => risk.basis === 'planned')).toHaveLength(1);
  expectRefusal(
    await relvar(['review', join(folder, 'schema.sql'), '--queries', join(folder, 'none.sql'), '--rows', 'visits=1']),
    /none\.sql: the queries cannot be read/,
  );
});
