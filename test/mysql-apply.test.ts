import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { differences } from '../src/apply/start.ts';
import { catalogHash } from '../src/catalog/hash.ts';
import { connectForWriting } from '../src/engines/mysql/connect.ts';
import { splitScript } from '../src/engines/mysql/load/split.ts';
import type { MigrationPlan } from '../src/plan/plan.ts';
import { findMariaDb } from './mariadb.ts';
import { relvar } from './run-cli.ts';

/** The program as it was built: what a signal does to it can only be seen from outside. */
const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

const before = `CREATE TABLE users (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, email VARCHAR(100), name VARCHAR(50)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE orders (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id INT UNSIGNED, total DECIMAL(10,2), note VARCHAR(200), state ENUM('new','paid')) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE VIEW open_orders AS SELECT id, note FROM orders WHERE state = 'new';`;
const after = `CREATE TABLE users (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, email VARCHAR(200) NOT NULL, name VARCHAR(50), seen DATETIME, UNIQUE KEY email (email)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE orders (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id INT UNSIGNED, total DECIMAL(12,2), note VARCHAR(100), state ENUM('new','paid','sent'), KEY user_id (user_id), CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE lines (order_id INT NOT NULL, n INT NOT NULL, PRIMARY KEY (order_id, n)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE VIEW open_orders AS SELECT id, note FROM orders WHERE state <> 'paid';
DELIMITER //
CREATE TRIGGER stamp BEFORE INSERT ON users FOR EACH ROW BEGIN SET NEW.seen = NOW(); END//
DELIMITER ;`;
const rows = `INSERT INTO users (email, name) VALUES ('a@x', 'a'), ('b@x', 'b');
INSERT INTO orders (user_id, total, note, state) SELECT 1 + seq % 2, seq, concat('note ', seq), 'new' FROM seq_1_to_20000;`;

const server = await findMariaDb('apply');

describe.runIf(server)('a plan in MariaDB', () => {
  const { url = '', version = '', writer } = server ?? {};
  let planned: string;
  let folder: string;
  const path = (name: string) => join(folder, name);
  const exec = async (sql: string) => writer?.exec(sql);
  const one = async (sql: string) => Object.values((await writer?.query(sql))?.[0] ?? {})[0];

  beforeAll(async () => {
    planned = mkdtempSync(join(tmpdir(), 'relvar-mysql-plan-'));
    const at = (name: string) => join(planned, name);
    writeFileSync(at('after.sql'), after);
    expect(await server?.load(before)).toBeUndefined();
    const target = version.split('.').slice(0, 2).join('.');
    const { code, error } = await relvar([
      ...['migrate', 'plan', url, at('after.sql'), '--engine', 'mariadb', '--target', target, '-o', at('plan')],
    ]);
    expect([code, error]).toEqual([0, expect.stringMatching(/steps written/)]);
  });
  afterAll(() => rmSync(planned, { recursive: true, force: true }));

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'relvar-mysql-apply-'));
    cpSync(planned, folder, { recursive: true });
    expect(await server?.load(`${before}${rows}`)).toBeUndefined();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (command: 'apply' | 'rollback', ...more: readonly string[]) =>
    relvar(['migrate', command, path('plan'), '--to', url, ...more]);
  /** At which end of the plan the schema is, and what the rows are. */
  const seen = async () => {
    const { from, to } = JSON.parse(readFileSync(path('plan/plan.json'), 'utf8')) as Pick<MigrationPlan, 'from' | 'to'>;
    const catalog = (await server?.read()) ?? expect.fail();
    const at = catalogHash(catalog) === from.hash ? 'from' : differences(to, catalog).length === 0 ? 'to' : 'between';
    return {
      at,
      orders: Number(await one('select count(*) from orders')),
      total: Number(await one('select sum(total) from orders')),
    };
  };
  const content = { orders: 20_000, total: 200_010_000 };

  test('is carried out, with the schema as it was beside it, and taken back', async () => {
    const dry = await run('apply', '--dry-run');
    expect(dry.out).toMatch(/nothing\s+is changed now/);
    expect(
      await one(
        "select count(*) from information_schema.TABLES where TABLE_SCHEMA = database() and TABLE_NAME like 'relvar%'",
      ),
    ).toBe(0);
    expect(await seen()).toEqual({ at: 'from', ...content });
    const done = await run('apply', '--yes');
    expect(done.error).toContain('done: the schema is the one that the plan ends in');
    expect(await seen()).toEqual({ at: 'to', ...content });
    const [backup = ''] = readdirSync(path('plan/before'));
    expect(await server?.load(readFileSync(path(`plan/before/${backup}`), 'utf8'))).toBeUndefined();
    const plan = JSON.parse(readFileSync(path('plan/plan.json'), 'utf8'));
    expect(catalogHash((await server?.read()) ?? expect.fail())).toBe(plan.from.hash);
  });

  test('is there already, and is taken back', async () => {
    await run('apply', '--yes');
    expect((await run('apply', '--yes')).error).toContain('nothing to do');
    const back = await run('rollback', '--yes');
    expect(back.error).toMatch(/^undone$/m);
    expect(await seen()).toEqual({ at: 'from', ...content });
    expect(
      await one(
        "select group_concat(state) from relvar_journal where direction = 'do' group by run, direction limit 1",
      ),
    ).toMatch(/^undone(,undone)*$/);
  });

  test('keeps its journal out of the schema', async () => {
    await run('apply', '--yes');
    expect((await server?.read())?.tables.map(({ name }) => name).sort()).toEqual(['lines', 'orders', 'users']);
  });

  test('stops before rows that stand against it, goes on when they are mended', async () => {
    const mend: readonly (readonly [RegExp, string])[] = [
      [/No row of users lacks email/, "update users set email = 'a@x' where id = 2"],
      [/No rows of users are alike in email/, "update users set email = 'c@x' where id = 2"],
      [/No note of orders is longer than 100/, "update orders set note = '' where id = 7"],
      [/Every row of orders refers by user_id/, 'update orders set user_id = 1 where id = 7'],
    ];
    await exec(
      "update users set email = null where id = 2; update orders set note = repeat('x', 150), user_id = 99 where id = 7",
    );
    const stops: string[] = [];
    for (let at = 0; at < 6; at++) {
      const { code, error } = await run('apply', '--yes');
      if (code === 0) break;
      expect([code, error]).toEqual([1, expect.stringMatching(/rows?\s+against\s+it/)]);
      const [told, sql] = mend.find(([pattern]) => pattern.test(error)) ?? expect.fail(error);
      stops.push(told.source);
      await exec(sql);
    }
    expect(stops.sort()).toEqual(mend.map(([pattern]) => pattern.source).sort());
    expect(await seen()).toEqual({ at: 'to', ...content });
  });

  test('gives way to whoever holds a table, tells who it is, and tries again', { timeout: 60_000 }, async () => {
    const other = await connectForWriting(url);
    onTestFinished(() => other.close());
    await other.exec("start transaction; select * from users where email = 'secret' limit 1");
    const running = run('apply', '--yes');
    await expect
      .poll(
        () =>
          one("select count(*) from information_schema.PROCESSLIST where STATE like 'Waiting for table metadata lock'"),
        { timeout: 20_000 },
      )
      .not.toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await other.exec('commit');
    const { error } = await running;
    expect(error).toMatch(/root@/);
    expect(error).not.toContain('secret');
    expect(error).toContain('done: the schema is the one');
  });

  test('refuses another schema, another dialect and a second apply', async () => {
    await exec('alter table users add column phone text');
    expect((await run('apply', '--yes')).error).toMatch(/column main\.users\.phone is there in addition/);
    await exec('alter table users drop column phone');
    const plan = JSON.parse(readFileSync(path('plan/plan.json'), 'utf8'));
    writeFileSync(path('plan/plan.json'), JSON.stringify({ ...plan, engine: { ...plan.engine, version: '8.4' } }));
    const { error, code } = await run('apply', '--yes', '--accept-edits');
    expect([code, error]).toEqual([
      2,
      expect.stringMatching(/the plan is written for MySQL 8\.4, and the server is MariaDB/),
    ]);
  });

  test('goes on when its connection was ended', { timeout: 60_000 }, async () => {
    const other = await connectForWriting(url);
    onTestFinished(() => other.close());
    await other.exec('start transaction; select * from orders limit 1');
    const running = run('apply', '--yes');
    const waiting =
      "select ID from information_schema.PROCESSLIST where STATE like 'Waiting for table metadata lock' and DB = database() limit 1";
    await expect.poll(() => one(waiting), { timeout: 20_000 }).toBeTruthy();
    await exec(`kill ${await one(waiting)}`);
    const { code, error } = await running;
    expect([code, error]).toEqual([2, expect.stringMatching(/connection|lost/i)]);
    await other.exec('commit');
    expect((await run('apply', '--yes')).error).toContain('done: the schema is the one');
    expect(await seen()).toEqual({ at: 'to', ...content });
  });

  test('takes the word for a step that a tool has done', async () => {
    const plan = JSON.parse(readFileSync(path('plan/plan.json'), 'utf8')) as MigrationPlan;
    const step = plan.steps.find(({ otherWays }) => otherWays !== undefined) ?? expect.fail('no step for a tool');
    const [statement] = step.work.kind === 'statements' ? step.work.statements : [];
    // As gh-ost leaves it.
    await exec(statement?.sql.replace(/, ALGORITHM=.*$/, '') ?? '');
    const { error } = await run('apply', '--yes', '--accept-drift', '--step-done', step.id);
    expect(error).toMatch(/^ {6}was done /m);
    expect(error).toContain('done: the schema is the one');
    const told = await one(`select attempts from relvar_journal where step = '${step.id}' and direction = 'do'`);
    expect(told).toBe(1);
    expect(await seen()).toEqual({ at: 'to', ...content });
  });

  test('says what the user may not do, before anything is done', async () => {
    const name = url.split('/').at(-1);
    const user = `relvar_${process.pid}`;
    await exec(
      `create or replace user ${user}@'%' identified by 'p'; grant select, insert, update, delete, create, show view on ${name}.* to ${user}@'%'`,
    );
    onTestFinished(() => exec(`drop user if exists ${user}@'%'`).then(() => {}));
    const { code, error } = await relvar([
      'migrate',
      'apply',
      path('plan'),
      '--to',
      url.replace('root@', `${user}:p@`),
      '--yes',
    ]);
    expect([code, error]).toEqual([2, expect.stringMatching(/the user has no ALTER on the database/)]);
    expect((await seen()).at).toBe('from');
  });

  test('may be killed at any time, there and back', { timeout: 240_000 }, async () => {
    /** Kills it so many milliseconds after it has told that the step begins; false where it came to its end before. */
    const killed = async (command: string, begun: RegExp, delay: number): Promise<boolean> => {
      const child = spawn(process.execPath, [main, 'migrate', command, path('plan'), '--to', url, '--yes'], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let told = '';
      child.stderr.on('data', (text: Buffer) => {
        const before = begun.test(told);
        told += text.toString();
        if (!before && begun.test(told)) setTimeout(() => child.kill('SIGKILL'), delay);
      });
      return (await new Promise<number | null>((resolve) => child.once('close', resolve))) === null;
    };
    let command: 'apply' | 'rollback' = 'apply';
    let [kills, within] = [0, 0];
    // The quicker the machine, the more often a plan comes to its end before it is killed.
    for (let at = 0; at < 30 || (at < 90 && (kills <= 10 || within <= 5)); at++) {
      // Any step, and any moment of the first quarter of a second after it was told.
      if (await killed(command, new RegExp(`\\[${1 + ((at * 5) % 7)}/`), (at * 37) % 250)) {
        const { at: end, ...now } = await seen();
        expect(now).toEqual(content);
        kills++;
        if (end === 'between') within++;
      } else {
        expect((await seen()).at).toBe(command === 'apply' ? 'to' : 'from');
        command = command === 'apply' ? 'rollback' : 'apply';
      }
    }
    console.info(`${kills} kills, ${within} of them between the ends of the plan`);
    // A rollback that was begun must be ended first.
    if (command === 'rollback') expect((await run('rollback', '--yes')).error).toMatch(/^undone$|nothing/m);
    expect((await run('apply', '--yes')).error).toMatch(/done: the schema is the one|nothing to do/);
    expect(await seen()).toEqual({ at: 'to', ...content });
    expect(kills).toBeGreaterThan(10);
    expect(within).toBeGreaterThan(5);
  });

  test('sees that its server ended a statement after the kill', { timeout: 60_000 }, async () => {
    const other = await connectForWriting(url);
    onTestFinished(() => other.close());
    await other.exec('start transaction; select * from orders limit 1');
    const child = spawn(process.execPath, [main, 'migrate', 'apply', path('plan'), '--to', url, '--yes'], {
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    const waiting =
      "select ID from information_schema.PROCESSLIST where STATE like 'Waiting for table metadata lock' and DB = database() limit 1";
    await expect.poll(() => one(waiting), { timeout: 20_000 }).toBeTruthy();
    child.kill('SIGKILL');
    await ended;
    await other.exec('commit');
    const { error } = await run('apply', '--yes');
    expect(error).toContain('done: the schema is the one');
    expect(await seen()).toEqual({ at: 'to', ...content });
    const doubled = await one('select group_concat(step) from relvar_journal where attempts > 2');
    expect(doubled).toBeNull();
  });

  describe('exported', () => {
    test.each([
      'flyway',
      'liquibase',
      'golang-migrate',
      'dbmate',
      'prisma',
      'knex',
      'drizzle',
      'typeorm',
      'alembic',
      'rails',
    ])('for %s', async (tool) => {
      const { code, error } = await relvar(['migrate', 'export', path('plan'), '--tool', tool, '-o', path(tool)]);
      expect([code, error]).toEqual([0, expect.anything()]);
    });

    test.each(['flyway', 'golang-migrate', 'prisma'])('files of %s end in the schema', async (tool) => {
      await relvar(['migrate', 'export', path('plan'), '--tool', tool, '-o', path(tool)]);
      const files = (readdirSync(path(tool), { recursive: true }) as string[])
        .filter((name) => name.endsWith('.sql') && !/down|(?:^|\/)U\d/.test(name))
        .sort();
      for (const name of files) {
        for (const part of splitScript(readFileSync(path(`${tool}/${name}`), 'utf8'), name).parts) {
          if ('sql' in part) await exec(part.sql);
        }
      }
      expect((await seen()).at).toBe('to');
    });

    const tools = new URL('tools/', import.meta.url);
    const fromTools = createRequire(new URL('package.json', tools));
    const installed = existsSync(new URL('node_modules/knex', tools));
    /** Of the tool's own tables nothing is left. */
    const at = async (...tables: readonly string[]) => {
      for (const table of tables) await exec(`drop table if exists ${table}`);
      return (await seen()).at;
    };
    const exported = async (tool: string) => {
      const { code } = await relvar(['migrate', 'export', path('plan'), '--tool', tool, '-o', path(tool)]);
      expect(code).toBe(0);
      return path(tool);
    };

    test.skipIf(!installed)('goes up and down with Knex', async () => {
      const directory = await exported('knex');
      const { default: knexOf } = await import(/* @vite-ignore */ pathToFileURL(fromTools.resolve('knex')).href);
      const knex = knexOf({ client: 'mysql2', connection: url, migrations: { directory, loadExtensions: ['.mjs'] } });
      try {
        await knex.migrate.latest();
        expect((await server?.read())?.tables.map(({ name }) => name)).toContain('lines');
        await knex.migrate.rollback(undefined, true);
      } finally {
        await knex.destroy();
      }
      expect(await at('knex_migrations', 'knex_migrations_lock')).toBe('from');
    });

    test.skipIf(!installed)('goes up and down with dbmate', async () => {
      const directory = await exported('dbmate');
      const dbmate = fileURLToPath(new URL('node_modules/.bin/dbmate', tools));
      const command = (...words: readonly string[]) =>
        execFileSync(dbmate, ['--url', url, '--migrations-dir', directory, '--no-dump-schema', ...words]);
      command('migrate');
      expect((await server?.read())?.tables.map(({ name }) => name)).toContain('lines');
      for (const _ of readdirSync(directory).filter((name) => name.endsWith('.sql'))) command('rollback');
      expect(await at('schema_migrations')).toBe('from');
    });
  });
});
