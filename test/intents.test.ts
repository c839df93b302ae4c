import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseIntents } from '../src/config/intents.ts';
import { embedded, resetDatabase } from './embedded.ts';
import { carryOut, type OnlineCase, stepsOf } from './online.ts';
import { expectRefusal, relvar } from './run-cli.ts';

let folder = '';
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relvar-intents-'));
  await writeFile(
    file('before.sql'),
    `create table people (id int primary key, name text not null, note text);
     create table log (id bigint primary key, at date not null); create table old (id int primary key);`,
  );
  await writeFile(
    file('after.sql'),
    `create table people (id int primary key, note text, first_name text not null, last_name text not null);
     create table log (id bigint primary key, at date not null);`,
  );
  await writeFile(file('answers.json'), '{"people.name": null}');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function planned(intents: string, ...more: readonly string[]) {
  await writeFile(file('intents.yaml'), intents);
  const sources = [file('before.sql'), file('after.sql')];
  const flags = ['--intents', file('intents.yaml'), '--answers', file('answers.json'), ...more];
  return await relvar(['migrate', 'plan', ...sources, ...flags]);
}

const split = `intents:
  - split: people.name
    into:
      first_name: split_part(name, ' ', 1)
      last_name: split_part(name, ' ', 2)
    back: first_name || ' ' || last_name
`;

describe('relvar migrate plan --intents', () => {
  it('splits a column, deletes rows and keeps what is dropped, as the file says', async () => {
    const { code, error } = await planned(
      `${split}  - delete: log
    where: at < '2020-01-01'
    batch: { rows: 500, pause: 1s }
  - drop: old
    quarantine: 7d
`,
      '-o',
      file('plan'),
    );
    expect(error).toMatch(/steps written/);
    expect(code).toBe(0);
    const { steps } = JSON.parse(await readFile(join(file('plan'), 'plan.json'), 'utf8'));
    const titles: readonly string[] = steps.map((step: { readonly title: string }) => step.title);
    expect(titles.some((title) => /^Add public\.people\.first_name, last_name, made from name/.test(title))).toBe(true);
    expect(titles.some((title) => /^Keep public\.old for 7 days/.test(title))).toBe(true);
    const deleted = steps.find((step: { readonly title: string }) => /^Delete rows of public\.log/.test(step.title));
    expect(deleted.work).toMatchObject({ kind: 'batches', rowsPerBatch: 500, pauseMilliseconds: 1000 });
    expect(deleted.class).toBe('data loss');
    expect(deleted.undo).toEqual({ none: 'the rows are gone' });
    for (const step of steps) expect(step.effects.known, step.title).not.toBe('unknown');
  });

  it('partitions a table with its rows, and refuses one that it cannot', async () => {
    const partitioned = await readFile(file('after.sql'), 'utf8').then((sql) =>
      sql.replace(
        'log (id bigint primary key, at date not null);',
        `log (id bigint, at date not null, primary key (id, at)) partition by range (at); create table log_2024 partition of log for values from ('2024-01-01') to ('2025-01-01');`,
      ),
    );
    await writeFile(file('partitioned.sql'), partitioned);
    await writeFile(file('partition.yaml'), `${split}  - partition: log\n    quarantine: 2d\n`);
    const run = (to: string) =>
      relvar([
        'migrate',
        'plan',
        file('before.sql'),
        file(to),
        '--intents',
        file('partition.yaml'),
        '--format',
        'json',
      ]);
    const { out, code, error } = await run('partitioned.sql');
    expect(error).toBe('');
    expect(code).toBe(0);
    const { steps } = JSON.parse(out);
    const swap = steps.find((step: { readonly title: string }) => /^Put the partitioned table in/.test(step.title));
    expect(swap.class).toBe('brief lock');
    expect(swap.effects.scanned).toEqual([]);
    expect(swap.preconditions).toHaveLength(1);
    const first = steps.find((step: { readonly title: string }) => /^Create public\.log_relvar_new/.test(step.title));
    expect(first.preconditions[0].holds).toBe('Every row of public.log falls into a partition.');
    expect(
      steps.some(
        (step: { readonly class: string; readonly title: string }) =>
          step.class === 'data loss' && /log/.test(step.title),
      ),
    ).toBe(false);
    await writeFile(
      file('wider.sql'),
      partitioned.replace('at date not null, primary', 'at date not null, more int, primary'),
    );
    expectRefusal(
      await run('wider.sql'),
      /public\.log cannot become partitioned with its rows: its column more is new/,
    );
  });

  it('says before anything runs that an expression does not work', async () => {
    const { code, error } = await planned(split.replace("split_part(name, ' ', 1)", 'no_such(name)'));
    expect(error).toMatch(/this plan does not work: .*no_such/);
    expect(code).toBe(2);
  });

  const bad: readonly (readonly [string, string, RegExp])[] = [
    ['a file that is not there', '', /none\.yaml: the file of intents cannot be read/],
    ['no YAML', 'intents: [', /intents\.yaml:1: not YAML/],
    ['another key', 'intent: []', /intents\.yaml:1: unknown key "intent"/],
    ['no list', 'intents: 5', /intents\.yaml:1: intents: expected a list/],
    ['no map', 'intents:\n  - 5', /intents\.yaml:2: an intent is a map/],
    [
      'an unknown verb',
      'intents:\n  - splt: people.name',
      /intents\.yaml:2: "splt" is no intent.*did you mean split\?/s,
    ],
    ['a misspelt key', `${split}    bach: x`, /intents\.yaml:\d: split: unknown key "bach".*did you mean/s],
    ['a key that is missing', 'intents:\n  - delete: log', /intents\.yaml:2: delete of where: /],
    [
      'a table that is not there',
      "intents:\n  - delete: nope\n    where: 'true'",
      /intents\.yaml:2: there is no table nope/,
    ],
    [
      'a column that is not there',
      split.replace('people.name', 'people.nope'),
      /intents\.yaml:2: there is no column people\.nope/,
    ],
    [
      'a column that stays',
      split.replace('people.name', 'people.note'),
      /intents\.yaml:2: public\.people\.note does not go/,
    ],
    [
      'a column that is not new',
      split.replace('last_name:', 'id:'),
      /intents\.yaml:2: public\.people\.id is no new column/,
    ],
    [
      'a table that stays',
      'intents:\n  - drop: log\n    quarantine: 7d',
      /intents\.yaml:2: public\.log is not dropped/,
    ],
    [
      'no span of time',
      'intents:\n  - drop: old\n    quarantine: soon',
      /intents\.yaml:2: quarantine soon: not a span of time/,
    ],
    ['a table that is not partitioned', 'intents:\n  - partition: log', /intents\.yaml:2: public\.log does not become/],
  ];
  for (const [title, text, message] of bad) {
    it(`refuses ${title}`, async () => {
      const outcome =
        text === ''
          ? await relvar(['migrate', 'plan', file('before.sql'), file('after.sql'), '--intents', file('none.yaml')])
          : await planned(text);
      expectRefusal(outcome, message);
    });
  }

  it('takes an empty file for none', () => {
    expect(parseIntents('', 'x.yaml')).toEqual([]);
    expect(parseIntents('intents: []', 'x.yaml')).toEqual([]);
  });
});

const people: OnlineCase = {
  from: `create table people (id int primary key, name text, age int)`,
  to: `create table people (id int primary key, age int, first_name text, last_name text not null default '')`,
  rows: `insert into people values (1, 'Ada Lovelace', 1), (2, 'Jean  Luc', 1), (3, null, 1), (4, 'Prince', 1)`,
  intents: [
    {
      kind: 'columns',
      table: { schema: 'public', name: 'people' },
      from: ['name'],
      into: { first_name: "split_part(name, ' ', 1)", last_name: "split_part(name, ' ', 2)" },
      back: { name: "concat_ws(' ', first_name, nullif(last_name, ''))" },
      pace: {},
    },
  ],
  steps: [],
};

describe('a column that is split, while both applications write', () => {
  it('has on either side what the other wrote, and nothing that nobody wrote', async () => {
    const connection = await embedded();
    const { steps } = await stepsOf(people, { connection, version: '18.0', reset: resetDatabase });
    await connection.exec(people.rows);
    const at = (title: RegExp) => steps.findIndex((step) => title.test(step.title));
    const run = async (from: number, to: number) => {
      for (const step of steps.slice(from, to)) await carryOut(connection, step.work);
    };
    const rows = async (columns: string) =>
      (await connection.query(`select ${columns} from people order by id`)).map((row) => Object.values(row).join('|'));
    await run(0, at(/^Fill/));
    // Before the rows are filled, the application as it was touches some of them, and the next one others.
    await connection.exec(`update people set age = 2 where id = 2; insert into people values (5, 'Alan Turing', 1);
      insert into people (id, first_name, last_name) values (6, 'Grace Murray', 'Hopper');
      update people set first_name = 'Augusta' where id = 1`);
    await run(at(/^Fill/), at(/^Deploy/));
    await connection.exec(`update people set name = 'Alan M Turing' where id = 5; update people set age = 3 where id in (2, 6);
      update people set last_name = 'Rogers' where id = 4; update people set first_name = null where id = 3`);
    expect(await rows('id, name, first_name, last_name')).toEqual([
      '1|Augusta Lovelace|Augusta|Lovelace',
      // Two blanks: the way back would not write them so, and nobody asked it.
      '2|Jean  Luc|Jean|',
      '3|||',
      '4|Prince Rogers|Prince|Rogers',
      '5|Alan M Turing|Alan|M',
      '6|Grace Murray Hopper|Grace Murray|Hopper',
    ]);
    await run(at(/^Deploy/), steps.length);
    expect(await rows('id, first_name, last_name')).toEqual([
      '1|Augusta|Lovelace',
      '2|Jean|',
      '3||',
      '4|Prince|Rogers',
      '5|Alan|M',
      '6|Grace Murray|Hopper',
    ]);
  });
});
