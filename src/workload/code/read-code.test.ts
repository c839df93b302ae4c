import { describe, expect, test } from 'vitest';
import { openGrouping } from '../group.ts';
import { takeNotes } from '../notes.ts';
import { readCode } from './read-code.ts';

/** Queries by line. */
async function found(language: string, text: string) {
  const notes = takeNotes();
  const grouping = await openGrouping({ values: true });
  readCode(text, 'file', language, grouping, notes);
  const queries = grouping.workload().queries.flatMap(({ sql, places = [] }) => {
    return places.map(({ line }) => [line, sql.replace(/\s+/g, ' ')] as const);
  });
  return { queries: queries.sort(([a], [b]) => a - b), notes: notes.all() };
}

const dollar = '$';
const cases: readonly (readonly [string, string, readonly (readonly [number, string])[]])[] = [
  [
    'TypeScript',
    `const a = sql\`SELECT id FROM products
       WHERE id = ${dollar}{product.id} AND price > ${dollar}{f({ a: 1 })}\`; // it's
db.query('select * from users where email = ${dollar}1 ' +
  'and active limit 10', [email]);
const w = "DELETE FROM orders WHERE id = " + id;`,
    [
      [1, 'SELECT id FROM products WHERE id = $1 AND price > $2'],
      [3, 'select * from users where email = $1 and active limit $2'],
      [5, 'DELETE FROM orders WHERE id = $1'],
    ],
  ],
  [
    'Python',
    `cur.execute("SELECT id FROM orders WHERE user_id = %s AND status = 'it''s'", (a,))  # don't
cur.execute("""
   SELECT count(*) FROM orders
   WHERE status = %(status)s
""", x)
cur.execute(f"update orders set status = '{status}' where id = {oid}")
cur.execute("select id "
            "from products where title = :title")`,
    [
      [1, 'SELECT id FROM orders WHERE user_id = $1 AND status = $2'],
      [2, 'SELECT count(*) FROM orders WHERE status = $1'],
      [6, 'update orders set status = $1 where id = $2'],
      [7, 'select id from products where title = $1'],
    ],
  ],
  [
    'Ruby',
    'User.find_by_sql(<<~SQL)\n  SELECT * FROM users WHERE id = #{id}\nSQL\nx = "SELECT name FROM users WHERE name = \'#{name}\'"',
    [
      [1, 'SELECT * FROM users WHERE id = $1'],
      [4, 'SELECT name FROM users WHERE name = $1'],
    ],
  ],
  [
    'Go',
    "rows, err := db.Query(`\n  SELECT id FROM orders WHERE user_id = $1 AND at > $2`, a, b)\nr := 'x'",
    [[1, 'SELECT id FROM orders WHERE user_id = $1 AND at > $2']],
  ],
  [
    'Java',
    'String s = "SELECT * FROM orders " + "WHERE id = ?";\nString t = """\n  SELECT * FROM users WHERE email = :email\n  """;',
    [
      [1, 'SELECT * FROM orders WHERE id = $1'],
      [2, 'SELECT * FROM users WHERE email = $1'],
    ],
  ],
  [
    'PHP',
    `$q = "SELECT * FROM users WHERE id = $id AND x = {$o->y}";
$r = $db->query('SELECT id FROM orders WHERE status = ' . $s . ' LIMIT 5');`,
    [
      [1, 'SELECT * FROM users WHERE id = $1 AND x = $2'],
      [2, 'SELECT id FROM orders WHERE status = $1 LIMIT $2'],
    ],
  ],
  [
    'C#',
    'var a = $"SELECT id FROM users WHERE id = {id}";\nvar b = @"SELECT ""id"" FROM users\n  WHERE email = @email";',
    [
      [1, 'SELECT id FROM users WHERE id = $1'],
      [2, 'SELECT "id" FROM users WHERE email = $1'],
    ],
  ],
];

test.each(cases)('SQL in %s, with its line', async (language, text, expected) => {
  const { queries, notes } = await found(language, text);
  expect(queries).toEqual(expected);
  expect(notes).toEqual([]);
});

test('sentences are no queries, and names that are put in are told', async () => {
  const text = `log("Select a product from the list");
alert('Delete from your account');
const q = \`select * from \${table} where x = 1\`;`;
  const { queries, notes } = await found('TypeScript', text);
  expect(queries).toEqual([]);
  expect(notes).toEqual([{ kind: 'text that only looks like SQL', count: 1, file: 'file', line: 3 }]);
});

describe('forms of literals', () => {
  const of = async (language: string, text: string) => (await found(language, text)).queries.map(([, sql]) => sql);

  test.each([
    [
      'Python',
      String.raw`q = r"select a from t where b ~ '\d+' and c = \1"`.replace(' and c = \\1', ''),
      ['select a from t where b ~ $1'],
    ],
    ['Python', String.raw`q = r"select 'x\' from t"`, ['select $1 from t']],
    ['Python', `q = "select a from t where b = {}".format(b)`, ['select a from t where b = $1']],
    ['Python', `q = "select a from t where b = '{}'".format(b)`, ['select a from t where b = $1']],
    ['Python', `q = "select a from t where b = %s".strip()`, ['select a from t where b = $1']],
    ['Ruby', 'x = %q(select a from t where b = f(1))', ['select a from t where b = f($1)']],
    ['Ruby', 'x = %Q[select a from t where b = #{b}]', ['select a from t where b = $1']],
    ['Ruby', 'f(<<~A, <<~B)\n  select a from t\nA\n  select b from u\nB\n', ['select a from t', 'select b from u']],
    [
      'Java',
      `@Select("select a from t where b = #{b} and c = ${dollar}{c}")`,
      ['select a from t where b = $1 and c = $2'],
    ],
    [
      'Java',
      'String.format("select a from t where b = %d and c = %s", b, c)',
      ['select a from t where b = $1 and c = $2'],
    ],
    ['Go', 'fmt.Sprintf("select a from t where b = %d", b)', ['select a from t where b = $1']],
    [
      'Go',
      `fmt.Sprintf("select a from t where k = '%s' and n = %d and c like '%%%s%%'", k, n, c)`,
      ['select a from t where k = $1 and n = $2 and c like $3'],
    ],
    [
      'Python',
      `cur.execute("select 5 %% 2, a from t where m %% 10 = %s and c like 'a%%'", (1,))`,
      ['select $2 % $3, a from t where m % $4 = $1 and c like $5'],
    ],
    ['C#', 'string.Format("select a from t where b = {0}", b)', ['select a from t where b = $1']],
    ['PHP', `sprintf('select a from t where b = %d', $b)`, ['select a from t where b = $1']],
    [
      'JavaScript',
      'const quote = /[\x60"]/; db.query("select a from t"); f(`select b from u`)',
      ['select a from t', 'select b from u'],
    ],
    ['TypeScript', `db.exec('select a from t; update u set b = 1')`, ['select a from t', 'update u set b = $1']],
  ])('%s: %s', async (language, text, sql) => {
    expect(await of(language, text)).toEqual(sql);
  });
});

describe('loops of the program', () => {
  const loops = async (language: string, text: string) => {
    const grouping = await openGrouping({ values: true });
    readCode(text, 'file', language, grouping, takeNotes());
    return grouping.workload().queries.flatMap(({ places = [] }) => places.map(({ loop }) => loop));
  };

  test.each([
    [
      'TypeScript',
      `async function load(ids) {
  for (const id of ids) {
    const rows = await db.query(
      'select a from t where b = $1', [id]);
  }
}`,
      [2],
    ],
    ['TypeScript', "for (const id of ids) await db.query('select a from t where b = $1', [id]);", [1]],
    ['TypeScript', "await Promise.all(ids.map((id) => db.query('select a from t where b = $1', [id])));", [1]],
    [
      'TypeScript',
      `orders.forEach(async (order) => {
  await sql\`select a from t where b = \${order.id}\`;
});`,
      [1],
    ],
    [
      'Python',
      `def load(ids):
    for i in ids:
        # one by one
        cur.execute("select a from t where b = %s", (i,))`,
      [2],
    ],
    [
      'Ruby',
      `users.each do |user|
  db.exec("select a from t where b = $1", [user.id])
end`,
      [1],
    ],
    [
      'Go',
      `func load() {
\tfor _, id := range ids {
\t\trow := db.QueryRow("select a from t where b = $1", id)
\t}
}`,
      [2],
    ],
    [
      'Java',
      `  List<A> load() {
    for (long id : ids) {
      query("select a from t where b = ?", id);
    }
  }`,
      [2],
    ],
    ['PHP', `foreach ($ids as $id) {\n  $db->query("select a from t where b = $id");\n}`, [1]],
    // What a loop goes over is asked for once, unless another loop is around it.
    ['TypeScript', "for (const row of await db.query('select a from t where b = $1')) use(row);", [undefined]],
    ['Python', 'for row in cur.execute("select a from t where b = %s", (i,)):\n    use(row)', [undefined]],
    ['Python', 'all = [row.a for row in cur.execute("select a from t where b = %s", (i,))]', [undefined]],
    ['Python', 'for row in cur.execute(\n    "select a from t where b = %s", (i,)\n):\n    use(row)', [undefined]],
    ['Python', 'for i in ids: cur.execute("select a from t where b = %s", (i,))', [1]],
    [
      'Python',
      'for i in ids:\n    for row in cur.execute("select a from t where b = %s", (i,)):\n        use(row)',
      [1],
    ],
    ['PHP', 'foreach ($db->query("select a from t where b = 1") as $row) {\n  use_it($row);\n}', [undefined]],
    // A function that is called in a loop, or stands beside one, is in none.
    [
      'TypeScript',
      `for (const one of all) {
  run(one);
}
async function run(one) {
  await db.query('select a from t where b = $1', [one]);
}`,
      [undefined],
    ],
    ['TypeScript', "const waiting = 'wait for (it)'; db.query('select a from t where b = $1');", [undefined]],
    [
      'Python',
      `class A:\n    def load(self, i):\n        cur.execute("select a from t where b = %s", (i,))`,
      [undefined],
    ],
  ])('%s: %s', async (language, text, expected) => {
    expect(await loops(language, text)).toEqual(expected);
  });
});
