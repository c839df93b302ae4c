import { describe, expect, test } from 'vitest';
import type { PlanNode } from '../src/catalog/query-plan.ts';
import { readPlans } from '../src/engines/mysql/explain/read.ts';
import { findMariaDb } from './mariadb.ts';
import { relvar } from './run-cli.ts';

const server = await findMariaDb('pasted');

const queries = [
  "select * from orders where status = 'paid'",
  "select c.country, count(*) as n from customers c left join orders o on o.customer_id = c.id and o.total > 95 where c.name like 'n1%' group by c.country order by n",
  'select * from customers c where c.id in (select customer_id from orders where total > 90)',
  "select c.name, (select max(o.total) from orders o where o.customer_id = c.id) from customers c where c.country = 'de'",
  'select * from (select customer_id, sum(total) as s from orders group by customer_id) t join customers c on c.id = t.customer_id where s > 10',
  "select id from orders where status = 'paid' and id < 50 union select id from customers where name = 'n7'",
  'select 1, 2 union all select id, total from orders where total = 3',
  "select * from orders where status = 'new' and id < 20 or customer_id = 3",
  'select * from orders where id = 0',
  'select a.id from orders a join orders b on a.total = b.total where a.id < 20',
];

type Row = Readonly<Record<string, unknown>>;

/** The tables of a plan as they are read, what finds their rows, and what was counted. */
function scans(node: PlanNode): readonly string[] {
  const own = node.relation === undefined ? [] : [`${node.kind} ${node.relation} ${node.index ?? ''}`];
  return [...own, ...node.children.flatMap(scans)];
}

function counted(node: PlanNode): readonly string[] {
  const { relation, measured } = node;
  const own = relation === undefined || !measured ? [] : [`${relation} ${Math.round(measured.rows)}`];
  return [...own, ...node.children.flatMap(counted)];
}

const text = (value: unknown) => (value === null ? 'NULL' : String(value));

/** The forms in which the client shows rows. */
function shown(rows: readonly Row[]): readonly string[] {
  const names = Object.keys(rows[0] ?? {});
  const table = [names, ...rows.map((row) => names.map((name) => text(row[name])))];
  const widths = names.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  const line = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const [head = '', ...others] = table.map(
    (row) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`,
  );
  return [
    [line, head, line, ...others, line, `${rows.length} rows in set (0.001 sec)`].join('\n'),
    table.map((row) => row.join('\t')).join('\n'),
    rows
      .map((row, at) =>
        [`******** ${at + 1}. row ********`, ...names.map((name) => `${name.padStart(13)}: ${text(row[name])}`)].join(
          '\n',
        ),
      )
      .join('\n'),
  ];
}

describe.runIf(server)('plans that were copied from a client of MariaDB', async () => {
  await server?.load(
    `create table customers (id int primary key auto_increment, name varchar(50), country char(2), key country (country)) engine=InnoDB;
     create table orders (id int primary key auto_increment, customer_id int not null, status varchar(20), total int, key customer (customer_id), key status (status)) engine=InnoDB;
     insert into customers (name, country) select concat('n', seq), elt(1 + seq % 4, 'de', 'fr', 'it', 'es') from seq_1_to_400;
     insert into orders (customer_id, status, total) select 1 + seq % 400, elt(1 + seq % 3, 'new', 'paid', 'sent'), seq % 100 from seq_1_to_8000;
     analyze table customers, orders;`,
  );

  test.each(queries)('%s: the table tells the steps that JSON tells', async (query) => {
    const ask = async (how: string) => (await server?.writer.query(`${how} ${query}`)) ?? [];
    const json = async (how: string) => text(Object.values((await ask(how))[0] ?? {})[0]);
    const [planned] = readPlans(await json('explain format=json'), 'plan');
    const [measured] = readPlans(await json('analyze format=json'), 'plan');
    if (!planned || !measured) throw new Error('no plan');
    expect(planned.analyzed).toBe(false);
    for (const form of shown(await ask('explain extended'))) {
      const [plan] = readPlans(form, 'plan');
      expect(plan && scans(plan.root).toSorted(), form).toEqual(scans(planned.root).toSorted());
    }
    const isTable = counted(measured.root).length > 0;
    expect(measured.analyzed).toBe(isTable);
    if (!isTable) return;
    const { totalMilliseconds = 0 } = measured.root.measured ?? {};
    expect(totalMilliseconds).toBeGreaterThan(0);
    // Of a union the server tells no time of the whole.
    if (!/union/.test(query))
      expect(totalMilliseconds).toBeLessThanOrEqual((measured.executionMilliseconds ?? 0) * 1.01);
    const [{ 'count(*)': answered } = {}] =
      (await server?.writer.query(`select count(*) from (${query}) as answer`).catch(() => [])) ?? [];
    if (answered !== undefined && !/max|group|union all/.test(query)) {
      expect(Math.round(measured.root.measured?.rows ?? 0)).toBe(Number(answered));
    }
    // Of what runs once for each row around it the table does not tell how often.
    const isDependent = /\(select max/.test(query);
    for (const form of shown(await ask('analyze'))) {
      const [plan] = readPlans(form, 'plan');
      if (!isDependent) expect(plan && counted(plan.root).toSorted(), form).toEqual(counted(measured.root).toSorted());
    }
  });

  test('is explained with the query and its schema, and without', async () => {
    const { mkdtemp, rm, writeFile } = await import('node:fs/promises');
    const { tmpdir } = await import('node:os');
    const { join } = await import('node:path');
    const folder = await mkdtemp(join(tmpdir(), 'relvar-test-'));
    try {
      const query = 'select o.id from customers c join orders o on o.customer_id = c.id where o.total = 7';
      const [row] = (await server?.writer.query(`analyze format=json ${query}`)) ?? [];
      const plan = join(folder, 'plan.txt');
      await writeFile(plan, `ANALYZE\n${text(Object.values(row ?? {})[0])}`);
      const alone = await relvar(['explain', '--plan', plan, '--format', 'json']);
      expect(alone.code, alone.error).toBe(0);
      expect(JSON.parse(alone.out).plan.analyzed).toBe(true);
      const known = await relvar(['explain', server?.url ?? '', '--plan', plan, '--query', query, '--format', 'json']);
      expect(known.code, known.error).toBe(0);
      const { plan: told, diagnostics } = JSON.parse(known.out);
      expect(JSON.stringify(told)).toMatch(/"schema":"main","relation":"orders","alias":"o"|"relation":"orders"/);
      expect(diagnostics.map(({ code }: { readonly code: string }) => code)).not.toContain('plan-unknown-table');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
