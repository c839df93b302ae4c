import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { check, diff, exportPlan, plan } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'relvar-api-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, sql: string): string {
  const path = join(folder, name);
  writeFileSync(path, sql);
  return path;
}

const before = file('before.sql', 'create table t (id int primary key, a text, b date);');
const after = file('after.sql', 'create table t (id int primary key, x text); create index t_x_idx on t (x);');

describe('as a library', () => {
  it('diff tells renames as they are given', async () => {
    const { changes, questions } = await diff(before, after, { renames: { 't.a': 'x', 't.b': null } });
    expect(questions).toEqual([]);
    expect(changes.map(({ kind }) => kind)).toEqual(['rename', 'create', 'drop']);
  });

  it('diff lets the sequence of a renamed table go on counting', async () => {
    const one = file('orders.sql', 'create table orders (id serial primary key, total numeric);');
    const other = file('purchases.sql', 'create table purchases (id bigserial primary key, total numeric);');
    const { changes } = await diff(one, other, { renames: { orders: 'purchases' } });
    expect(changes.map(({ kind }) => kind)).toEqual(['rename', 'rename', 'rename', 'alter sequence', 'change type']);
  });

  it('diff asks for the new name of a table whose columns keep theirs, of other types', async () => {
    const one = file('old.sql', 'create table orders (id int, user_id bigint, note varchar(20), code text);');
    const other = file('new.sql', 'create table purchases (id bigint, user_id int, note varchar(50), code text);');
    const { questions } = await diff(one, other);
    expect(questions.map(({ key }) => key)).toEqual(['table public.orders']);
  });

  it('plan writes a folder that exportPlan reads', async () => {
    const place = join(folder, 'plan');
    const made = await plan(before, after, {
      renames: { 't.a': 'x', 't.b': null },
      rows: { t: '5M' },
      mode: 'brief-maintenance',
      folder: place,
    });
    expect(made.broken).toBeUndefined();
    const files = await exportPlan(place, { tool: 'golang-migrate', output: join(folder, 'out'), base: '7' });
    expect(files.some((one) => /^7_.*\.up\.sql$/.test(one))).toBe(true);
    await expect(plan(before, after)).rejects.toMatchObject({ code: 'unanswered-rename' });
  });

  it('check tells the hazards of a migration', async () => {
    const { findings } = await check(file('change.sql', 'create index on t (a);'), { on: before, rows: { t: '5M' } });
    expect(findings.map(({ rule }) => rule)).toContain('index-build-blocks-writes');
  });
});
