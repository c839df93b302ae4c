import { describe, expect, it } from 'vitest';
import { readScript } from './read.ts';
import type { ScriptPart } from './script.ts';
import { splitScript } from './split.ts';

async function split(sql: string, size = sql.length): Promise<readonly ScriptPart[]> {
  const chunks: string[] = [];
  for (let at = 0; at < sql.length; at += size) chunks.push(sql.slice(at, at + size));
  const parts: ScriptPart[] = [];
  for await (const part of splitScript(chunks, 'x.sql')) parts.push(part);
  return parts;
}

/** The statements as `line: sql`. */
async function statements(sql: string): Promise<readonly string[]> {
  return (await split(sql)).flatMap((part) => (part.kind === 'statement' ? [`${part.line}: ${part.sql}`] : []));
}

describe('splitScript', () => {
  it('ends statements at semicolons and tells the line of their first token', async () => {
    expect(await statements('select 1;\n\n-- a comment\nselect\n  2 -- trailing\n;\n/* x */ select 3')).toEqual([
      '1: select 1',
      '4: select\n  2',
      '7: select 3',
    ]);
  });

  it('keeps semicolons in strings, quoted names, dollar quotes and comments', async () => {
    const inside = [
      "select 'a;b', 'it''s;', ''",
      "select E'a\\';b', e'\\\\', 1",
      "select U&'d\\0061t;a' UESCAPE '!'",
      'select ";" as "a"";"',
      'select $$ ; $$, $a_1$ ; $$ ; $a_1$',
      'select /* ; /* nested ; */ ; */ 1',
      'select 1 -- ; not yet\n + 2',
      'select a$b$c, x from t where y = $1',
    ];
    expect(await statements(inside.map((sql) => `${sql};\n`).join(''))).toEqual(
      inside.map((sql, i) => `${i + 1 + (i > 6 ? 1 : 0)}: ${sql}`),
    );
  });

  it('keeps bodies of BEGIN ATOMIC and the actions of a rule together', async () => {
    const body =
      'CREATE OR REPLACE FUNCTION f(a int) RETURNS int BEGIN ATOMIC select case when a > 1 then 2 end; select 3; END';
    const rule = 'CREATE RULE r AS ON INSERT TO t DO ALSO (insert into a values (1); insert into b values (2))';
    expect(await statements(`${body};\n${rule};\nbegin; select 1; end;`)).toEqual([
      `1: ${body}`,
      `2: ${rule}`,
      '3: begin',
      '3: select 1',
      '3: end',
    ]);
  });

  it('does not let a parenthesis that is never closed take the rest along', async () => {
    expect(await statements('create table a (id int;\ncreate table b (id int);')).toEqual([
      '1: create table a (id int',
      '2: create table b (id int)',
    ]);
  });

  it('goes on after a quote that is never closed', async () => {
    const sql =
      "create table a (id int);\ncreate table b (c text default 'x);\ncreate table d (id int);\ncreate table e (id int);\n";
    expect(await statements(sql)).toEqual([
      '1: create table a (id int)',
      "2: create table b (c text default 'x)",
      '3: create table d (id int)',
      '4: create table e (id int)',
    ]);
    expect(
      await statements('create table a (id int);\n/* never ends\ncreate table b (id int);\ncreate table c (id int);\n'),
    ).toContain('4: create table c (id int)');
    expect(await statements("insert into t values ('a, 1);\ncreate table b (id int);\n")).toEqual([
      '2: create table b (id int)',
    ]);
  });

  it('knows that backslashes escape after standard_conforming_strings = off', async () => {
    expect(await statements("SET standard_conforming_strings = off;\nselect 'a\\';b';\nselect 2;")).toEqual([
      '1: SET standard_conforming_strings = off',
      "2: select 'a\\';b'",
      '3: select 2',
    ]);
  });

  it('obeys psql: commands end with the line, \\if chooses, \\g sends', async () => {
    const sql = [
      '\\restrict aBc;1',
      '\\set ON_ERROR_STOP on',
      'create table a (id int);',
      '\\if false',
      'create table b (id int);',
      '\\else',
      'create table c (id int);',
      '\\endif',
      'select 1 \\g',
      '\\connect shop',
      '\\ir tables/d.sql',
      "select 'create database x' \\gexec",
      'select 2;',
    ].join('\n');
    const parts = await split(sql);
    expect(
      parts.map((part) =>
        part.kind === 'statement'
          ? part.sql
          : part.kind === 'command'
            ? `${part.name} ${part.argument}`.trim()
            : part.kind,
      ),
    ).toEqual([
      'create table a (id int)',
      'create table c (id int)',
      'select 1',
      'connect shop',
      'include_relative tables/d.sql',
      'gexec',
      'select 2',
    ]);
  });

  it('skips rows and counts them', async () => {
    const sql = [
      'create table public.t (a int, b text);',
      'COPY public.t (a, b) FROM stdin;',
      "1\tit's; \\\\.",
      '2\t$$ /* --',
      '\\.',
      '',
      'INSERT INTO "my t" (a, "values") VALUES (1, \'x;(y\'), (2, \'values\');',
      "INSERT INTO \"my t\" VALUES (3, E'a\\'b');",
      'insert into u select * from t;',
      'COPY t TO stdout;',
      'create table v (a int);',
    ].join('\n');
    const parts = await split(sql);
    expect(parts.filter((part) => part.kind === 'data')).toEqual([
      { kind: 'data', table: 'public.t', rows: 2, file: 'x.sql', line: 2 },
      { kind: 'data', table: '"my t"', rows: 3, file: 'x.sql', line: 7 },
      { kind: 'data', table: 'u', rows: 0, file: 'x.sql', line: 9 },
    ]);
    expect(await statements(sql)).toEqual([
      '1: create table public.t (a int, b text)',
      '10: COPY t TO stdout',
      '11: create table v (a int)',
    ]);
  });

  it('tells when a script ends among the rows', async () => {
    expect(await split('COPY t FROM stdin;\n1\n2')).toContainEqual({
      kind: 'open data',
      table: 't',
      file: 'x.sql',
      line: 1,
    });
  });

  it('gives the same parts however the script is cut', async () => {
    const sql =
      "select $tag$ a; $tag$, 'it''s', E'\\'' /* /* ; */ */ -- x\n;\nCOPY t FROM stdin;\n1\n\\.\ninsert into t values ('a;', 1), (2);\nselect 2;";
    const whole = await split(sql);
    for (const size of [1, 2, 3, 7]) expect(await split(sql, size)).toEqual(whole);
  });

  it('says which lines a suppression comment speaks for', async () => {
    const sql = [
      '-- relvar: ignore wide-table, mixed-naming imported as it is',
      'create table a (',
      '  id int, -- relvar: ignore text-primary-key: agreed',
      '  -- relvar: ignore money-as-float reporting only',
      '  price float,',
      '  name text',
      ');',
      'create index i on a (id); /* relvar: ignore duplicate-index until v2 */',
    ].join('\n');
    const found = (await split(sql)).flatMap((part) =>
      part.kind === 'suppression' ? [[part.rules.join(), part.reason, part.covers.from, part.covers.to]] : [],
    );
    expect(found).toEqual([
      ['text-primary-key', 'agreed', 3, 3],
      ['money-as-float', 'reporting only', 5, 5],
      ['wide-table,mixed-naming', 'imported as it is', 2, 7],
      ['duplicate-index', 'until v2', 8, 8],
    ]);
  });

  it('passes 50 MB of rows in bounded memory', async () => {
    const row = "4711\tsome text; with 'quotes' and such\t2024-02-29 12:00:00\t\\N\n".repeat(1000);
    const insert = "INSERT INTO public.u VALUES (4711, 'some text; with ''quotes''', NULL);\n".repeat(1000);
    function* dump(): Generator<string> {
      yield 'CREATE TABLE public.t (a int);\nCOPY public.t FROM stdin;\n';
      for (let size = 0; size < 40e6; size += row.length) yield row;
      yield '\\.\n';
      for (let size = 0; size < 10e6; size += insert.length) yield insert;
      yield 'CREATE TABLE public.v (a int);\n';
    }
    const before = process.memoryUsage().rss;
    let peak = 0;
    const parts: ScriptPart[] = [];
    for await (const part of splitScript(
      sampled(dump(), () => (peak = Math.max(peak, process.memoryUsage().rss))),
      'dump.sql',
    ))
      parts.push(part);
    expect(parts.map((part) => part.kind)).toEqual(['statement', 'statement', 'data', 'data']);
    expect(parts.flatMap((part) => (part.kind === 'data' ? [part.rows] : []))).toEqual([
      Math.ceil(40e6 / row.length) * 1000,
      Math.ceil(10e6 / insert.length) * 1000,
    ]);
    expect((peak - before) / 1e6).toBeLessThan(150);
  }, 20_000);
});

function* sampled(chunks: Iterable<string>, sample: () => void): Generator<string> {
  let count = 0;
  for (const chunk of chunks) {
    if (count++ % 50 === 0) sample();
    yield chunk;
  }
}

describe('readScript', () => {
  it('reads files in order, each in a session of its own, with what they include', async () => {
    const files: Readonly<Record<string, string>> = {
      'a.sql': 'select 1;\n\\ir b.sql\nselect 3;',
      'b.sql': '\\i a.sql\nselect 2;',
    };
    const file = (name: string): Parameters<typeof readScript>[0] extends Iterable<infer File> ? File : never => ({
      name,
      async *read() {
        yield files[name] ?? '';
      },
      include: (path) => (path in files ? file(path) : undefined),
    });
    const script = await readScript([file('a.sql')]);
    expect(script.statements.map((statement) => `${statement.file}:${statement.line} ${statement.sql}`)).toEqual([
      'a.sql:1 DISCARD ALL',
      'a.sql:1 select 1',
      'b.sql:2 select 2',
      'a.sql:3 select 3',
    ]);
    expect(script.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['include-not-read']);
  });
});
