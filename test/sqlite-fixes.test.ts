import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openMemory } from '../src/engines/sqlite/connect.ts';
import { relvar } from './run-cli.ts';

const schema = `
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, joined FLOATING POINT, born DATETIME, uuid CHAR(36), points STRING);
CREATE TABLE posts (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER NOT NULL REFERENCES users (id), at DATETIME, kind STRING, size POINT);
CREATE TABLE tags (name TEXT, post_id INTEGER REFERENCES posts (id), note STRING, PRIMARY KEY (name, post_id));
CREATE TRIGGER posts_touch AFTER UPDATE ON posts BEGIN UPDATE users SET joined = 1 WHERE id = new.user_id; END;
CREATE VIEW busy AS SELECT user_id, count(*) AS posts FROM posts GROUP BY user_id;
`;
const rows = `
INSERT INTO users (joined, uuid, points) VALUES (1.5, 'a', '007'), (2, 'b', 'x');
INSERT INTO posts (user_id, kind) SELECT 1 + (users.id + other.id) % 2, 'k' FROM users, users AS other;
INSERT INTO tags SELECT 't' || id, id, 'n' FROM posts;
`;
const counted = 'SELECT (SELECT count(*) FROM users) u, (SELECT count(*) FROM posts) p, (SELECT count(*) FROM tags) t';

test('the script of all fixes of a SQLite schema can be run, and keeps rows, triggers and views', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'relvar-fixes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'app.sql');
  writeFileSync(file, schema);
  const { out: script } = await relvar(['review', file, '--format', 'sql', '--engine', 'sqlite']);
  // One rebuilding for each table, however many of its columns are changed.
  const rebuilt = [...script.matchAll(/^CREATE TABLE relvar_new_(\w+)/gm)].map(([, name]) => name);
  expect(rebuilt.toSorted()).toEqual(['posts', 'tags', 'users'].filter((name) => rebuilt.includes(name)));
  expect(rebuilt.length).toBeGreaterThan(1);
  expect(script).toContain('-- Made above, along with the other changes of the table.');
  const database = await openMemory();
  onTestFinished(() => database.close());
  await database.exec(`PRAGMA foreign_keys = OFF;${schema}${rows}`);
  const before = await database.query(counted);
  await database.exec(script);
  expect(await database.query(counted)).toEqual(before);
  expect(await database.query("SELECT name FROM sqlite_schema WHERE name LIKE 'relvar%'")).toEqual([]);
  const objects = await database.query(
    "SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view') ORDER BY name",
  );
  expect(objects.map(({ name }) => name)).toEqual(['busy', 'posts_touch']);
  // What one fix changed the next has not changed back.
  const made = await database.query("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND type <> 'trigger'");
  const fixed = join(folder, 'fixed.sql');
  writeFileSync(fixed, made.map(({ sql }) => `${sql};`).join('\n'));
  const { out: again } = await relvar(['review', fixed, '--format', 'sql', '--engine', 'sqlite']);
  for (const rule of ['misleading-column-type', 'needless-autoincrement']) {
    expect(script).toContain(`-- ${rule},`);
    expect(again).not.toContain(`-- ${rule},`);
  }
});

test('the fix of a finding tells each rebuilding whole', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'relvar-fixes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'app.sql');
  writeFileSync(file, schema);
  const { out } = await relvar([
    'review',
    file,
    '--format',
    'json',
    '--engine',
    'sqlite',
    '--rule',
    'misleading-column-type',
  ]);
  const [finding] = JSON.parse(out).findings;
  const count = (text: string) => finding.sql.split('\n').filter((line: string) => line.startsWith(text)).length;
  expect(finding.at.length).toBeGreaterThan(count('CREATE TABLE'));
  expect(count('CREATE TABLE')).toBe(3);
  expect([count('BEGIN'), count('DROP TABLE'), count('ALTER TABLE'), count('COMMIT')]).toEqual([3, 6, 3, 3]);
});
