import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MigrationPlan } from '../src/plan/plan.ts';
import { findMariaDb } from './mariadb.ts';
import { relvar } from './run-cli.ts';

const before = `CREATE TABLE users (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, email VARCHAR(100), name VARCHAR(50)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE orders (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id INT UNSIGNED, total DECIMAL(10,2), legacy TEXT, state ENUM('new','paid')) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE lines (order_id INT NOT NULL, n INT NOT NULL, PRIMARY KEY (order_id, n), CONSTRAINT lines_order FOREIGN KEY (order_id) REFERENCES orders (id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE events (at DATETIME NOT NULL, what INT) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;`;

const after = `CREATE TABLE users (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, email VARCHAR(200) NOT NULL, name VARCHAR(100), seen DATETIME) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE orders (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id INT UNSIGNED, total DECIMAL(12,2), state ENUM('new','paid','sent'), KEY user_id (user_id), CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE lines (order_id INT NOT NULL, n INT NOT NULL, note VARCHAR(10), PRIMARY KEY (order_id, n), KEY n (n), CONSTRAINT lines_order FOREIGN KEY (order_id) REFERENCES orders (id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE events (at DATETIME NOT NULL, what BIGINT) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
DELIMITER //
CREATE TRIGGER stamp BEFORE INSERT ON users FOR EACH ROW BEGIN SET NEW.seen = NOW(); END//
DELIMITER ;`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relvar-mysql-plan-'));
  await writeFile(join(folder, 'before.sql'), before);
  await writeFile(join(folder, 'after.sql'), after);
});
afterAll(() => rm(folder, { recursive: true }));

async function planned(...more: readonly string[]): Promise<MigrationPlan> {
  const [from, to] = [join(folder, 'before.sql'), join(folder, 'after.sql')];
  const args = [
    'migrate',
    'plan',
    from,
    to,
    '--engine',
    'mariadb',
    '--target',
    '10.11',
    '--rows',
    'orders=50M,lines=200M',
  ];
  const { out, error, code } = await relvar([...args, '--format', 'json', ...more]);
  expect({ error: error.replace(/relvar: \d+ steps written.*\n/, ''), code }).toEqual({ error: '', code: 0 });
  return JSON.parse(out);
}

const steps = (plan: MigrationPlan, table: string) =>
  plan.steps.filter(({ title }) => title.startsWith(`Change table ${table}:`));
const sqlOf = (plan: MigrationPlan, table: string) =>
  steps(plan, table).map(({ work }) => (work.kind === 'statements' ? (work.statements[0]?.sql ?? '') : ''));

describe('a plan for MariaDB 10.11', () => {
  test('does what the dictionary alone notes apart from what takes work in place', async () => {
    expect(sqlOf(await planned(), 'lines')).toEqual([
      'ALTER TABLE `lines` ADD COLUMN note varchar(10), ALGORITHM=INSTANT',
      'ALTER TABLE `lines` ADD KEY n (n), ALGORITHM=NOCOPY, LOCK=NONE',
    ]);
  });

  test('copies once where it must, says so, and names the tool that can and why the other cannot', async () => {
    const plan = await planned('-o', join(folder, 'plan'));
    const [copied, dropped] = steps(plan, 'orders');
    expect(copied?.class).toBe('rewrite');
    expect(copied?.why).toContain('ALGORITHM=COPY, LOCK=SHARED');
    expect(copied?.otherWays?.map(({ title }) => title)).toEqual(['pt-online-schema-change']);
    expect(copied?.otherWays?.[0]?.why).toContain('foreign keys that point at it (lines_order of lines)');
    expect(copied?.otherWays?.[0]?.commands[1]).toContain('--alter-foreign-keys-method auto');
    expect(dropped).toMatchObject({ phase: 'contract', class: 'data loss' });
    const sql = await readFile(join(folder, 'plan', '1-expand.sql'), 'utf8');
    expect(sql).toContain('SET SESSION lock_wait_timeout = 2;');
    expect(sql).toContain('relvar migrate apply');
    expect(sql).toContain('DELIMITER ;;\nCREATE TRIGGER stamp');
  });

  test('prefers gh-ost where nothing hinders it, and offers no tool without a key', async () => {
    const plan = await planned();
    const [users] = steps(plan, 'users');
    expect(users?.otherWays?.map(({ title }) => title)).toEqual(['gh-ost', 'pt-online-schema-change']);
    expect(users?.otherWays?.[0]?.commands[0]).toMatch(
      /^gh-ost \\\n.*--alter='MODIFY COLUMN email varchar\(200\) NOT NULL/s,
    );
    for (const { needs } of users?.otherWays ?? [])
      expect(needs.join()).toContain('No row of users lacks email: the copy would change or lose');
    const [events] = steps(plan, 'events');
    expect(events?.otherWays).toBeUndefined();
    expect(events?.why).toContain('No tool can copy the table');
  });

  test('takes a table for what the steps before left of it', async () => {
    const key = 'CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id)';
    const users = (type: string) => `CREATE TABLE users (id ${type} NOT NULL PRIMARY KEY);`;
    const orders = (type: string) => `CREATE TABLE orders (id INT NOT NULL PRIMARY KEY, user_id ${type}, ${key});`;
    await writeFile(join(folder, 'narrow.sql'), `${users('INT')}${orders('INT')}`);
    await writeFile(join(folder, 'wide.sql'), `${users('BIGINT')}${orders('BIGINT')}`);
    const files = [join(folder, 'narrow.sql'), join(folder, 'wide.sql')];
    const { out } = await relvar([
      'migrate',
      'plan',
      ...files,
      '--engine',
      'mariadb',
      '--target',
      '10.11',
      '--format',
      'json',
    ]);
    const plan: MigrationPlan = JSON.parse(out);
    // The foreign key is gone meanwhile, so it hinders no tool.
    expect(plan.steps[0]?.title).toContain('orders_user');
    for (const table of ['users', 'orders'])
      expect(steps(plan, table)[0]?.otherWays?.map(({ title }) => title)).toEqual([
        'gh-ost',
        'pt-online-schema-change',
      ]);
  });

  test('counts rows that are in the way, and takes each step back', async () => {
    const plan = await planned();
    expect(steps(plan, 'users')[0]?.preconditions.map(({ holds }) => holds)).toEqual(['No row of users lacks email.']);
    const key = plan.steps.find(({ title }) => title.startsWith('Add foreign key'));
    expect(key?.preconditions[0]?.count).toContain(
      'NOT EXISTS (SELECT 1 FROM users AS parent WHERE parent.id = child.user_id)',
    );
    expect(key?.undo).toMatchObject({
      work: [{ statements: [{ sql: 'ALTER TABLE orders DROP FOREIGN KEY orders_user' }] }],
    });
    expect(plan.notes.filter((note) => note.startsWith('Taken back'))).toEqual([]);
  });
});

test('offers tools only where they keep all rows, and gh-ost where it finds them again', async () => {
  const waysOf = async (from: string, to: string) => {
    const files = [join(folder, 'tool-from.sql'), join(folder, 'tool-to.sql')];
    await writeFile(files[0] ?? '', from);
    await writeFile(files[1] ?? '', to);
    const args = ['migrate', 'plan', ...files, '--engine', 'mariadb', '--target', '10.11', '--format', 'json'];
    const plan: MigrationPlan = JSON.parse((await relvar(args)).out);
    const [step] = plan.steps;
    return [step?.why ?? '', ...(step?.otherWays ?? []).map(({ title }) => title)];
  };
  expect(
    await waysOf(
      'CREATE TABLE sv (id INT PRIMARY KEY, v INT) WITH SYSTEM VERSIONING;',
      'CREATE TABLE sv (id INT PRIMARY KEY, v BIGINT) WITH SYSTEM VERSIONING;',
    ),
  ).toEqual([expect.stringContaining('its history would be lost')]);
  expect(
    await waysOf(
      'CREATE TABLE t (a INT PRIMARY KEY, b INT NOT NULL);',
      'CREATE TABLE t (a BIGINT, b INT NOT NULL PRIMARY KEY);',
    ),
  ).toEqual([expect.stringContaining('gh-ost refuses the table'), 'pt-online-schema-change']);
});

test('counts numbers that do not fit and values that a list no longer has', async () => {
  const table = (columns: string) => `CREATE TABLE t (id INT PRIMARY KEY, ${columns}) ENGINE=InnoDB;`;
  const [from, to] = [join(folder, 'wide.sql'), join(folder, 'narrow.sql')];
  await writeFile(from, table("a BIGINT, b INT, c DECIMAL(10,2), s ENUM('x','y','z'), same INT UNSIGNED"));
  await writeFile(to, table("a INT, b INT UNSIGNED, c DECIMAL(6,2), s ENUM('x','z'), same BIGINT"));
  const { out, code } = await relvar(['migrate', 'plan', from, to, '--engine', 'mysql', '--format', 'json']);
  expect(code).toBe(0);
  const plan: MigrationPlan = JSON.parse(out);
  expect(plan.steps.flatMap(({ preconditions }) => preconditions.map(({ count }) => count))).toEqual([
    'SELECT count(*) FROM t WHERE a < -2147483648 OR a > 2147483647',
    'SELECT count(*) FROM t WHERE b < 0 OR b > 4294967295',
    'SELECT count(*) FROM t WHERE c < -9999.99 OR c > 9999.99',
    "SELECT count(*) FROM t WHERE s NOT IN ('x', 'z')",
  ]);
});

describe('with a server as lab', async () => {
  const server = await findMariaDb('plan');
  const base = server?.url.replace(/\/[^/]*$/, '/') ?? '';

  test.skipIf(!server)('it is asked, in a database that is gone afterwards, and says what the rules say', async () => {
    const [byRules, byServer] = [await planned(), await planned('--lab', base)];
    expect(
      byServer.steps.filter(({ work }) => work.kind === 'statements').map(({ effects }) => effects.known),
    ).not.toContain('facts');
    expect(byServer.steps.map((step) => step.class)).toEqual(byRules.steps.map((step) => step.class));
    const scratch = async () => {
      const rows = (await server?.writer.query("SHOW DATABASES LIKE 'relvar\\_lab\\_%'")) ?? [];
      return rows.map((row) => Object.values(row)[0]);
    };
    // Other tests beside this one have some for a while.
    const there = await scratch();
    await expect
      .poll(async () => (await scratch()).filter((one) => there.includes(one)), { timeout: 30_000 })
      .toEqual([]);
  });

  test.skipIf(!server)('does not believe it where it takes the word INSTANT and copies all the same', async () => {
    const [from, to] = [join(folder, 'stored.sql'), join(folder, 'stored-otherwise.sql')];
    const table = (engine: string) => `CREATE TABLE visits (at DATETIME, what INT, KEY k (at)) ENGINE=${engine};`;
    await writeFile(from, table('MyISAM'));
    await writeFile(to, table('InnoDB'));
    const args = ['migrate', 'plan', from, to, '--engine', 'mariadb', '--target', '10.11', '--rows', 'visits=50M'];
    const locksOf = async (...more: readonly string[]) => {
      const plan: MigrationPlan = JSON.parse((await relvar([...args, '--format', 'json', ...more])).out);
      return plan.steps.map((step) => [
        step.class,
        ...step.effects.locks.map(({ mode, blocks }) => `${mode}: ${blocks}`),
      ]);
    };
    const copied = [['rewrite', 'COPY, LOCK=SHARED: writes']];
    expect([await locksOf(), await locksOf('--lab', base)]).toEqual([copied, copied]);
  });

  test.skipIf(!server)('takes declared rows for more than what an empty table holds', async () => {
    const table = (type: string) => `CREATE TABLE visits (at ${type}, what INT);`;
    const [empty, from, to] = [server?.url ?? '', join(folder, 'visits.sql'), join(folder, 'moved-visits.sql')];
    expect(await server?.load(table('INT'))).toBeUndefined();
    await writeFile(from, table('INT'));
    await writeFile(to, table('BIGINT'));
    const likely = async (source: string) => {
      const rows = ['--engine', 'mariadb', '--rows', 'visits=50M', '--format', 'json'];
      const { out } = await relvar(['migrate', 'plan', source, to, ...rows]);
      const plan: MigrationPlan = JSON.parse(out);
      return steps(plan, 'visits').map(({ duration }) => duration.likelySeconds);
    };
    const [live, file] = [await likely(empty), await likely(from)];
    expect(live).toEqual(file);
    expect(live[0]).toBeGreaterThan(10);
  });

  test.skipIf(!server)('takes a view in the words of the server for the one that was written', async () => {
    const view = (condition: string) =>
      `CREATE TABLE t (id INT PRIMARY KEY, s INT) ENGINE=InnoDB; CREATE VIEW v AS SELECT id FROM t WHERE ${condition};`;
    const [from, to] = [join(folder, 'view.sql'), join(folder, 'other-view.sql')];
    await writeFile(from, view('s = 1'));
    await writeFile(to, view('s <> 1'));
    const args = ['migrate', 'plan', from, to, '--engine', 'mariadb', '--target', '10.11', '--format', 'json'];
    const plan: MigrationPlan = JSON.parse((await relvar([...args, '--lab', base])).out);
    expect([plan.broken, plan.to.unsure]).toEqual([undefined, ['view main.v']]);
  });

  test.skipIf(!server)('takes programs of accounts that it does not have, and says so', async () => {
    const account = '`relvar_absent`@`%`';
    const programs = (also: string) => `CREATE TABLE t (id INT PRIMARY KEY, s INT) ENGINE=InnoDB;
      CREATE DEFINER=${account} FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1;
      CREATE DEFINER=${account} VIEW v AS SELECT id, f() AS x FROM t;
      CREATE DEFINER=${account} TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.s = f();${also}`;
    const [from, to] = [join(folder, 'owned.sql'), join(folder, 'more-owned.sql')];
    await writeFile(from, programs(''));
    await writeFile(to, programs(`CREATE DEFINER=${account} VIEW w AS SELECT f() AS y FROM v;`));
    const args = ['--engine', 'mariadb', '--target', '10.11', '--lab', base, '--format', 'json'];
    const planned = await relvar(['migrate', 'plan', from, to, ...args]);
    expect(planned.error).not.toMatch(/refused|does not/);
    const plan: MigrationPlan = JSON.parse(planned.out);
    expect(plan.broken).toBeUndefined();
    expect(plan.steps.map(({ title }) => title)).toEqual(['Create view main.w']);
    expect(plan.notes.join(' ')).toContain(`What is made as ${account} (DEFINER) was made as the lab's own user`);
    const migration = join(folder, 'owned-migration.sql');
    await writeFile(migration, `CREATE DEFINER=${account} VIEW w AS SELECT f() AS y FROM v;`);
    const checked = JSON.parse((await relvar(['migrate', 'check', migration, '--on', from, ...args])).out);
    expect(checked.statements[0]).toMatchObject({ known: 'rehearsed' });
    expect(checked.statements[0].error).toBeUndefined();
  });

  test.skipIf(!server)('of another version, it is refused in one line', async () => {
    const [from, to] = [join(folder, 'before.sql'), join(folder, 'after.sql')];
    const { error, code } = await relvar(['migrate', 'plan', from, to, '--engine', 'mysql', '--lab', base]);
    expect(code).toBe(2);
    expect(error).toMatch(/^relvar: .*the statements are for MySQL 8\.4, and .* is MariaDB 10\.11/m);
  });
});

test('replaces programs in place with their rights and moments, and says what mode one needs', async () => {
  const [from, to] = [join(folder, 'programs.sql'), join(folder, 'other-programs.sql')];
  const programs = (definer: string, body: string, starts: string) => `CREATE TABLE t (id INT PRIMARY KEY, v INT);
    CREATE ${definer} VIEW w AS SELECT id${body === '1' ? ', v' : ''} FROM t;
    CREATE ${definer} TRIGGER stamp BEFORE INSERT ON t FOR EACH ROW SET NEW.v = ${body};
    CREATE ${definer} EVENT nightly ON SCHEDULE EVERY 1 DAY ${starts} DO DELETE FROM t WHERE v = ${body};
    SET sql_mode = 'PIPES_AS_CONCAT';
    CREATE ${definer} FUNCTION f() RETURNS TEXT DETERMINISTIC RETURN 'a' || ${body};`;
  await writeFile(from, programs("DEFINER='root'@localhost", '1', "STARTS '2030-01-01 03:00:00'"));
  await writeFile(to, programs('', '2', ''));
  const sql = async (engine: string) => {
    const { out, code } = await relvar(['migrate', 'plan', from, to, '--engine', engine, '--format', 'json']);
    expect(code).toBe(0);
    const plan: MigrationPlan = JSON.parse(out);
    expect(plan.steps.map(({ why = '' }) => why).join()).toContain('PIPES_AS_CONCAT');
    // The deploy that comes first has no statements: the view loses a column.
    return plan.steps.flatMap(({ work }) => (work.kind === 'statements' ? (work.statements[0]?.sql ?? '') : []));
  };
  const owner = 'DEFINER=`root`@`localhost`';
  const inPlace = await sql('mariadb');
  const mode = 'SET @relvar_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ';
  expect(inPlace.map((one) => one.split('\n')[0])).toEqual([
    `${mode}',PIPES_AS_CONCAT');`,
    `CREATE OR REPLACE ${owner} VIEW w AS select t.id as id from t`,
    `CREATE OR REPLACE ${owner} TRIGGER stamp BEFORE INSERT ON t FOR EACH ROW SET NEW.v = 2`,
    `CREATE OR REPLACE ${owner} EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:00:00' DO DELETE FROM t WHERE v = 2`,
  ]);
  expect(inPlace[0]).toContain(`;\nCREATE OR REPLACE ${owner} FUNCTION f()\n`);
  const dropped = await sql('mysql');
  expect(dropped.filter((one) => one.startsWith('DROP'))).toHaveLength(3);
  expect(dropped).toContain(`CREATE OR REPLACE ${owner} VIEW w AS select t.id as id from t`);
});
