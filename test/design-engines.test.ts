import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findMariaDb } from './mariadb.ts';
import { relvar } from './run-cli.ts';

const server = await findMariaDb('design_engines');

/** A key of words, a period, a history, searched words, a condition on some rows and a time of the last change. */
const studio = `title: Studio
entities:
  room: {attributes: {name: name, kind: [small, large], note: long text?}, unique: [[name]], rows: 300}
  booking:
    attributes: {stay: period, price: money, status: [open, paid]}
    references: {room: room}
    unique: [{of: [room], when: {attribute: status, is: open}}]
    checks: [{no_overlap: stay, within: [room], about: A room is booked once at a time.}]
    rows: 2M
access:
  - {about: "open bookings of a room, newest first", of: booking, equal: [room, status], order: [stay desc], limit: 20}
  - {about: rooms by words, of: room, search: [name, note]}
  - {about: the next booking of each room, of: booking, each: room, order: [stay]}
wishes: [{kind: history, of: [booking], by: price}]
`;

async function brief(engine: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'relvar-engines-'));
  const file = join(folder, 'brief.yaml');
  await writeFile(file, `engine: ${engine}\n${studio}`);
  return file;
}

const designed = async (args: readonly string[]) => {
  const { out, error, code } = await relvar(['design', ...args, '--format', 'json']);
  expect([code, error]).toEqual([0, expect.not.stringContaining('bug')]);
  return JSON.parse(out);
};

describe('relvar design --engine', () => {
  it('says of queries what is known where no engine plans them', async () => {
    const words = 'A shop with customers, orders and products. Customers place orders.';
    const { out } = await relvar(['design', words, '--engine', 'mariadb']);
    expect(out).not.toContain('served by indexes');
    expect(out).toMatch(/more, none of them planned/);
    expect(out).not.toContain('as the planner prices them');
  });

  it('makes a schema for SQLite, proven there, and a folder that other commands take', async () => {
    const file = await brief('sqlite');
    const folder = join(file, '..', 'studio');
    const { engine, otherwise, proof, queries } = await designed(['--brief', file, '-o', folder]);
    expect(engine).toBe('SQLite 3');
    expect(proof).toMatchObject({ lab: 'an embedded SQLite', tried: true, wrong: [], effects: 1 });
    expect(proof.refused).toBeGreaterThan(5);
    expect(queries.every(({ served }: { readonly served?: boolean }) => served === true)).toBe(true);
    expect(otherwise.join('\n')).toMatch(/stay_from and stay_until[\s\S]*FTS5[\s\S]*exclusion/);
    const schema = await readFile(join(folder, 'schema.sql'), 'utf8');
    expect(schema).toMatch(/PRAGMA foreign_keys = ON[\s\S]*USING fts5[\s\S]*content_rowid/);
    expect(await readFile(join(folder, 'DESIGN.md'), 'utf8')).toContain('## For SQLite 3');
    expect((await relvar(['review', folder])).out).toContain('SQLite 3');
    expect(await relvar(['refine', folder, 'add a due date to rooms'])).toMatchObject({ code: 0 });
    expect(await readFile(join(folder, 'schema.sql'), 'utf8')).toMatch(/due_date date/);
    expect(await readFile(join(folder, 'migration.sql'), 'utf8')).toMatch(/due_date date/);
    const checked = await relvar(['migrate', 'check', join(folder, 'migration.sql')]);
    expect(checked.error).not.toContain('bug');
  }, 240_000);

  it.each(['sqlite', 'mariadb', 'mysql', 'postgresql 14'])(
    'finds nothing wrong with the rows of tenants in %s',
    async (engine) => {
      const { proof } = await designed(['--pattern', 'saas-billing', '--engine', engine]);
      const urgent = proof.findings.filter(({ priority }: { readonly priority: string }) => /^P[01]$/.test(priority));
      expect(urgent).toEqual([]);
      expect(proof.wrong).toEqual([]);
    },
    240_000,
  );

  it('reads a schema for MySQL where no server is, and says that nothing was tried', async () => {
    const { engine, proof, queries } = await designed(['--brief', await brief('mysql 8.4')]);
    expect(engine).toBe('MySQL 8.4');
    expect(proof).toMatchObject({ tried: false, goodRows: 0, wrong: [] });
    expect(queries[0]).not.toHaveProperty('today');
  }, 120_000);

  it.runIf(server)(
    'proves a schema for MariaDB on a server',
    async () => {
      const lab = (server?.url ?? '').replace(/\/[^/]*$/, '');
      const args = ['--brief', await brief('mariadb 10.11'), '--lab', lab];
      const { engine, proof, queries } = await designed(args);
      expect(engine).toBe('MariaDB 10.11');
      expect(proof).toMatchObject({ tried: true, wrong: [], effects: 1, lab: expect.stringContaining('MariaDB') });
      expect(queries.every(({ served }: { readonly served?: boolean }) => served === true)).toBe(true);
    },
    240_000,
  );

  it.runIf(server)(
    'keeps rows of MariaDB apart among those that are not deleted',
    async () => {
      const folder = join(await mkdtemp(join(tmpdir(), 'relvar-engines-')), 'clubs');
      const file = join(folder, '..', 'clubs.yaml');
      await writeFile(
        file,
        'entities: {member: {attributes: [email, name], unique: [[email]]}}\nwishes: [soft delete]\n',
      );
      const lab = (server?.url ?? '').replace(/\/[^/]*$/, '');
      const { otherwise, proof } = await designed([
        ...['--brief', file, '--engine', 'mariadb', '--target', '10.11', '--lab', lab, '-o', folder],
      ]);
      expect(proof).toMatchObject({ wrong: [], findings: [{ rule: 'personal-data-column' }] });
      expect(otherwise.join('\n')).not.toContain('some rows only');
      const schema = await readFile(join(folder, 'schema.sql'), 'utf8');
      const add = "INSERT INTO members (email, name) VALUES ('ann@example.org', 'Ann');\n";
      expect(await server?.load(schema + add)).toBeUndefined();
      expect(await server?.load(`${schema}${add}UPDATE members SET deleted_at = now();\n${add}`)).toBeUndefined();
      expect(await server?.load(schema + add + add)).toMatch(/Duplicate entry/);
    },
    240_000,
  );

  it.runIf(server)(
    'counts rows on MariaDB, where the word needs quotes',
    async () => {
      const lab = (server?.url ?? '').replace(/\/[^/]*$/, '');
      const words = 'Orders belong to users. Count orders per day and status.';
      const { proof, queries } = await designed([words, '--engine', 'mariadb', '--target', '10.11', '--lab', lab]);
      expect(proof).toMatchObject({ tried: true, wrong: [] });
      expect(queries.map(({ sql }: { readonly sql: string }) => sql).join()).toContain('count(*) AS `rows`');
    },
    240_000,
  );

  it('tries a number of ten digits with a text of ten', async () => {
    const { proof } = await designed(['A donor is identified by a national donor number (10 digits) and has a name.']);
    expect(proof).toMatchObject({ tried: true, wrong: [], goodRows: 1 });
  }, 120_000);

  it.each([
    ['--engine', 'oracle', 'no engine that this version knows'],
    ['--engine', 'mariadb 9.1', 'there is no such version'],
    ['--lab', 'mysql://root@127.0.0.1', 'is embedded'],
  ])('refuses %s %s in one line', async (flag, value, message) => {
    const { code, error } = await relvar(['design', 'Sailors own boats.', flag, value]);
    expect({ code, lines: error.trim().split('\n').length }).toEqual({ code: 2, lines: 1 });
    expect(error).toContain(message);
  });

  it('writes code for PostgreSQL alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'relvar-engines-'));
    const { code, error } = await relvar([
      'design',
      'Sailors own boats.',
      '--engine',
      'sqlite',
      '--code',
      'kysely',
      '-o',
      join(folder, 'x'),
    ]);
    expect([code, error]).toEqual([2, expect.stringContaining('PostgreSQL alone')]);
  });
});
