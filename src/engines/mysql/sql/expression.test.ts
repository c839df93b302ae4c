import { expect, test } from 'vitest';
import { canonicalExpression, columnsNamed } from './expression.ts';

const dialect = { flavour: 'mysql', number: 80_499 } as const;
const canonical = (sql: string, columns: readonly string[] = []) => canonicalExpression(sql, dialect, { columns });

test.each([
  ['a + b * c', 'a + b * c'],
  ['(a + b) * c', '(a + b) * c'],
  ['((`a` > 0) AND (`b` < 3))', 'a > 0 and b < 3'],
  ['(a OR b) AND c', '(a or b) and c'],
  ['a - (b - c)', 'a - (b - c)'],
  ['(a - b) - c', 'a - b - c'],
  ['a != 1 && !b', 'a <> 1 and b = 0'],
  ['NOT (a > 1 OR b IS NULL)', 'a <= 1 and b is not null'],
  ['NOT a IN (1,2)', 'a not in (1, 2)'],
  ['(a, b) IN ((1, 2))', '(a, b) in ((1, 2))'],
  ['NOW()', 'current_timestamp()'],
  ['CURRENT_TIMESTAMP', 'current_timestamp()'],
  ['DATE_ADD(a, INTERVAL 1 DAY)', 'a + interval 1 day'],
  ["_utf8mb4'x'", "'x'"],
  ["'it''s' 'one'", "'it''sone'"],
  ["'a\\'b'", "'a''b'"],
  ['"text"', "'text'"],
  ['MOD(a, 2) = 0', 'a % 2 = 0'],
  ["doc->>'$.x'", "json_unquote(json_extract(doc, '$.x'))"],
  ['CASE WHEN a THEN 1 ELSE 2 END', 'case when a then 1 else 2 end'],
  ['CAST(a AS UNSIGNED INTEGER)', 'cast(a as unsigned)'],
  ['`select` + 1', '`select` + 1'],
  ['TRUE', '1'],
  ['COUNT(DISTINCT LCASE(a), b)', 'count(distinct lower(a), b)'],
  ['GROUP_CONCAT(a)', "group_concat(a separator ',')"],
  [
    "GROUP_CONCAT(DISTINCT LENGTH(a), _utf8' ' ORDER BY b, c DESC SEPARATOR ', ')",
    "group_concat(distinct octet_length(a), ' ' order by b asc, c desc separator ', ')",
  ],
  ['-a', '-a'],
  ['x NOT BETWEEN 1 AND 2 AND y', 'x not between 1 and 2 and y'],
])('%s', (written, form) => {
  expect(canonical(written)).toBe(form);
  expect(canonical(form)).toBe(form);
});

test('names of columns are written as the table has them', () => {
  expect(canonical('LOWER(EMAIL)', ['Email'])).toBe('lower(Email)');
  expect(columnsNamed('lower(email) , `Name`', dialect, ['id', 'Email', 'name'])).toEqual(['Email', 'name']);
});

test('what is no expression keeps its tokens', () => {
  expect(canonical('a  ??  B')).toBe('a ? ? b');
});
