import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Explanation } from '../src/explain/explanation.ts';
import { expectRefusal, relvar } from './run-cli.ts';

let folder = '';
const path = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relvar-explain-workload-'));
  const files = {
    'schema.sql': 'create table visits (id bigint primary key, page int not null, at timestamptz not null);',
    'counters.csv': `query,calls,mean_exec_time,stddev_exec_time
"select * from visits where page = $1",1000,40,5
"select * from visits where id = $1",5000,0.01,0
"select * from gone where id = $1",5000,900,0
`,
    'queries.sql': `-- name: of a page
select * from visits where page = :page;
-- name: latest
select * from visits order by at desc limit 5;
`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path(name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function explained(...argv: readonly string[]): Promise<Explanation> {
  const told = await relvar(['explain', path('schema.sql'), '--rows', 'visits=1M', ...argv, '--format', 'json']);
  expect(told.error).toBe('');
  expect(told.code).toBe(0);
  return JSON.parse(told.out) as Explanation;
}

test('of counters the heaviest query that can be planned is explained, with what was counted of it', async () => {
  const { query, diagnostics, calibration } = await explained('--workload', path('counters.csv'));
  expect(query?.sql).toBe('select * from visits where page = $1');
  expect(diagnostics).toContainEqual(expect.objectContaining({ code: 'kept-out' }));
  // What a call takes was counted, so that times can be predicted from costs.
  expect(calibration?.millisecondsPerCost).toBeGreaterThan(0);
});

test('of a file of queries one is chosen by its name, and its parameters keep theirs', async () => {
  const { query } = await explained('--workload', path('queries.sql'), '--name', 'of a page', '--parameter', 'page=7');
  expect(query).toMatchObject({ name: 'of a page', parameters: [':page'], where: `${path('queries.sql')}:2` });
});

test('a name that the workload does not hold is refused with the closest', async () => {
  expectRefusal(
    await relvar(['explain', path('schema.sql'), '--workload', path('queries.sql'), '--name', 'of the page']),
    /no query of that name or fingerprint — did you mean of a page\?/,
  );
});
