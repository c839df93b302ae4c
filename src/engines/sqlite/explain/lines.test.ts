import { expect, test } from 'vitest';
import { openMemory } from '../connect.ts';
import { readLines } from './lines.ts';

const query = `explain query plan select u.name, (select count(*) from orders x where x.user_id = u.id)
  from users u join orders o on o.user_id = u.id where o.status in ('a', 'b') or o.total > 5
  union select name, 1 from users where id in (select user_id from orders where total = 3) order by 1`;

async function rows() {
  const database = await openMemory();
  await database.exec(
    `create table users (id integer primary key, name text);
     create table orders (id integer primary key, user_id int, status text, total int);
     create index ou on orders (user_id);`,
  );
  const found = (await database.query(query)).map(({ id, parent, notused, detail }) => ({
    id: Number(id),
    parent: Number(parent),
    notused: Number(notused),
    detail: String(detail),
  }));
  await database.close();
  return found;
}

/** As the shell draws it. */
function drawn(all: Awaited<ReturnType<typeof rows>>, parent = 0, rails = ''): string[] {
  const below = all.filter((row) => row.parent === parent);
  return below.flatMap(({ id, detail }, at) => {
    const isLast = at === below.length - 1;
    return [`${rails}${isLast ? '`' : '|'}--${detail}`, ...drawn(all, id, `${rails}${isLast ? '   ' : '|  '}`)];
  });
}

test('reads a plan alike in every form that it is copied in', async () => {
  const all = await rows();
  const cells = all.map((row) => Object.values(row).map(String));
  const expected = readLines(JSON.stringify(all), 'plan');
  expect(expected.length).toBeGreaterThan(0);
  const forms: Readonly<Record<string, string>> = {
    bars: cells.map((row) => row.join('|')).join('\n'),
    tabs: ['id\tparent\tnotused\tdetail', ...cells.map((row) => row.join('\t'))].join('\n'),
    'a table': [
      '+----+--------+---------+--------+',
      '| id | parent | notused | detail |',
      '+----+--------+---------+--------+',
      ...cells.map((row) => `| ${row.join(' | ')} |`),
      '+----+--------+---------+--------+',
    ].join('\n'),
    columns: ['id  parent  notused  detail', '--  ------  -------  ------', ...cells.map((row) => row.join('  '))].join(
      '\n',
    ),
    'a list of tuples': `[${cells.map(([id, parent, notused, detail]) => `(${id}, ${parent}, ${notused}, '${detail}')`).join(', ')}]`,
    'a session': ['sqlite> explain query plan', '   ...> select 1;', ...cells.map((row) => row.join('|'))].join('\r\n'),
    'a fence': ['```', ...cells.map((row) => row.join('|')), '```'].join('\n'),
  };
  for (const [form, text] of Object.entries(forms)) expect(readLines(text, form), form).toEqual(expected);
  const uncosted = readLines(JSON.stringify(all.map((row) => ({ ...row, notused: 0 }))), 'plan');
  expect(readLines(`QUERY PLAN\n${drawn(all).join('\n')}`, 'drawn')).toEqual(uncosted);
});

test('keeps the loops of versions that number them by their SELECT', () => {
  const lines = readLines(
    '0|0|1|SCAN TABLE orders AS o\n0|1|0|SEARCH TABLE users AS u USING INTEGER PRIMARY KEY (rowid=?)',
    'plan',
  );
  expect(lines.map(({ detail }) => detail)).toEqual([
    'SCAN TABLE orders AS o',
    'SEARCH TABLE users AS u USING INTEGER PRIMARY KEY (rowid=?)',
  ]);
});

test.each([
  ['a query', 'select 1'],
  ['a plan of PostgreSQL', 'Seq Scan on orders  (cost=0.00..1.0 rows=1 width=4)'],
  ['lines of a tree without its beginning', '| Seq Scan on orders |'],
  ['numbers', '1|2|3|NOTHING'],
  ['nothing', ''],
])('refuses %s', (_, text) => {
  expect(() => readLines(text, 'plan.txt')).toThrow(/plan\.txt: this is no query plan of SQLite/);
});
