import { expect, test } from 'vitest';
import type { Diagram } from '../../diagram/diagram.ts';
import { mermaid } from './mermaid.ts';
import { plantuml } from './plantuml.ts';

/** A table of one column. */
function named(table: string, column: string): Diagram {
  const plain = { type: 'text', nullable: true, primaryKey: false, foreignKey: false, unique: false };
  const entity = { key: table, schema: 'public', name: table, kind: 'table', partitions: 0 } as const;
  return {
    entities: [{ ...entity, columns: [{ name: column, ...plain }] }],
    relationships: [],
    schemas: ['public'],
    leftOut: 0,
  };
}
const options = { title: 'shop', detail: 'all' } as const;

// What the lexer of Mermaid's entity diagrams does not take in a name, and what is cut out of a text before it is read.
test.each([
  ['back\\slash', 'a', 't0["back#92;slash"]', 'text a "null"'],
  ['%%{init}%%', 'a', 't0["#37;#37;{init}#37;#37;"]', 'text a "null"'],
  ['say "x"', 'été', 't0["say #34;x#34;"]', 'text t_ "été, null"'],
  ['a', 'PK', 't0["a"]', 'text _PK "PK, null"'],
  ['a', 'FK-x', 't0["a"]', 'text _FK-x "FK-x, null"'],
  ['a', 'PKs', 't0["a"]', 'text PKs "null"'],
])('Mermaid reads %s.%s', (table, column, head, line) => {
  const lines = mermaid(named(table, column), options).split('\n');
  expect(lines).toContain(`  ${head} {`);
  expect(lines).toContain(`    ${line}`);
});

// The first character of a line makes it private, a directive or a comment; doubled signs change how it is written.
test.each([
  ["' c", '<U+0027> c'],
  ["/' d '/", '<U+002f><U+0027> d <U+0027>/'],
  ['!include', '<U+0021>include'],
  ['- private', '<U+002d> private'],
  ['==', '<U+003d>='],
  ['__proto__', '<U+005f>_proto<U+005f>_'],
  ['%date()', '<U+0025>date()'],
  ['user_id', 'user_id'],
  ['été', 'été'],
])('PlantUML shows a column %s', (column, shown) => {
  expect(plantuml(named('a', column), options).split('\n')).toContain(`  ${shown} : text`);
});

test('PlantUML takes no character at the end of a name for the parameter of a class', () => {
  expect(plantuml(named('50%', 'a'), options)).toContain('entity "50<U+0025>\u200b" as t0 {');
});
