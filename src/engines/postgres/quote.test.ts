import { describe, expect, it } from 'vitest';
import { embedded } from '../../../test/embedded.ts';
import { columnNameKeywords, functionAndTypeKeywords, reservedKeywords } from './keywords.ts';
import { dollarQuoted, parenthesized, quoteIdentifier, quoteLiteral, quoteName, reservedWords } from './quote.ts';

const odd = [
  '',
  'a',
  'A',
  'a b',
  'a"b',
  '"',
  '1a',
  '_a1',
  'a$',
  'é',
  '🐘',
  'a.b',
  "it's",
  'x'.repeat(63),
  'back\\slash',
  'a\nb',
];

describe('keywords', () => {
  it.each([
    ['R', reservedKeywords],
    ['T', functionAndTypeKeywords],
    ['C', columnNameKeywords],
  ])('of category %s are the engine’s', async (category, words) => {
    const database = await embedded();
    const rows = await database.query(
      'select word from pg_get_keywords() where catcode::text = $1 order by word collate "C"',
      [category],
    );
    expect(words).toEqual(rows.map((row) => row['word']));
  });

  it('are reserved where a table or column cannot have the name bare', () => {
    expect(['user', 'order', 'left'].every((word) => reservedWords.has(word))).toBe(true);
    expect(['time', 'values', 'name'].some((word) => reservedWords.has(word))).toBe(false);
  });
});

describe('quoting', () => {
  it('quotes identifiers as the engine does', async () => {
    const database = await embedded();
    const rows = await database.query(
      `select name, quote_ident(name) as quoted from (select word as name from pg_get_keywords()
       union all select value from jsonb_array_elements_text($1::text::jsonb)) names`,
      [JSON.stringify(odd)],
    );
    expect(rows.length).toBeGreaterThan(400);
    for (const { name, quoted } of rows) expect(quoteIdentifier(String(name))).toBe(quoted);
    expect(quoteName({ schema: 'public', name: 'Order' })).toBe('public."Order"');
  });

  it('quotes text as the engine does', async () => {
    const database = await embedded();
    const rows = await database.query(
      `select value as text, quote_literal(value) as quoted from jsonb_array_elements_text($1::text::jsonb)`,
      [JSON.stringify(odd)],
    );
    for (const { text, quoted } of rows) expect(quoteLiteral(String(text))).toBe(quoted);
  });

  it('finds dollar quotes that the body does not end', () => {
    expect(dollarQuoted('x')).toBe('$$\nx\n$$');
    expect(dollarQuoted('$$ $body1$')).toBe('$body2$\n$$ $body1$\n$body2$');
  });

  it.each([
    ['a > 0', '(a > 0)'],
    ['(a > 0)', '(a > 0)'],
    ['(a > 0) or (b > 0)', '((a > 0) or (b > 0))'],
    ["(a = ')' and b = '(')", "(a = ')' and b = '(')"],
    ["(a = ')') or (b = '(')", "((a = ')') or (b = '('))"],
    ['("a)" > 0)', '("a)" > 0)'],
    ["(a = E'\\')')", "((a = E'\\')'))"],
    ['lower(a)', '(lower(a))'],
    [' (a) ', '(a)'],
    ['(a)) or ((b)', '((a)) or ((b))'],
  ])('puts %s in parentheses once', (expression, expected) => {
    expect(parenthesized(expression)).toBe(expected);
  });
});
