import { describe, expect, it } from 'vitest';
import { numberParameters } from './placeholders.ts';

describe('parameters', () => {
  it.each([
    ['select * from t where a = $1 and b = $2', 'select * from t where a = $1 and b = $2', ['$1', '$2']],
    ['where a = :first and b = :second or c = :first', 'where a = $1 and b = $2 or c = $1', [':first', ':second']],
    ['where a = ? and b > ?', 'where a = $1 and b > $2', ['?', '?']],
    ['where a=? and b>=? limit ?', 'where a=$1 and b>=$2 limit $3', ['?', '?', '?']],
    ['where a = ?2 and b = ?1', 'where a = $1 and b = $2', ['?2', '?1']],
    ["where a %% 2 = %(b)s and c like '%%d'", "where a % 2 = $1 and c like '%d'", ['%(b)s']],
    ['where a = %s and b in (%s, %s)', 'where a = $1 and b in ($2, $3)', ['%s', '%s', '%s']],
    ['where a = %(id)s and b=%(name)s or c = %(id)s', 'where a = $1 and b=$2 or c = $1', ['%(id)s', '%(name)s']],
    ['where a = @id and b like @name', 'where a = $1 and b like $2', ['@id', '@name']],
    ["where a = :'psql'", 'where a = $1', [":'psql'"]],
    ['where id in :ids', 'where id in ($1)', [':ids']],
    ['where a between ? and ? offset ?', 'where a between $1 and $2 offset $3', ['?', '?', '?']],
    ['values (?, ?), (:a)', 'values ($1, $2), ($3)', ['?', '?', ':a']],
  ])('%s', (given, sql, parameters) => {
    expect(numberParameters(given, 'q.sql:1')).toMatchObject({ sql, parameters });
  });

  it.each([
    "select ':a', '%s', 'it''s ?', e'\\'?', U&'?', $$ :a ? $$, $tag$ %s $tag$",
    'select ":a", "?" from t -- :a ? %s\n /* ? /* :a */ @b */',
    "select a::text, b::int[], '1'::jsonb",
    "select a ? 'b', a ?| array['b'], a ?& array['c'], (a) ? 'b', a->'x' ? 'y'",
    "select a @> 'b', a <@ 'c', a @@ 'd', a @? '$.x', a @@@ b",
    'select a[1:2], a[:2], a[1:], a[b:c]',
    'select a % s, 5 %s, (a)%s, a % 2',
    'select f(a := 1)',
    'select @ -5, @-5',
    "select json_object('a': b)",
    'select x from t where a <@b',
  ])('are not seen in %s', (sql) => {
    expect(numberParameters(sql, 'q.sql:1')).toMatchObject({ sql, parameters: [] });
  });

  it('take the operators of JSON for what they are beside parameters', () => {
    expect(numberParameters('where a ? ? and b ?| ? and c ?? :d', 'q.sql:1')).toMatchObject({
      sql: 'where a ? $1 and b ?| $2 and c ? $3',
      parameters: ['?', '?', ':d'],
    });
  });

  it('of two kinds are refused', () => {
    expect(() => numberParameters('where a = $1 and b = :name', 'q.sql:4')).toThrow(
      expect.objectContaining({ code: 'mixed-parameters', message: 'q.sql:4: parameters of two kinds: $1 and :name' }),
    );
  });

  it('can be found again in what was given', () => {
    const given = 'where a = :long_name and b = :other and c';
    const { sql, origin } = numberParameters(given, 'q.sql:1');
    for (const word of ['where', 'a =', 'and b', 'and c']) expect(origin(sql.indexOf(word))).toBe(given.indexOf(word));
    expect(origin(sql.indexOf('$2'))).toBe(given.indexOf(':other'));
    expect(origin(sql.indexOf('$2') + 1)).toBe(given.indexOf(':other'));
  });
});
