import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findMariaDb } from './mariadb.ts';
import { relvar } from './run-cli.ts';

const schema = `
CREATE TABLE users (id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, email varchar(200) NOT NULL, city varchar(50),
  UNIQUE KEY (email)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE orders (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id int unsigned NOT NULL,
  status varchar(20) NOT NULL, total decimal(10,2), created datetime NOT NULL,
  FOREIGN KEY (user_id) REFERENCES users (id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
`;
const workload = `
-- name: by city
-- calls: 100/s
select u.email, o.total from users u join orders o on o.user_id = u.id where u.city = ? and o.created > ?;
-- name: recent
-- calls: 10/s
select * from orders where status = 'open' order by created desc limit 20;
-- name: one
-- calls: 1000/s
select * from users where id = ?;
-- name: close
-- calls: 50/s
update orders set status = 'done' where user_id = ? and status = 'open';
`;

describe('queries of MySQL and MariaDB', async () => {
  const server = await findMariaDb('explain');
  const folder = await mkdtemp(join(tmpdir(), 'relvar-mysql-explain-'));
  afterAll(() => rm(folder, { recursive: true }));
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const source = file('schema.sql', schema);
  const queries = file('workload.sql', workload);
  const base = server?.url.replace(/\/[^/]*$/, '') ?? '';
  const lab = ['--target', server?.version.split('.').slice(0, 2).join('.') ?? '', '--lab', base];
  const sizes = ['--rows', 'users=1M', '--rows', 'orders=10M'];

  test('without a server one line says what is needed', async () => {
    const { code, error } = await relvar(['explain', source, '--query', 'select * from users where id = 1']);
    expect(code).toBe(2);
    expect(error).toMatch(
      /^relvar: MySQL and MariaDB are not embedded: a server is needed to plan queries — .*--lab mysql:/,
    );
  });

  test.skipIf(!server)('are explained by the live database itself, which is left as it is', async () => {
    expect(
      await server?.load(`${schema} insert into users select seq, concat('u', seq), 'x' from seq_1_to_300;
        insert into orders select seq, 1 + seq % 300, if(seq % 9, 'done', 'open'), seq, now() from seq_1_to_60000; analyze table users, orders;`),
    ).toBeUndefined();
    const sql = "update orders set total = 0 where status = 'open' and total = 7";
    const { out, code } = await relvar(['explain', server?.url ?? '', '--query', sql, '--format', 'json']);
    expect(code).toBe(0);
    const { basis, plan, causes, advice, doubts } = JSON.parse(out);
    expect([basis, plan.relation ?? plan.root?.relation]).toEqual(['server', 'orders']);
    expect(causes).toMatchObject([{ sign: 'sequential-scan-discards-rows' }]);
    expect(JSON.stringify(advice)).toContain('May help, and was not tried: index on orders');
    expect(doubts[0]).toContain('--lab mysql://');
    expect(await server?.writer.query('select count(*) as n from orders where total = 0')).toEqual([{ n: 0 }]);
  });

  test.skipIf(!server).each([
    ['status = 12345', "'12345' instead of 12345"],
    ['email = 12345', "'12345' instead of 12345"],
    ['email in (12345, 77)', 'of type varchar(200)'],
    ["status = '12345'", undefined],
    ["email = '12345'", undefined],
  ])('tell that a text is compared with a number: %s', async (condition, advice) => {
    const sql = `select id from ${condition.startsWith('email') ? 'users' : 'orders'} where ${condition}`;
    const { out, code } = await relvar(['explain', source, ...lab, ...sizes, '--query', sql, '--format', 'json']);
    expect(code).toBe(0);
    const { causes, ...rest } = JSON.parse(out);
    const told = (causes as { readonly sign: string }[]).some(({ sign }) => sign === 'implicit-cast');
    expect(told).toBe(advice !== undefined);
    if (advice !== undefined) expect(JSON.stringify([causes, rest])).toContain(advice);
  });

  test.skipIf(!server)('cost a table on the way once, however often it is searched', async () => {
    const sql = 'select * from orders where created in (select max(created) from orders group by status)';
    const args = ['explain', source, ...lab, ...sizes, '--query', sql, '--format', 'json'];
    const { out, code } = await relvar(args);
    expect(code).toBe(0);
    const { plan } = JSON.parse(out);
    // Reading all rows twice, and a search for each of them; not all of it again for each.
    expect((plan.root ?? plan).totalCost).toBeLessThan(1e9);
  });

  test.skipIf(!server).each([
    ['select * from users, orders where users.id > 7', 'join-multiplies-rows', /without a condition/],
    [
      'select * from users where city not in (select status from orders)',
      'not-in-subquery',
      /list of 10 000 000 values/,
    ],
    [
      "select o.* from orders o join users u on u.email = o.status where u.city = 'x' and o.total = null",
      'comparison-with-null',
      /o\.total = NULL/i,
    ],
  ])('tell their trouble: %s', async (sql, sign, message) => {
    const { out, code } = await relvar(['explain', source, ...lab, ...sizes, '--query', sql, '--format', 'json']);
    expect(code).toBe(0);
    const { causes } = JSON.parse(out);
    const found = (causes as readonly { sign: string; message: string }[]).find((one) => one.sign === sign);
    expect(found?.message).toMatch(message);
  });

  test.skipIf(!server || !/^10\.|^11\./.test(server.version))(
    'get no index of an expression where there is none, and are told what serves',
    async () => {
      const sql = 'select count(*) from orders where year(created) = 2024';
      const { out } = await relvar(['explain', source, ...lab, ...sizes, '--query', sql, '--format', 'json']);
      expect(out).toContain('created >= its beginning AND created < its end');
      expect(out).not.toMatch(/error in your SQL syntax/);
    },
  );

  test.skipIf(!server)('group in a table on the way, of which the groups alone are sorted', async () => {
    const sql = 'select status, count(*) from orders group by status';
    const { out } = await relvar(['explain', source, ...lab, ...sizes, '--query', sql, '--format', 'json']);
    const { plan } = JSON.parse(out);
    expect(plan.root.kind).toBe('Sort');
    expect(plan.root.rows).toBeLessThan(100);
    // Four times reading all rows, and not a sort of ten million.
    expect(plan.root.totalCost).toBeLessThan(5e7);
  });

  test.skipIf(!server)('of a live database have the rows that it counted', async () => {
    const sql = 'select count(*) from orders where id between 1000 and 1400';
    const { out } = await relvar(['explain', server?.url ?? '', '--query', sql, '--format', 'json']);
    const [told] = (await server?.writer.query(`explain ${sql}`)) ?? [];
    const { plan } = JSON.parse(out);
    expect(JSON.stringify(plan)).toContain(`"rows":${String(told?.['rows'])}`);
  });

  test('pasted as JSON are joined by the keys that rows are looked up by', async () => {
    const step = (name: string, more: object) => ({ table: { table_name: name, rows: 5000, filtered: 100, ...more } });
    const looked = { access_type: 'ref', key: 'k', used_key_parts: ['user_id'], ref: ['shop.u.id'], rows: 30 };
    const loops = [step('u', { access_type: 'ALL' }), step('o', looked)];
    const plan = file(
      'plan.json',
      JSON.stringify({ query_block: { filesort: { sort_key: 'u.`city`', nested_loop: loops } } }),
    );
    const { out, code } = await relvar(['explain', '--plan', plan, '--engine', 'mariadb', '--format', 'json']);
    expect(code).toBe(0);
    expect(out).toContain('user_id = u.id');
    expect(out).not.toContain('without a condition');
    expect(out).not.toMatch(/rows by ,/);
  });

  test.skipIf(!server)('are explained at the sizes that were declared, with what helps', async () => {
    const { out, code } = await relvar([
      'explain',
      source,
      ...lab,
      ...sizes,
      '--query',
      queries,
      '--name',
      'by city',
      '--format',
      'json',
    ]);
    expect(code).toBe(0);
    const { remedies } = JSON.parse(out);
    expect(JSON.stringify(remedies ?? JSON.parse(out))).toContain('(city, email)');
  });

  test.skipIf(!server)(
    'get indexes that serve them, which the server takes, and that leave the key out that every index has',
    async () => {
      const { out, code } = await relvar([
        'indexes',
        source,
        ...lab,
        ...sizes,
        '--workload',
        queries,
        '--format',
        'json',
      ]);
      expect(code).toBe(0);
      const report = JSON.parse(out);
      const made = report.create.flatMap((one: { sql: readonly string[] }) => one.sql);
      expect(made).toContain(
        'ALTER TABLE users ADD KEY users_city_email_idx (city, email), ALGORITHM=NOCOPY, LOCK=NONE',
      );
      expect(made).toContain(
        'ALTER TABLE orders ADD KEY orders_status_created_idx (status, created), ALGORITHM=NOCOPY, LOCK=NONE',
      );
      expect(await server?.load(`${schema}\n${made.join(';\n')}`)).toBeUndefined();
      expect(out).not.toContain('NULLS FIRST');
    },
  );

  test.skipIf(!server).each([
    ["select id from users where city like '%abc'", 'search-inside-text', 'FULLTEXT'],
    ['select id from users order by rand() limit 1', 'random-order', 'Draw random keys'],
    ['select * from orders order by created limit 10 offset 500000', 'sort-on-disk', 'sort_buffer_size'],
  ])('%s is told as trouble, in words of the engine', async (sql, sign, word) => {
    const { out } = await relvar(['explain', source, ...sizes, ...lab, '--query', sql]);
    expect(out).toContain(sign);
    expect(out).toContain(word);
    expect(out).not.toMatch(/work_mem|TABLESAMPLE|No sign of trouble/);
  });

  test.skipIf(!server)('are taken from a slow log, whose names and words are the engine’s own', async () => {
    const call = (seconds: number, sql: string) =>
      `# Time: 260101 10:00:0${seconds}
# User@Host: app[app] @ localhost []
# Thread_id: 8  Schema: shop  QC_hit: No
# Query_time: ${seconds}.0  Lock_time: 0.0001  Rows_sent: 5  Rows_examined: 100000
SET timestamp=176726160${seconds};
${sql};
`;
    const log = file(
      'slow.log',
      `/usr/sbin/mariadbd, Version: 10.11.6-MariaDB (Debian 12). started with:
Tcp port: 3306  Unix socket: /run/mysqld/mysqld.sock
Time\t\t    Id Command\tArgument
${call(2, 'SELECT `u`.`email` FROM `users` `u` WHERE `u`.`city` <=> "Berlin"')}${call(1, "SELECT * FROM `orders` WHERE status = 'open' ORDER BY created DESC LIMIT 0, 20")}`,
    );
    const { out, code } = await relvar(['indexes', source, ...lab, ...sizes, '--workload', log, '--format', 'json']);
    expect(code).toBe(0);
    expect(out).not.toContain("another engine than the schema's");
    const made = JSON.parse(out).create.flatMap((one: { sql: readonly string[] }) => one.sql);
    expect(made.join('\n')).toContain(
      'ADD KEY orders_status_created_idx (status, created), ALGORITHM=NOCOPY, LOCK=NONE',
    );
    expect(made.join('\n')).toMatch(/ALTER TABLE users ADD KEY \w+ \(city/);
  });

  test.skipIf(!server)('get no index of a kind that the server has not', async () => {
    const sql = "select id, total from orders where created >= '2026-01-01' order by created limit 10";
    const { out, code } = await relvar(['explain', source, ...lab, ...sizes, '--query', sql, '--format', 'json']);
    expect(code).toBe(0);
    expect(out).toMatch(/index on orders \([^)]*created/);
    expect(out).not.toMatch(/brin/i);
  });

  test.skipIf(!server)('with a mistake in them are told by the place', async () => {
    const { error, code } = await relvar(['explain', source, ...lab, '--query', 'select nme from users']);
    expect([code, error]).toEqual([2, expect.stringMatching(/there is no column nme/)]);
    const bad = await relvar(['explain', source, ...lab, '--query', 'select from where']);
    expect([bad.code, bad.error]).toEqual([2, expect.stringMatching(/syntax/)]);
  });

  test.skipIf(!server)('of a user who may make no database are told in one line', async () => {
    const user = `relvar_nolab_${process.pid}`;
    await server?.writer.exec(`CREATE USER ${user}@'%' IDENTIFIED BY 'x'`);
    try {
      const url = new URL(`${base}/`);
      url.username = user;
      url.password = 'x';
      const { error, code } = await relvar(['explain', source, '--lab', url.href, '--query', 'select 1 from users']);
      expect(code).toBe(2);
      expect(error.trim().split('\n')).toHaveLength(1);
      expect(error).toMatch(/lets no database be made: Access denied/);
    } finally {
      await server?.writer.exec(`DROP USER ${user}@'%'`);
    }
  });
});
