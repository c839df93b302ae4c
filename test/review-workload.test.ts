import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../src/findings/report.ts';
import { expectRefusal, relvar } from './run-cli.ts';

const schema = `create table users (id bigint primary key, email text not null unique);
  create table orders (id bigint primary key, user_id bigint not null, status text not null, created_at timestamptz not null);
  create index orders_status_created_idx on orders (status, created_at);
  create index orders_status_idx on orders (status);
  create table visits (id bigint primary key, page int not null, at timestamptz not null);`;
const queries = `-- name: of a user
-- calls: 50/s
select * from orders where user_id = $1;

-- name: by status
-- calls: 1/h
select id from orders where status = $1;
`;
const rows = ['--rows', 'orders=5M,users=100K,visits=5M'];

let folder = '';
const path = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relvar-review-workload-'));
  for (const [name, text] of Object.entries({
    'schema.sql': schema,
    'queries.sql': queries,
    'app.ts':
      'const one = 1;\nexport const rows = (db, id) => db.query("select * from orders where user_id = ?", [id]);\n',
    'server.log': Array.from(
      { length: 3 },
      (_, at) =>
        `2026-01-01 10:00:0${at}.000 UTC [7] LOG:  duration: 950.000 ms  statement: select * from visits where page = ${at}\n`,
    ).join(''),
    'bad.sql': 'selec 1; select * from nowhere; vacuum;',
  })) {
    writeFileSync(join(folder, name), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function reviewed(...argv: readonly string[]): Promise<Report> {
  const { out, code, error } = await relvar(['review', path('schema.sql'), ...rows, ...argv, '--format', 'json']);
  expect(error).toBe('');
  expect(code).toBe(0);
  return JSON.parse(out) as Report;
}

function items(report: Report, rule: string) {
  return report.findings.filter((finding) => finding.rule === rule).flatMap((finding) => finding.items);
}

describe('review with a workload', () => {
  test('an index that is missing is a finding at the query, with what the planner says', async () => {
    const report = await reviewed('--workload', path('queries.sql'));
    const [item, ...others] = items(report, 'query-without-index');
    expect(others).toEqual([]);
    expect(item).toMatchObject({
      id: 'query-without-index:public.orders:user_id',
      priority: 'P0',
      file: { file: path('queries.sql'), line: 3 },
      changes: [{ kind: 'create index', keys: [{ column: 'user_id' }] }],
    });
    expect(item?.evidence.map((one) => one.kind)).toEqual(expect.arrayContaining(['planned', 'rehearsed']));
    expect(item?.evidence[0]?.text).toMatch(/"of a user" \(.*queries\.sql:3\), 50 calls per second, costs [\d ]+ by/);
    const deductions = report.score.parts.flatMap((part) => part.deductions.map((one) => one.rule));
    expect(deductions).toContain('query-without-index');
  });

  test('indexes that begin alike are each a finding, though each serves the queries of the others nearly as well', async () => {
    const tenants = path('tenants.sql');
    writeFileSync(
      tenants,
      'create table tasks (id bigint primary key, team_id int not null, owner_id int not null, state text not null, due timestamptz not null, title text not null);',
    );
    const ofATeam = path('of-a-team.sql');
    writeFileSync(
      ofATeam,
      `-- calls: 40/s
      select id, title from tasks where team_id = $1 and owner_id = $2 order by due desc limit 20;
      -- calls: 30/s
      select id, title from tasks where team_id = $1 and state = 'open' order by due desc limit 20;`,
    );
    const { out } = await relvar([
      ...['review', tenants, '--rows', 'tasks=20M', '--workload', ofATeam, '--format', 'json'],
    ]);
    const report = JSON.parse(out) as Report;
    const found = items(report, 'query-without-index');
    expect(found.map((one) => one.id).sort()).toEqual([
      'query-without-index:public.tasks:team_id,due',
      'query-without-index:public.tasks:team_id,owner_id,due',
    ]);
    expect(new Set(found.map((one) => one.priority))).toEqual(new Set(['P0']));
    // The price is that of the query as things are, not of the query beside the other index.
    expect(found[0]?.evidence[0]?.text).toMatch(/costs [\d ]{7,} by the planner, and/);
  });

  test('a value that should be unique and is looked up is one finding, with what the planner says', async () => {
    const people = path('people.sql');
    writeFileSync(people, 'create table users (id bigint primary key, team_id bigint not null, email text not null);');
    const byEmail = path('by-email.sql');
    writeFileSync(
      byEmail,
      '-- calls: 9/s\nselect id from users where email = $1;\nselect * from users where team_id = $1 order by id;',
    );
    const { out } = await relvar([
      ...['review', people, '--rows', 'users=5M', '--workload', byEmail, '--format', 'json'],
    ]);
    const report = JSON.parse(out) as Report;
    const [unique] = items(report, 'missing-unique');
    expect(unique?.file).toMatchObject({ file: byEmail, line: 2 });
    expect(unique?.severity).toBe('high');
    expect(unique?.evidence.map((one) => one.kind)).toContain('planned');
    const missing = items(report, 'query-without-index');
    expect(missing.map((one) => one.id)).toEqual(['query-without-index:public.users:team_id']);
    // A column's name is written as it is.
    expect(missing[0]?.why).toContain(' team_id: held equal');
  });

  test('annotations stand at the line of the code', async () => {
    const argv = ['review', path('schema.sql'), ...rows, '--workload', path('app.ts')];
    const { out } = await relvar([...argv, '--format', 'github']);
    const line = out.split('\n').find((one) => one.includes('query-without-index'));
    expect(line).toContain(`file=${path('app.ts')},line=2,`);
    const sarif = JSON.parse((await relvar([...argv, '--format', 'sarif'])).out) as {
      runs: { results: { ruleId: string; locations: unknown[] }[] }[];
    };
    const result = sarif.runs[0]?.results.find((one) => one.ruleId === 'query-without-index');
    expect(result?.locations[0]).toMatchObject({ physicalLocation: { region: { startLine: 2 } } });
  });

  test('a log is a workload, too; where nobody knows a place the table is pointed at', async () => {
    const [item] = items(await reviewed('--workload', path('server.log')), 'query-without-index');
    expect(item).toMatchObject({
      id: 'query-without-index:public.visits:page',
      file: { file: path('schema.sql'), line: 5 },
    });
  });

  test('calls weigh: a table that the queries use is more important than without them', async () => {
    const importance = async (...argv: readonly string[]) => {
      const report = await reviewed(...argv, '--rule', 'redundant-index');
      return items(report, 'redundant-index').map((item) => item.importance);
    };
    // A query by status could need the index that is to be dropped.
    const [used = 0] = await importance('--workload', path('app.ts'));
    const [unused = 0] = await importance('--without-workload');
    expect(used).toBeGreaterThan(unused);
  });

  test('it can be silenced as any other finding: by a comment at the query, by configuration, by baseline', async () => {
    const silenced = path('silenced.sql');
    writeFileSync(
      silenced,
      '-- relvar: ignore query-without-index: it goes next week\nselect * from orders where user_id = $1;',
    );
    const byComment = await reviewed('--workload', silenced);
    expect(byComment.suppressed).toContainEqual(
      expect.objectContaining({ id: 'query-without-index:public.orders:user_id', by: 'comment' }),
    );
    const baseline = path('baseline.json');
    writeFileSync(baseline, JSON.stringify({ version: 1, items: ['query-without-index:public.orders:user_id'] }));
    const byBaseline = await reviewed('--workload', path('queries.sql'), '--baseline', baseline);
    expect(byBaseline.suppressed.map((one) => one.by)).toEqual(['baseline']);
  });

  test('it can be left out, and the search be cut short', async () => {
    // Beside the schema of a folder they are found without being named.
    const own = mkdtempSync(join(folder, 'own-'));
    writeFileSync(join(own, 'schema.sql'), schema);
    writeFileSync(join(own, 'queries.sql'), queries);
    const told = async (...argv: readonly string[]) =>
      JSON.parse((await relvar(['review', own, ...rows, ...argv, '--format', 'json'])).out) as Report;
    expect(items(await told(), 'query-without-index')).toHaveLength(1);
    expect(items(await told('--without-workload'), 'query-without-index')).toEqual([]);
    expect(items(await told('--time', '0'), 'query-without-index')).toEqual([]);
    expectRefusal(
      await relvar(['review', own, '--without-workload', '--workload', path('queries.sql')]),
      /--without-workload leaves out the queries/,
    );
  });

  test('what cannot be planned is told by class, and stops nothing', async () => {
    const { diagnostics, findings } = await reviewed('--workload', path('bad.sql'));
    const told = diagnostics.filter((one) => one.code === 'query-not-planned');
    expect(told.map((one) => one.message)).toEqual([
      expect.stringMatching(/does not parse/),
      expect.stringMatching(/unknown table/),
      expect.stringMatching(/utility/),
    ]);
    expect(findings.length).toBeGreaterThan(0);
  });

  test('the same input gives the same bytes', async () => {
    const argv = ['review', path('schema.sql'), ...rows, '--workload', path('queries.sql'), '--format', 'json'];
    expect((await relvar(argv)).out).toBe((await relvar(argv)).out);
  });
});
