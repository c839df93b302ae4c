import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { displayWidth } from '../src/output/width.ts';
import { readPlan } from '../src/plan/read-plan.ts';
import { expectRefusal, relvar } from './run-cli.ts';

let folder = '';
const file = (name: string) => join(folder, name);

const before = `create table customers (id int primary key, email text, "Größe 🛒" int);
create table orders (id int primary key, customer_id int, total numeric, note text not null);
create table log (id int primary key);`;
const after = `create table customers (id int primary key, email text not null, "Größe 🛒" bigint);
create table orders (id int primary key, customer_id int references customers, total numeric check (total >= 0));
create index on orders (customer_id);
create table fresh (id bigint primary key, order_id int references orders); create index on fresh (order_id);`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relvar-plan-'));
  await writeFile(file('before.sql'), before);
  await writeFile(file('after.sql'), after);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const plan = (...more: string[]) => relvar(['migrate', 'plan', file('before.sql'), file('after.sql'), ...more]);

describe('relvar migrate plan', () => {
  it('goes to no schema of which a statement was not loaded, unless it is told to', async () => {
    await writeFile(file('typo.sql'), after.replace('create table fresh (', 'create table fresh (,'));
    const planned = (...flags: string[]) => relvar(['migrate', 'plan', file('after.sql'), file('typo.sql'), ...flags]);
    expectRefusal(await planned('-o', file('typo')), /typo\.sql:4 was not loaded: .* A plan would drop what it makes/);
    expect(await readdir(folder)).not.toContain('typo');
    const { out, code } = await planned('--despite-errors', '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out).notes).toContainEqual(
      expect.stringMatching(/typo\.sql:4 was not loaded: CREATE TABLE fresh/),
    );
    expect((await relvar(['diff', file('after.sql'), file('typo.sql')])).code).toBe(2);
  });

  it('writes a folder that apply can read, the same bytes twice', async () => {
    for (const name of ['one', 'two']) {
      const outcome = await plan('--rows', 'orders=50M,customers=2M', '-o', file(name));
      expect(outcome.error).toMatch(/^relvar: \d+ steps written to/);
      expect(outcome.code).toBe(0);
    }
    const names = await readdir(file('one'));
    expect(names.sort()).toEqual([
      '1-expand.sql',
      '2-migrate.sql',
      '3-contract.sql',
      'plan.json',
      'plan.md',
      'rollback.sql',
    ]);
    for (const name of names) {
      expect(await readFile(join(file('one'), name), 'utf8')).toBe(await readFile(join(file('two'), name), 'utf8'));
    }
    const read = readPlan(await readFile(join(file('one'), 'plan.json'), 'utf8'), 'plan.json');
    expect(read.edited).toEqual([]);
    expect(read.plan.steps.map((step) => step.id)).toEqual(
      read.plan.steps.map((_, at) => String(at + 1).padStart(3, '0')),
    );
    for (const step of read.plan.steps) expect(step.effects.known, step.title).toBe('rehearsed');
    // Over what was there nothing is worked on under a lock; the new table is exempt.
    expect(new Set(read.plan.steps.map((step) => step.class))).toEqual(new Set(['online', 'brief lock', 'data loss']));
    const index = read.plan.steps.find((step) => step.title.includes('orders_customer_id_idx'));
    expect(index?.duration.likelySeconds).toBeGreaterThan(60);
    const key = read.plan.steps.find((step) => step.title.startsWith('Add foreign key orders_customer_id_fkey'));
    expect(key?.effects.locks.map((lock) => `${lock.relation.name} ${lock.mode}`)).toEqual(
      expect.arrayContaining(['customers SHARE ROW EXCLUSIVE', 'orders SHARE ROW EXCLUSIVE']),
    );
    expect(read.plan.steps.some((step) => /fresh_order_id_idx/.test(step.title) && step.class === 'online')).toBe(true);
  });

  it('keeps what was written before a plan was carried out when its folder is planned anew', async () => {
    await plan('-o', file('again'));
    await mkdir(join(file('again'), 'before'));
    await writeFile(join(file('again'), 'before', 'shop.sql'), 'create table t ();');
    expect((await plan('-o', file('again'), '--brief-maintenance')).code).toBe(0);
    expect(await readFile(join(file('again'), 'before', 'shop.sql'), 'utf8')).toBe('create table t ();');
    expect(await readdir(file('again'))).not.toContain('1-expand.sql');
  });

  it('tells in 80 columns what breaks when a unique constraint goes', async () => {
    await writeFile(file('keyed.sql'), 'create table users (id int primary key, email text unique);');
    await writeFile(file('unkeyed.sql'), 'create table users (id int primary key, email text);');
    const { out } = await relvar(['migrate', 'plan', file('keyed.sql'), file('unkeyed.sql'), '--target', '15']);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('breaks code that says ON CONFLICT (email)');
    for (const line of out.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
  });

  it('tells the way back of a step whose undo fails in the lab to be none', async () => {
    const guarded = `create table t (id int primary key);
      create function kept() returns event_trigger language plpgsql as $$ begin raise exception 'nothing is dropped here'; end $$;
      create event trigger guard on sql_drop execute function kept();`;
    await writeFile(file('tied.sql'), guarded);
    await writeFile(file('tied-after.sql'), `${guarded} create table u (id int);`);
    const { out, code } = await relvar([
      'migrate',
      'plan',
      file('tied.sql'),
      file('tied-after.sql'),
      '--target',
      '15',
      '--format',
      'json',
    ]);
    expect(code).toBe(0);
    const { plan: read } = readPlan(out, 'plan.json');
    expect(read.steps.map(({ undo }) => undo)).toEqual([
      { none: 'its undo failed in the rehearsal: nothing is dropped here' },
    ]);
    expect(read.broken).toBeUndefined();
  });

  it('asks before rows go with a table that becomes partitioned', async () => {
    await writeFile(file('plain.sql'), 'create table ev (id int, at date not null, primary key (id, at));');
    await writeFile(
      file('parts.sql'),
      `create table ev (id int, at date not null, primary key (id, at)) partition by range (at);
      create table ev_1 partition of ev for values from ('2024-01-01') to ('2025-01-01');`,
    );
    await writeFile(file('keep.yaml'), 'intents:\n  - partition: ev\n');
    const run = (...more: string[]) =>
      relvar(['migrate', 'plan', file('plain.sql'), file('parts.sql'), '-o', file('ev'), ...more]);
    expectRefusal(
      await run(),
      /ev becomes a partitioned table: are its rows to be taken over, or dropped\?[\s\S]*--drop/,
    );
    const dropped = await run('--drop', 'ev');
    expect([dropped.code, dropped.out]).toEqual([0, expect.stringContaining('data loss')]);
    const kept = await run('--intents', file('keep.yaml'));
    expect([kept.code, kept.out]).toEqual([0, expect.not.stringContaining('data loss')]);
  });

  it('tells a short quarantine in its own unit', async () => {
    expect((await plan('--quarantine', '1s')).out).toContain('for 1 second');
    expect((await plan('--quarantine', '36h')).out).toContain('for 1.5 days');
  });

  it('prints risks first, in 80 columns', async () => {
    const { out, code } = await plan('--rows', 'orders=50M', '--verbose');
    expect(code).toBe(0);
    expect(out).toMatch(/^Plan [\s\S]*\nRisks\n {2}\d+ Drop /);
    for (const line of out.split('\n')) expect(displayWidth(line), line).toBeLessThanOrEqual(80);
  });

  it('takes the plain forms in a maintenance, and says what they weigh', async () => {
    const { out } = await plan('--brief-maintenance', '--rows', 'orders=50M,customers=50M', '--format', 'json');
    const { plan: read } = readPlan(out, 'plan.json');
    expect(read.steps.every((step) => step.phase === 'migrate')).toBe(true);
    const classOf = (title: RegExp) => read.steps.find((step) => title.test(step.title))?.class;
    expect(classOf(/^Create index public\.orders_customer_id_idx/)).toBe('long lock');
    expect(classOf(/^Change public\.customers/)).toBe('rewrite');
    expect(classOf(/^Drop table/)).toBe('data loss');
  });

  it('has nothing to do where nothing differs', async () => {
    const { out, code } = await relvar(['migrate', 'plan', file('after.sql'), file('after.sql')]);
    expect(out).toMatch(/^Nothing to do/);
    expect(code).toBe(0);
  });

  it('gives a table that is known to be small the plain form', async () => {
    const { out } = await plan('--rows', 'customers=200', '--format', 'json');
    const titles = readPlan(out, 'plan.json').plan.steps.map((step) => step.title);
    expect(titles).toContainEqual(expect.stringMatching(/^Change public\.customers\."Größe 🛒" to bigint/));
  });

  it('refuses what it cannot use', async () => {
    expectRefusal(await plan('--quarantine', 'soon'), /not a span of time/);
    expectRefusal(await plan('--zero-downtime', '--brief-maintenance'), /exclude each other/);
    expectRefusal(await relvar(['migrate', 'plan', file('nowhere.sql'), file('after.sql')]), /nowhere\.sql/);
    await writeFile(file('in-use'), 'text');
    expectRefusal(await plan('-o', join(file('in-use'), 'plan')), /cannot be written/);
    expectRefusal(await plan('-o', folder), /holds other files/);
  });

  it('says first of all that a plan does not work, and neither applies nor exports it', async () => {
    await writeFile(file('whole.sql'), 'create table t (id int primary key, a text);');
    await writeFile(file('parts.sql'), 'create table t (id int primary key, b text, c text);');
    await writeFile(file('split.yaml'), 'intents:\n  - split: t.a\n    into: { b: no_such(a), c: a }\n');
    const made = await relvar([
      ...['migrate', 'plan', file('whole.sql'), file('parts.sql'), '--intents', file('split.yaml')],
      ...['--brief-maintenance', '-o', file('broken')],
    ]);
    expect(made.code).toBe(2);
    expect(made.out.replaceAll(/\s+/g, ' ')).toMatch(/^This plan does not work step \d+ .*failed in the rehearsal: \w/);
    expect(made.error).toMatch(/^relvar: this plan does not work: step \d+ .*failed in the rehearsal: \w/m);
    expect(made.error).not.toMatch(/no way out/);
    const document = await readFile(join(file('broken'), 'plan.md'), 'utf8');
    expect(document).toMatch(/^# .*\n\n## This plan does not work\n\n- step/);
    const { plan: read, edited } = readPlan(await readFile(join(file('broken'), 'plan.json'), 'utf8'), 'plan.json');
    expect(edited).toEqual([]);
    const failed = read.steps.filter((step) => read.broken?.some((line) => line.startsWith(`step ${step.id} `)));
    expect(failed.length).toBeGreaterThan(0);
    for (const { effects, work, class: weight } of failed) {
      expect(effects.known).toBe('unknown');
      if (work.kind === 'statements') expect(weight).toBe('long lock');
    }
    // Refused before the server is looked for.
    const nowhere = 'postgres://localhost:1/nothing';
    expectRefusal(
      await relvar(['migrate', 'apply', file('broken'), '--to', nowhere, '--yes']),
      /does not work: step \d+ .*failed in the rehearsal/,
    );
    expectRefusal(
      await relvar(['migrate', 'export', file('broken'), '--tool', 'flyway', '-o', file('exported')]),
      /does not work: step \d+ .*failed in the rehearsal/,
    );
  });

  it('says what a renamed value of an enum breaks, though it locks nothing', async () => {
    const state = (value: string) => `create type state as enum ('new', '${value}'); create table t (id int, s state);`;
    await writeFile(file('lost.sql'), state('lost'));
    await writeFile(file('gone.sql'), state('gone'));
    const { out, code } = await relvar([
      ...['migrate', 'plan', file('lost.sql'), file('gone.sql'), '--rename', 'state.lost=gone'],
    ]);
    expect(code).toBe(0);
    const text = out.replaceAll(/\s+/g, ' ');
    expect(text).toMatch(
      /Risks 002 Rename value 'lost' of type public\.state to 'gone': breaks whatever still says 'lost'/,
    );
    expect(text).toMatch(/The application takes 'lost' and 'gone' of public\.state for the same/);
    expect(text).toMatch(/002 Rename value 'lost' of type public\.state to 'gone' \[online\]/);
  });

  it('tells why a stored generated column is made in its plain form', async () => {
    await writeFile(file('bare.sql'), 'create table t (id int primary key, n int);');
    await writeFile(
      file('reckoned.sql'),
      'create table t (id int primary key, n int, m int generated always as (n * 2) stored);',
    );
    const { out } = await relvar([
      ...['migrate', 'plan', file('bare.sql'), file('reckoned.sql'), '--rows', 't=50M', '--format', 'json'],
    ]);
    const [step] = JSON.parse(out).steps;
    expect(step.class).toBe('rewrite');
    expect(step.why).toMatch(/^A stored generated column is reckoned for every row under the lock/);
    expect(step.duration.likelySeconds).toBeGreaterThan(10);
  });

  it('does not mistake a stand-in for an extension for a plan that does not work', async () => {
    const geo = 'create extension postgis; create table t (id int primary key';
    await writeFile(file('geo.sql'), `${geo});`);
    await writeFile(file('geo-after.sql'), `${geo}, a int); create index i on t (a);`);
    const { out, code } = await relvar(['migrate', 'plan', file('geo.sql'), file('geo-after.sql')]);
    expect(out).not.toMatch(/does not work|not yet as|could not be rehearsed/);
    expect(code).toBe(0);
  });

  it('takes a renamed table along with the key that it refers to', async () => {
    const schema = (table: string, type: string) =>
      `create table users (id ${type} primary key); create table ${table} (id int primary key, user_id ${type} references users);`;
    await writeFile(file('addr.sql'), schema('addr', 'int'));
    await writeFile(file('addresses.sql'), schema('addresses', 'bigint'));
    const args = ['migrate', 'plan', file('addr.sql'), file('addresses.sql'), '--rename', 'addr=addresses'];
    const { out, code } = await relvar([...args, '--format', 'json']);
    const { plan: read } = readPlan(out, 'plan.json');
    expect(read.broken).toBeUndefined();
    expect(code).toBe(0);
    const swap = read.steps.find((step) => step.title.startsWith('Put new columns'));
    expect(swap?.title).toContain('public.addresses.user_id');
  });

  it('asks whether what is gone was renamed, and takes the answer', async () => {
    await writeFile(file('renamed.sql'), before.replace('email text', 'mail text'));
    const told = await relvar([
      'migrate',
      'plan',
      file('before.sql'),
      file('renamed.sql'),
      '--rename',
      'customers.email=mail',
      '--format',
      'json',
    ]);
    const { plan: read } = readPlan(told.out, 'plan.json');
    expect(read.steps.map((step) => step.class)).not.toContain('data loss');
    expect(read.steps.some((step) => /kept equal to email by a trigger/.test(step.title))).toBe(true);
  });

  it.each(['--zero-downtime', '--brief-maintenance'])(
    'has a way back past indexes that join their parent’s: %s',
    async (mode) => {
      const parts = `create table e (id int not null, ts int not null, k text) partition by range (ts);
      create table e1 partition of e for values from (0) to (10);`;
      await writeFile(file('parts.sql'), parts);
      await writeFile(
        file('indexed.sql'),
        `${parts} create table e2 partition of e for values from (10) to (20); create index e_k_idx on e (k);`,
      );
      const { out } = await relvar([
        'migrate',
        'plan',
        file('parts.sql'),
        file('indexed.sql'),
        mode,
        '--format',
        'json',
      ]);
      const { steps } = readPlan(out, 'plan.json').plan;
      expect(steps.filter((step) => /^Attach index/.test(step.title))).toHaveLength(2);
      expect(steps.filter((step) => 'none' in step.undo).map((step) => step.title)).toEqual([]);
      // With the parent's index those of its partitions go, too: nothing is dropped twice.
      const drops =
        steps.flatMap(({ undo }) => ('work' in undo ? JSON.stringify(undo.work).match(/DROP INDEX[^"]*/g) : [])) ?? [];
      expect(drops.filter((sql) => /e1_k_idx/.test(sql ?? ''))).toEqual([expect.stringContaining('IF EXISTS')]);
    },
  );

  it('says past which step there is no way back, and calls no small table a rewrite', async () => {
    await writeFile(file('old.sql'), "create type s as enum ('a'); create table t (id int primary key, n int, s s)");
    await writeFile(
      file('new.sql'),
      "create type s as enum ('a', 'b'); create table t (id int primary key, n bigint, s s)",
    );
    const argv = ['migrate', 'plan', file('old.sql'), file('new.sql'), '--brief-maintenance'];
    const { out } = await relvar([...argv, '--rows', 't=200']);
    expect(out).toContain("No way back past step 001 (Add value 'b' to type public.s)");
    expect(out).not.toMatch(/rewrite|long lock/);
    expect((await relvar([...argv, '--rows', 't=20M'])).out).toContain('[rewrite]');
  });

  it('asks all of it at once where nobody is there to answer', async () => {
    await writeFile(file('old.sql'), 'create table t (id int primary key, a text, b date)');
    await writeFile(file('new.sql'), 'create table t (id int primary key, x text, y date)');
    const refused = await relvar(['migrate', 'plan', file('old.sql'), file('new.sql')]);
    expectRefusal(refused, /t\.a is gone.*t\.b is gone/);
    expect(refused.error).toContain(
      '--rename public.t.a=x or --drop public.t.a, --rename public.t.b=y or --drop public.t.b',
    );
    const told = await relvar(['migrate', 'plan', file('old.sql'), file('new.sql'), '--drop', 't.a,t.b']);
    expect(told.code).toBe(0);
    expect(told.out).toContain('data loss');
  });
});

describe('rates', () => {
  it('are those that are told, in the configuration and on the command line', async () => {
    await writeFile(file('relvar.config.json'), JSON.stringify({ rates: { index: '1k' } }));
    const told = ['--rows', 'orders=1M', '--format', 'json', '--config', file('relvar.config.json')];
    const slow = readPlan((await plan(...told)).out, 'plan.json').plan;
    const fast = readPlan((await plan(...told, '--rate', 'index=1M')).out, 'plan.json').plan;
    const seconds = (read: typeof slow) =>
      read.steps.find((step) => /^Build index public\.orders_customer_id_idx/.test(step.title))?.duration
        .likelySeconds ?? 0;
    expect(seconds(slow)).toBeGreaterThanOrEqual(1000);
    expect(seconds(fast)).toBeLessThan(10);
    expectRefusal(await plan('--rate', 'walk=3'), /no rate of that name/);
  });
});
