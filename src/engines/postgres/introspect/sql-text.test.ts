import { describe, expect, test } from 'vitest';
import { grantsOf } from './grants.ts';
import { lasting, namesIn, qualifiedName, splitList } from './sql-text.ts';
import { viewTexts } from './view-text.ts';

test.each([
  [
    "((c)::text = ANY ((ARRAY['a'::character varying, 'it''s, b'::character varying])::text[]))",
    "((c)::text = ANY (ARRAY[('a'::character varying)::text, ('it''s, b'::character varying)::text]))",
  ],
  [
    "((c)::text = ANY (ARRAY[('a'::character varying)::text]))",
    "((c)::text = ANY (ARRAY[('a'::character varying)::text]))",
  ],
  ['(c = ANY (ARRAY[0, 1]))', '(c = ANY (ARRAY[0, 1]))'],
])('the list %s as it stays', (text, expected) => {
  expect(lasting(text)).toBe(expected);
});

test.each([
  ['public.orders', { schema: 'public', name: 'orders' }],
  ['lower', { schema: 'pg_catalog', name: 'lower' }],
  ['"C"', { schema: 'pg_catalog', name: 'C' }],
  ['"Odd "" Schema"."a.b, (c)"', { schema: 'Odd " Schema', name: 'a.b, (c)' }],
])('the reference %s', (text, name) => {
  expect(qualifiedName(text)).toEqual(name);
});

test.each([
  ['', []],
  ['a', ['a']],
  [`lower(a), (b + c), 'x, ''y''', "d, ""e"`, ['lower(a)', '(b + c)', `'x, ''y'''`, '"d, ""e"']],
  [
    "COALESCE(a, ', ('::text),\nCASE\n    WHEN (b > 1) THEN 1\nEND",
    ["COALESCE(a, ', ('::text)", 'CASE\n    WHEN (b > 1) THEN 1\nEND'],
  ],
  ['ARRAY[1, 2], numeric(10,2)', ['ARRAY[1, 2]', 'numeric(10,2)']],
])('the list %s', (text, parts) => {
  expect(splitList(text)).toEqual(parts);
});

test('names in an expression', () => {
  expect([...namesIn(`((data ->> 'key'::text) = "Odd "" name") AND (ümläut > 1)`)]).toEqual([
    'data',
    'text',
    'Odd " name',
    'AND',
    'ümläut',
  ]);
});

describe('access lists', () => {
  test.each([
    ['nothing is granted', '{}', []],
    ['the owner’s own are left out', '{owner=arwdDxtm/owner}', []],
    [
      'everybody, and names that need quotes',
      `{=r/owner,"\\"a, \\"\\"b\\"\\"\\"=a*w/owner","\\"c=d\\"=U/owner"}`,
      [
        { grantee: '', privileges: ['select'], grantable: [] },
        { grantee: 'a, "b"', privileges: ['insert', 'update'], grantable: ['insert'] },
        { grantee: 'c=d', privileges: ['usage'], grantable: [] },
      ],
    ],
    [
      'the same from two roles',
      '{a=r/owner,a=r*/b}',
      [{ grantee: 'a', privileges: ['select'], grantable: ['select'] }],
    ],
  ])('%s', (_, acl, grants) => {
    expect(grantsOf(acl, 'owner', 180000)).toEqual(grants);
  });

  test('all that there was to give before 17 is all', () => {
    const all = (acl: string, version: number) => grantsOf(acl, 'owner', version)[0]?.privileges.includes('maintain');
    expect(all('{a=arwdDxt/owner}', 160000)).toBe(true);
    expect(all('{a=arwdDx/owner}', 160000)).toBe(false);
    expect(all('{a=arwdDxt/owner}', 170000)).toBe(false);
    expect(grantsOf('{a=a*r*w*d*D*x*t/owner}', 'owner', 150000)[0]?.grantable).not.toContain('maintain');
    expect(grantsOf('{a=a*r*w*d*D*x*t*/owner}', 'owner', 150000)[0]?.grantable).toContain('maintain');
  });
});

describe('view definitions of servers before 16', () => {
  const rewritten = async (definition: string) => (await viewTexts([definition], 150000))[0];

  test.each([
    {
      title: 'of one relation',
      definition: ' SELECT t.a,\n    t."B c" AS d\n   FROM t\n  WHERE t.a > 1 AND t.e ~~ \'t.a%\'::text;',
      expected: ' SELECT a,\n    "B c" AS d\n   FROM t\n  WHERE a > 1 AND e ~~ \'t.a%\'::text;',
    },
    {
      title: 'with characters of several bytes',
      definition: ' SELECT "T 🐘"."ü" AS a,\n    "T 🐘".b\n   FROM s."T 🐘";',
      expected: ' SELECT "ü" AS a,\n    b\n   FROM s."T 🐘";',
    },
    {
      title: 'over a part of its own, in which columns stay qualified',
      definition: ' WITH c AS (\n         SELECT a.x\n           FROM a\n        )\n SELECT c.x\n   FROM c;',
      expected: ' WITH c AS (\n         SELECT a.x\n           FROM a\n        )\n SELECT x\n   FROM c;',
    },
    {
      title: 'sorted by what the plain name would not mean',
      definition: ' SELECT lower(a.x) AS x,\n    a.y\n   FROM a\n  ORDER BY a.x, a.y;',
      expected: ' SELECT lower(x) AS x,\n    y\n   FROM a\n  ORDER BY a.x, y;',
    },
    {
      title: 'with a subquery, in which columns stay qualified',
      definition: ' SELECT a.z,\n    ( SELECT b.x\n           FROM b\n          WHERE b.y = a.y) AS x\n   FROM a;',
      expected: ' SELECT z,\n    ( SELECT b.x\n           FROM b\n          WHERE b.y = a.y) AS x\n   FROM a;',
    },
  ])('$title', async ({ definition, expected }) => {
    expect(await rewritten(definition)).toBe(expected);
  });

  test.each([
    ['a join', ' SELECT a.x\n   FROM a\n     JOIN b ON a.x = b.x;'],
    ['a list', ' SELECT a.x\n   FROM a,\n    b;'],
    ['a union', ' SELECT a.x\n   FROM a\nUNION\n SELECT b.x\n   FROM b\n  ORDER BY 1;'],
    ['a whole row', ' SELECT a.*::a AS a\n   FROM a;'],
    ['what cannot be read', 'not SQL at all'],
  ])('%s stays as it is', async (_, definition) => {
    expect(await rewritten(definition)).toBe(definition);
  });

  test('of newer ones stay as they are', async () => {
    expect(await viewTexts([' SELECT t.a\n   FROM t;'], 160000)).toEqual([' SELECT t.a\n   FROM t;']);
  });
});
