import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import driver from 'node-sqlite3-wasm';
import { describe, expect, it } from 'vitest';
import { splitScript as splitMysql } from '../src/engines/mysql/load/split.ts';
import { splitScript } from '../src/engines/postgres/load/split.ts';
import { findMariaDb } from './mariadb.ts';
import { relvar } from './run-cli.ts';
import { describeWithPostgres, withDatabase } from './servers/postgres.ts';

/** A database that scripts are run in as its own client would, and that is asked afterwards. */
interface Bench {
  run(script: string): Promise<void>;
  rows(sql: string): Promise<readonly object[]>;
}

const brief = `title: School
entities:
  course: {rows: 10K, attributes: {name: name, status: [planned, running]}, references: [teacher]}
  teacher: {rows: 100, attributes: {name: {type: name, unique: true}, phone: phone}}
`;
const rows = `insert into teachers (name, phone) values ('Ada', '+35100001'), ('Bob', '+35100002');
insert into courses (name, status, teacher_id) values ('Algebra', 'running', 1), ('Botany', 'planned', 2), ('Chess', 'planned', 1);`;
const pairs = 'select course_id, teacher_id from course_teachers order by 1, 2';

/** From one teacher of a course to several, and back to one. */
async function thereAndBack(engine: string, bench: Bench): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'relvar-refine-rows-'));
  try {
    await writeFile(join(folder, 'brief.yaml'), `engine: ${engine}\n${brief}`);
    const school = join(folder, 'school');
    const migration = async (words: string): Promise<string> => {
      const { code, out, error } = await relvar(['refine', school, words]);
      expect([code, error], out).toEqual([0, '']);
      return await readFile(join(school, 'migration.sql'), 'utf8');
    };
    expect((await relvar(['design', '--brief', join(folder, 'brief.yaml'), '-o', school])).code).toBe(0);
    await bench.run(await readFile(join(school, 'schema.sql'), 'utf8'));
    await bench.run(rows);

    await bench.run(
      await migration(
        'Rename the phone of teachers to telephone; a course has several teachers and a teacher has several courses',
      ),
    );
    expect(await bench.rows(pairs)).toEqual([
      { course_id: 1, teacher_id: 1 },
      { course_id: 2, teacher_id: 2 },
      { course_id: 3, teacher_id: 1 },
    ]);
    await expect(bench.rows('select teacher_id from courses')).rejects.toThrow();
    // What goes on under another name is no new column that rows have nothing in.
    expect(await bench.rows('select telephone from teachers order by id')).toEqual([
      { telephone: '+35100001' },
      { telephone: '+35100002' },
    ]);

    await bench.run('insert into course_teachers (course_id, teacher_id) values (2, 1)');
    const back = await migration('Each course has one teacher. Course statuses are configurable by admins');
    expect(back).toContain('-- Lost: Where several rows of course_teachers have the same course_id');
    await bench.run(back);
    expect(await bench.rows('select name, teacher_id, status from courses order by id')).toEqual([
      { name: 'Algebra', teacher_id: 1, status: 'running' },
      { name: 'Botany', teacher_id: 1, status: 'planned' },
      { name: 'Chess', teacher_id: 1, status: 'planned' },
    ]);
    await expect(bench.rows(pairs)).rejects.toThrow();
    await expect(bench.run("insert into courses (name, status) values ('None', 'planned')")).rejects.toThrow();
    // The rows that the new table begins with are there before others refer to them.
    expect(await bench.rows('select code from course_statuses order by 1')).toEqual([
      { code: 'planned' },
      { code: 'running' },
    ]);
    await expect(bench.run("insert into courses (name, status, teacher_id) values ('X', 'none', 1)")).rejects.toThrow();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describeWithPostgres([18], 'rows go along with a refinement', (server) => {
  it(
    'from a reference to pairs and back',
    () =>
      withDatabase(server, (database) =>
        thereAndBack('postgresql', {
          async run(script) {
            for await (const part of splitScript([script], 'x.sql', { keepInserts: true }))
              if (part.kind === 'statement') await database.query(part.sql);
          },
          rows: async (sql) => (await database.query(sql)).map((row) => numbered(row)),
        }),
      ),
    300_000,
  );
});

const mariadb = await findMariaDb('refine_rows');

describe.skipIf(!mariadb)('rows go along with a refinement on MariaDB', () => {
  it('from a reference to pairs and back', async () => {
    if (!mariadb) return;
    await mariadb.load('');
    await thereAndBack('mariadb', {
      async run(script) {
        const { parts } = splitMysql(script, 'x.sql');
        const { error } = await mariadb.writer.batch(parts.flatMap((part) => ('sql' in part ? [part.sql] : [])));
        if (error) throw new Error(error.message);
      },
      rows: async (sql) => (await mariadb.writer.query(sql)).map((row) => numbered(row)),
    });
  }, 300_000);
});

describe('rows go along with a refinement on SQLite', () => {
  it('from a reference to pairs and back', async () => {
    const database = new driver.Database(':memory:');
    try {
      await thereAndBack('sqlite', {
        run: async (script) => database.exec(script),
        rows: async (sql) => database.all(sql) as object[],
      });
    } finally {
      database.close();
    }
  }, 300_000);
});

/** Keys that a driver gives as texts, as numbers. */
function numbered(row: object): object {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, name.endsWith('_id') ? Number(value) : value]),
  );
}
