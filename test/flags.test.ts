import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findMariaDb } from './mariadb.ts';
import { relvar } from './run-cli.ts';

/** Of a million rows: `active` is true by its name, `marked` by its default, and of `odd` a person tells. */
const sqlite = `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, active BOOLEAN NOT NULL DEFAULT 1,
  marked BOOLEAN NOT NULL DEFAULT FALSE, odd BOOLEAN NOT NULL);`;
const mariadb = `CREATE TABLE users (id INT PRIMARY KEY, name TEXT, active TINYINT(1) NOT NULL DEFAULT 1,
  marked BOOLEAN NOT NULL DEFAULT FALSE, odd BOOLEAN NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;`;

const shares: readonly (readonly [condition: string, share: number])[] = [
  ['active = 1', 0.9],
  ['active = 0', 0.1],
  ['active = TRUE', 0.9],
  ['active IS FALSE', 0.1],
  ['active', 0.9],
  ['NOT active', 0.1],
  ['active <> 0', 0.9],
  ['active > 0', 0.9],
  ['active IN (0, 1)', 1],
  ['marked = 1', 0.1],
  ['odd = 1', 0.3],
  ['odd = 0', 0.7],
];

describe('flags that are numbers', async () => {
  const server = await findMariaDb('flags');
  const base = server?.url.replace(/\/[^/]*$/, '') ?? '';
  const target = server?.version.split('.').slice(0, 2).join('.') ?? '';
  let folder: string;
  const path = (name: string) => join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'relvar-test-'));
    await writeFile(path('sqlite.sql'), sqlite);
    await writeFile(path('mariadb.sql'), mariadb);
    await writeFile(path('volumes.yaml'), 'tables:\n  users: 1M\n  users.odd: { true: 0.3 }\n');
  });
  afterAll(() => rm(folder, { recursive: true }));

  const explained = async (source: string, condition: string, ...more: readonly string[]) => {
    const query = `select name from users where ${condition}`;
    const args = ['explain', path(source), '--volumes', path('volumes.yaml'), '--query', query, '--format', 'json'];
    const { out, error } = await relvar([...args, ...more]);
    expect(error).toBe('');
    return JSON.parse(out);
  };

  it.each(shares)('hold for as many rows as is known of them, on SQLite: %s', async (condition, share) => {
    const { plan, causes } = await explained('sqlite.sql', condition, '--engine', 'sqlite');
    expect(plan.root.rows / 1e6).toBeCloseTo(share, 2);
    if (share >= 0.5) expect(causes).toEqual([]);
  });

  it.skipIf(!server).each(shares)('… and on MariaDB: %s', async (condition, share) => {
    const { plan, causes } = await explained('mariadb.sql', condition, '--target', target, '--lab', base);
    expect(plan.root.rows / 1e6).toBeCloseTo(share, 2);
    if (share >= 0.5) expect(causes).toEqual([]);
  });
});
