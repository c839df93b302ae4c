import { expect, test } from 'vitest';
import { sqlalchemyText } from './sqlalchemy-text.ts';

/** What SQLAlchemy 2.1 makes of a text: nothing where it would ask for a parameter. */
function compiled(text: string): string | undefined {
  if (/(?<![:\p{L}\p{N}_$\\]):[\p{L}\p{N}_$]+(?![:\p{L}\p{N}_$])/u.test(text)) return undefined;
  return text.replaceAll(/\\(:[\p{L}\p{N}_$]*)(?![:\p{L}\p{N}_$])/gu, '$1');
}

test.each([
  "select ':name', 1",
  "select ':smile: and :sad:', ':a:b', ':é', ':é:x', ':$d'",
  "select '10:30:00', a::int, b :: text, x[1:2], x[:n], x[1:]",
  String.raw`select E'\:x', '\: ', '\::a', '\\:b', '\:smile:', '::', ':', ': '`,
  `select '{"k":1, "l":true}'::jsonb @? '$.a ? (@ == :b)'`,
])('%s', (sql) => {
  expect(compiled(sqlalchemyText(sql))).toBe(sql);
});

test('leaves what is no parameter as it is', () => {
  expect(sqlalchemyText("select a::int, ':smile:', '10:30'")).toBe("select a::int, ':smile:', '10:30'");
  expect(sqlalchemyText("select ':name'")).toBe(String.raw`select '\:name'`);
});
