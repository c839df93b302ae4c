import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { catalogHash } from '../src/catalog/hash.ts';
import { splitScript } from '../src/engines/postgres/load/split.ts';
import { catalogAt, endSql, planFolder, samplePlan, sampleRows, startSql } from './apply/sample.ts';
import { expectRefusal, relvar } from './run-cli.ts';
import { describeWithPostgres, type PostgresDatabase, type PostgresServer, withDatabase } from './servers/postgres.ts';

/** The tools are installed by `npm run tools`, in a folder of their own. */
const tools = new URL('tools/', import.meta.url);
const fromTools = createRequire(new URL('package.json', tools));
const installed = existsSync(new URL('node_modules/knex', tools));
const drizzleKit = fileURLToPath(new URL('node_modules/.bin/drizzle-kit', tools));
const dbmate = fileURLToPath(new URL('node_modules/.bin/dbmate', tools));
if (!installed)
  process.stderr.write('skipped: exported plans with knex, drizzle, typeorm and dbmate: npm run tools installs them\n');

/** A folder beside the tools' packages, so that what lies in it finds them; gone after the test. */
function workFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'relvar-export-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(new URL('node_modules', tools), join(folder, 'node_modules'));
  return folder;
}

async function exported(server: PostgresServer, tool: string): Promise<string> {
  const output = join(workFolder(), 'out');
  const { code, error } = await relvar([
    'migrate',
    'export',
    planFolder(await samplePlan(server)),
    '--tool',
    tool,
    '-o',
    output,
  ]);
  expect(error).toBe('');
  expect(code).toBe(0);
  return output;
}

const rowsOf = (server: PostgresServer, sql: string) =>
  withDatabase(server, async (database) => {
    await database.query(sql);
    return await sampleRows(database);
  });

/** The schema without what the tool itself keeps there. */
async function hashWithout(
  database: PostgresDatabase,
  schemas: readonly string[],
  tables: readonly string[],
): Promise<string> {
  const catalog = await catalogAt(database.url);
  const own = <T extends { readonly schema: string; readonly name: string }>(all: readonly T[]) =>
    all.filter(({ schema, name }) => !schemas.includes(schema) && !tables.some((table) => name.startsWith(table)));
  return catalogHash({
    ...catalog,
    schemas: catalog.schemas.filter(({ name }) => !schemas.includes(name)),
    tables: own(catalog.tables),
    sequences: own(catalog.sequences),
  });
}

/** Up comes to the plan's end, and back down to its start. */
async function thereAndBack(
  server: PostgresServer,
  keeps: { readonly schemas: readonly string[]; readonly tables: readonly string[] },
  run: (direction: 'up' | 'down', database: PostgresDatabase) => Promise<void>,
): Promise<void> {
  const plan = await samplePlan(server);
  await withDatabase(server, async (database) => {
    await database.query(startSql);
    await run('up', database);
    expect(await hashWithout(database, keeps.schemas, keeps.tables)).toBe(plan.to.hash);
    expect(await sampleRows(database)).toEqual(await rowsOf(server, endSql));
    await run('down', database);
    expect(await hashWithout(database, keeps.schemas, keeps.tables)).toBe(plan.from.hash);
    const before = await rowsOf(server, `${startSql}; update shop.customers set note = null`);
    expect(await sampleRows(database)).toEqual(before);
  });
}

/** All stages in one folder, as they are when the waits are over. */
function together(output: string): string {
  const all = join(output, 'all');
  mkdirSync(all);
  for (const stage of readdirSync(output)
    .filter((name) => name.startsWith('stage-'))
    .sort()) {
    cpSync(join(output, stage), all, { recursive: true });
  }
  return all;
}

const filesIn = (folder: string, ending: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));

/** As a tool sends it that knows no more than files: in one message. */
async function sendFiles(
  database: PostgresDatabase,
  files: readonly string[],
  part = (text: string) => text,
): Promise<void> {
  for (const file of files) {
    const text = part(readFileSync(file, 'utf8'));
    await database.query(text).catch((error: Error) => {
      throw new Error(`${file}: ${error.message}`);
    });
  }
}

describeWithPostgres([15, 18], 'an exported plan', (server) => {
  test.skipIf(!installed)('goes up and down with Knex', async () => {
    const directory = together(await exported(server, 'knex'));
    const { default: knexOf } = await import(/* @vite-ignore */ pathToFileURL(fromTools.resolve('knex')).href);
    await thereAndBack(server, { schemas: [], tables: ['knex_'] }, async (direction, database) => {
      const knex = knexOf({
        client: 'pg',
        connection: database.url,
        migrations: { directory, loadExtensions: ['.mjs'] },
      });
      try {
        if (direction === 'up') await knex.migrate.latest();
        else await knex.migrate.rollback(undefined, true);
      } finally {
        await knex.destroy();
      }
    });
  });

  test.skipIf(!installed)('goes up and down with TypeORM', async () => {
    const folder = together(await exported(server, 'typeorm'));
    const { DataSource } = fromTools('typeorm');
    const migrations: unknown[] = [];
    for (const file of filesIn(folder, '.ts')) migrations.push(...Object.values(await import(/* @vite-ignore */ file)));
    await thereAndBack(server, { schemas: [], tables: ['migrations'] }, async (direction, database) => {
      const source = new DataSource({
        type: 'postgres',
        url: database.url,
        migrations,
        migrationsTransactionMode: 'each',
      });
      await source.initialize();
      try {
        if (direction === 'up') await source.runMigrations();
        else for (const _ of migrations) await source.undoLastMigration();
      } finally {
        await source.destroy();
      }
    });
  });

  test.skipIf(!installed)('goes up with Drizzle, and down by its files', async () => {
    const migrationsFolder = together(await exported(server, 'drizzle'));
    const config = join(dirname(migrationsFolder), 'drizzle.config.json');
    await thereAndBack(server, { schemas: ['drizzle'], tables: [] }, async (direction, database) => {
      if (direction === 'down') {
        for (const file of filesIn(join(migrationsFolder, 'down'), '.sql').toReversed())
          await runLikePsql(database, file);
        return;
      }
      const settings = { dialect: 'postgresql', out: migrationsFolder, dbCredentials: { url: database.url } };
      writeFileSync(config, JSON.stringify(settings));
      execFileSync(drizzleKit, ['migrate', `--config=${basename(config)}`], { cwd: dirname(config), stdio: 'pipe' });
      const [row] = await database.query('select count(*)::int as noted from drizzle.__drizzle_migrations');
      expect(row).toEqual({ noted: 9 });
    });
  });

  test('goes up and down as golang-migrate sends its files', async () => {
    const folder = together(await exported(server, 'golang-migrate'));
    await thereAndBack(server, { schemas: [], tables: [] }, (direction, database) =>
      direction === 'up'
        ? sendFiles(database, filesIn(folder, '.up.sql'))
        : sendFiles(database, filesIn(folder, '.down.sql').toReversed()),
    );
  });

  test.skipIf(!existsSync(dbmate))('goes up and down with dbmate', async () => {
    const folder = together(await exported(server, 'dbmate'));
    await thereAndBack(server, { schemas: [], tables: ['schema_migrations'] }, async (direction, database) => {
      const url = new URL(database.url);
      url.searchParams.set('sslmode', 'disable');
      const run = (command: string) =>
        execFileSync(dbmate, ['--url', url.href, '--migrations-dir', folder, '--no-dump-schema', command], {
          stdio: 'pipe',
        });
      if (direction === 'up') run('migrate');
      else for (const _ of filesIn(folder, '.sql')) run('rollback');
    });
  });

  test('goes up and down as Prisma sends its files', async () => {
    const folder = together(await exported(server, 'prisma'));
    expect(readFileSync(join(folder, 'migration_lock.toml'), 'utf8')).toContain('provider = "postgresql"');
    const folders = readdirSync(folder)
      .filter((name) => /^\d/.test(name))
      .sort();
    const at = (file: string) => folders.map((name) => join(folder, name, file));
    await thereAndBack(server, { schemas: [], tables: [] }, (direction, database) =>
      sendFiles(database, direction === 'up' ? at('migration.sql') : at('down.sql').toReversed()),
    );
  });

  test('goes up and down as Flyway sends its files', async () => {
    const folder = together(await exported(server, 'flyway'));
    await thereAndBack(server, { schemas: [], tables: [] }, async (direction, database) => {
      const files = filesIn(folder, '.sql').filter((file) => /\/[VU]\d{14}__\w+\.sql$/.test(file));
      const ours = files.filter((file) => file.includes(direction === 'up' ? '/V' : '/U'));
      for (const file of direction === 'up' ? ours : ours.toReversed()) {
        const alone = readdirSync(folder).includes(`${file.slice(folder.length + 1)}.conf`);
        if (alone) await runLikePsql(database, file);
        else await database.query(`begin; ${readFileSync(file, 'utf8')}; commit`);
      }
    });
  });

  test('goes up and down as Liquibase sends its changesets', async () => {
    const folder = together(await exported(server, 'liquibase'));
    const sets = filesIn(folder, '.sql')
      .toSorted((a, b) => Number(a.includes('after_')) - Number(b.includes('after_')))
      .flatMap((file) => {
        const [head = '', ...rest] = readFileSync(file, 'utf8').split(/^--changeset /m);
        expect(head).toMatch(/^--liquibase formatted sql/);
        return rest;
      });
    await thereAndBack(server, { schemas: [], tables: [] }, async (direction, database) => {
      for (const set of direction === 'up' ? sets : sets.toReversed()) {
        const [attributes = '', ...lines] = set.split('\n');
        const alone = attributes.includes('runInTransaction:false');
        const back = lines.filter((line) => line.startsWith('--rollback ')).map((line) => line.slice(11));
        for (const line of lines.filter((line) => direction === 'up' && line.startsWith('--precondition-sql-check'))) {
          const [row] = await database.query(line.replace(/^\S+ expectedResult:0 /, ''));
          expect(Number(Object.values(row ?? {})[0])).toBe(0);
        }
        const sql = direction === 'up' ? lines.filter((line) => !line.startsWith('--')).join('\n') : back.join('\n');
        if (sql.trim() === 'empty') continue;
        await database.query(alone ? sql : `begin; ${sql}; commit`);
      }
    });
  });
});

describeWithPostgres([18], 'an exported plan that relvar made', (server) => {
  const pair = ['pair-old.sql', 'pair-new.sql'].map((name) => fileURLToPath(new URL(`apply/${name}`, import.meta.url)));

  /** The plan in the tool's form, run by `up` on rows: the schema is the plan's end, and no row is lost. */
  async function goesUp(
    tool: string,
    keeps: readonly string[],
    up: (folder: string, database: PostgresDatabase) => Promise<void>,
  ) {
    const work = workFolder();
    const [planned, output] = [join(work, 'plan'), join(work, 'out')];
    await relvar(['migrate', 'plan', ...pair, '--rows', 'shop.orders=3000', '-o', planned]);
    expect((await relvar(['migrate', 'export', planned, '--tool', tool, '-o', output])).code).toBe(0);
    const folder = together(output);
    await withDatabase(server, async (database) => {
      await database.query(`${readFileSync(pair[0] ?? '', 'utf8')};
        insert into shop.customers select n, 'c' || n from generate_series(1, 100) n;
        insert into shop.orders select n, 1 + n % 100, n % 7, n, 'new', now() from generate_series(1, 3000) n;`);
      const rows = 'select sum(quantity) as quantity, sum(total) as total, count(*) as orders from shop.orders';
      const before = await database.query(rows);
      await up(folder, database);
      const { to } = JSON.parse(readFileSync(join(planned, 'plan.json'), 'utf8'));
      expect(await hashWithout(database, [], keeps)).toBe(to.hash);
      expect(await database.query(rows)).toEqual(before.map((row) => ({ ...row, quantity: expect.anything() })));
      const [{ quantity } = {}] = await database.query(rows);
      expect(Number(quantity)).toBe(Number(before[0]?.['quantity']));
    });
  }

  test('has Flyway leave what looks like its placeholders', async () => {
    const work = workFolder();
    const [planned, output] = [join(work, 'plan'), join(work, 'out')];
    await relvar(['migrate', 'plan', ...pair, '-o', planned]);
    expect((await relvar(['migrate', 'export', planned, '--tool', 'flyway', '-o', output])).code).toBe(0);
    const folder = together(output);
    const having = (ending: string, text: string) =>
      filesIn(folder, ending).filter((file) => readFileSync(file, 'utf8').includes(text));
    const marked = having('.sql', '${').map((file) => `${file}.conf`);
    expect(marked.length).toBeGreaterThan(0);
    expect(having('.conf', 'placeholderReplacement=false\n')).toEqual(marked);
  });

  test('goes up as golang-migrate sends its files', () =>
    goesUp('golang-migrate', [], (folder, database) => sendFiles(database, filesIn(folder, '.up.sql'))));

  test.skipIf(!installed)('goes up with Knex', () =>
    goesUp('knex', ['knex_'], async (directory, database) => {
      const { default: knexOf } = await import(/* @vite-ignore */ pathToFileURL(fromTools.resolve('knex')).href);
      const knex = knexOf({
        client: 'pg',
        connection: database.url,
        migrations: { directory, loadExtensions: ['.mjs'] },
      });
      await knex.migrate.latest().finally(() => knex.destroy());
    }),
  );

  test.skipIf(!installed)('goes up with TypeORM', () =>
    goesUp('typeorm', ['migrations'], async (folder, database) => {
      const { DataSource } = fromTools('typeorm');
      const migrations: unknown[] = [];
      for (const file of filesIn(folder, '.ts'))
        migrations.push(...Object.values(await import(/* @vite-ignore */ file)));
      const source = new DataSource({
        type: 'postgres',
        url: database.url,
        migrations,
        migrationsTransactionMode: 'each',
      });
      await source.initialize();
      await source.runMigrations().finally(() => source.destroy());
    }),
  );
});

describeWithPostgres([18], 'versions of an exported plan', (server) => {
  async function paths(tool: string, ...more: readonly string[]): Promise<readonly string[]> {
    const folder = planFolder({ ...(await samplePlan(server)), planned: '2026-01-05T10:00:30.000Z' });
    const output = join(workFolder(), 'out');
    const { code, error, out } = await relvar([
      'migrate',
      'export',
      folder,
      '--tool',
      tool,
      '-o',
      output,
      '--accept-edits',
      ...more,
    ]);
    if (code !== 0) throw new Error(error);
    const files = out
      .trim()
      .split('\n')
      .map((path) => path.slice(output.length + 1).replace(/^stage-\d+\//, ''));
    return files.filter((file) => /\d/.test(file)).sort();
  }
  const versions = (files: readonly string[]) => files.map((file) => /\d+/.exec(file)?.[0] ?? '');

  test('follow from the plan, and none is later than it', async () => {
    const files = await paths('golang-migrate');
    expect(await paths('golang-migrate')).toEqual(files);
    expect(versions(files).at(-1) ?? '').toMatch(/^202601051000[0-2]\d$/);
  });

  test('begin where they are told to', async () => {
    expect(versions(await paths('rails', '--base', '20260203040506')).slice(0, 2)).toEqual([
      '20260203040506',
      '20260203040507',
    ]);
    expect(versions(await paths('rails', '--base', '2026-02-03T04:05:06Z'))[0]).toBe('20260203040506');
    expect(versions(await paths('golang-migrate', '--base', '0099')).slice(0, 4)).toEqual([
      '0099',
      '0099',
      '0100',
      '0100',
    ]);
    expect(versions(await paths('drizzle', '--base', '7'))[0]).toBe('0007');
    await expect(paths('typeorm', '--base', '7')).rejects.toThrow(/typeorm knows its migrations by dates alone/);
    for (const base of ['20261301000000', 'soon', '2026-13-01']) {
      await expect(paths('rails', '--base', base)).rejects.toThrow(/neither a date nor a number/);
    }
  });
});

/** Each statement by itself, as psql sends a file. */
async function runLikePsql(database: PostgresDatabase, file: string): Promise<void> {
  for await (const part of splitScript([readFileSync(file, 'utf8')], file)) {
    if (part.kind !== 'statement') continue;
    await database.query(part.sql).catch((error: Error) => {
      throw new Error(`${file}: ${part.sql}: ${error.message}`);
    });
  }
}

describeWithPostgres([18], 'an export', (server) => {
  test('keeps apart what waits, and says what for', async () => {
    const output = await exported(server, 'rails');
    expect(readdirSync(output).sort()).toEqual(['README.md', 'stage-1', 'stage-2']);
    const page = readFileSync(join(output, 'README.md'), 'utf8');
    expect(page).toContain('start.sql to end.sql');
    expect(page).toMatch(/## stage-2\n\nNot before\n\n- The application writes cents itself/);
    expect(filesIn(join(output, 'stage-2'), '.rb')).toHaveLength(1);
  });

  test('is of the same bytes each time', async () => {
    for (const tool of ['flyway', 'typeorm', 'alembic']) {
      const [one, other] = [await exported(server, tool), await exported(server, tool)];
      const all = (folder: string) =>
        readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')]);
      expect(all(one)).toEqual(all(other));
    }
  });

  test('does not write over what is there', async () => {
    const folder = planFolder(await samplePlan(server));
    const output = workFolder();
    writeFileSync(join(output, 'mine.sql'), '');
    expectRefusal(await relvar(['migrate', 'export', folder, '--tool', 'dbmate', '-o', output]), /holds files already/);
    expectRefusal(await relvar(['migrate', 'export', folder, '-o', output]), /for which tool\?/);
  });
});
