import { expect, test } from 'vitest';
import { openMemory } from '../connect.ts';
import { introspect } from '../introspect/index.ts';
import { alteredBy, refusedBy, takenBy } from './conversions.ts';

const values = [
  ...[
    "'007'",
    "'7'",
    "' 5'",
    "'5 '",
    "'5.0'",
    "'1.50'",
    "'0.1'",
    "'1e3'",
    "'1E+2'",
    "'0x10'",
    "'abc'",
    "'5abc'",
    "''",
    "'+3'",
    "'-0'",
  ],
  ...[
    "'9007199254740993'",
    "'12345678901234567890'",
    "'9223372036854775807'",
    "'3.14159265358979323846'",
    "'1e400'",
    "'.5'",
    "'Inf'",
  ],
  ...[
    '0',
    '5',
    '-7',
    '9007199254740993',
    '9223372036854775807',
    '5.0',
    '5.5',
    '1.0 / 3',
    '1e300',
    '0.1 + 0.2',
    '9e999',
  ],
  ...["x'35'", "x''", 'NULL'],
];
const types = [
  'integer',
  'numeric',
  'real',
  'text',
  'blob',
  '',
  'varchar(3)',
  'decimal(5, 2)',
  'text collate nocase',
  'text collate rtrim',
];
const strict = ['integer', 'int', 'real', 'text', 'blob', 'any', 'text collate rtrim'];
const forms = [...types.map((type) => ({ type, end: '' })), ...strict.map((type) => ({ type, end: ' strict' }))];

test('says of each value what the engine makes of it in a column of another type', async () => {
  const db = await openMemory();
  for (const [at, { type, end }] of forms.entries()) {
    await db.exec(
      `create table f${at} (id integer primary key, a ${type})${end}; create table t${at} (a ${type})${end}`,
    );
    for (const value of values) await db.batch([`insert into f${at} (a) values (${value})`]);
  }
  const { tables } = await introspect(db);
  const taken = (name: string) => {
    const table = tables.find((one) => one.name === name);
    const column = table?.columns.find((one) => one.name === 'a');
    if (!table || !column) throw new Error(name);
    return takenBy(column, table);
  };
  for (const from of forms.keys()) {
    const rows = await db.query(`select id, quote(a) as value from f${from}`);
    for (const to of forms.keys()) {
      const [was, will] = [taken(`f${from}`), taken(`t${to}`)];
      const same = was.makes === will.makes && was.holds === will.holds;
      const said = async (conditions: readonly string[]) =>
        new Set(
          conditions.length === 0 || same
            ? []
            : (await db.query(`select id from f${from} where ${conditions.map((one) => `(${one})`).join(' or ')}`)).map(
                ({ id }) => id,
              ),
        );
      const refused = await said(refusedBy('a', was, will));
      const altered = await said(alteredBy('a', was, will).map(({ condition }) => condition));
      for (const { id, value } of rows) {
        const { error } = await db.batch([`insert into t${to} select a from f${from} where id = ${Number(id)}`]);
        const what = `${value} of ${forms[from]?.type}${forms[from]?.end} in ${forms[to]?.type}${forms[to]?.end}`;
        expect(`${what}: ${refused.has(id)}`).toBe(`${what}: ${error !== undefined}`);
        if (error) continue;
        const [row] = await db.query(
          `select coalesce(case typeof(f.a)
             when 'text' then typeof(t.a) in ('text', 'blob') and f.a is t.a collate binary
               or cast(t.a as text) = f.a collate binary
               or typeof(t.a) = 'real' and t.a = cast(t.a as integer) and cast(cast(t.a as integer) as text) = f.a collate binary
             when 'blob' then typeof(t.a) = 'blob' and f.a is t.a
             when 'null' then t.a is null
             else case when typeof(t.a) = 'text' then cast(t.a as numeric) else t.a end = cast(f.a as numeric) end, 0) as same
           from f${from} as f, t${to} as t where f.id = ${Number(id)}`,
        );
        expect(`${what} altered: ${altered.has(id)}`).toBe(`${what} altered: ${row?.['same'] !== 1}`);
        await db.exec(`delete from t${to}`);
      }
    }
  }
  await db.close();
});
