import { testMysqlRule } from '../../../test/mysql-rule.ts';
import { rule } from './rule.ts';

/** So many columns of a type, beside a key. */
const wide = (count: number, type: string, options = '') =>
  `create table t (id int primary key, ${Array.from({ length: count }, (_, at) => `c${at} ${type}`).join(', ')}) engine=InnoDB ${options};`;

/** What MariaDB 10.11 took, and one column more, which it refused. */
const bounds: readonly (readonly [number, string, string?])[] = [
  [31, 'binary(255)'],
  [80, 'char(100)', 'charset=latin1'],
  [40, 'varchar(50)'],
  [32, 'char(63)'],
  [197, 'varchar(10)'],
  [383, 'text'],
  [20, 'varchar(100)', 'row_format=compact'],
  [10, 'text', 'row_format=compact'],
];
const over = /a server refuses the table/;
/** With it a server takes such a table, and refuses its rows when they are full. */
const unheeded = 'set innodb_strict_mode = off;';

testMysqlRule(rule, {
  flags: {
    ...Object.fromEntries(
      bounds.flatMap(([count, type, options]) => [
        [
          `${count} ${type} ${options ?? ''}`,
          { sql: wide(count, type, options), statistics: {}, message: /^(?!.*refuses)/ },
        ],
        [
          `one more: ${type} ${options ?? ''}`,
          { sql: `${unheeded} ${wide(count + 1, type, options)}`, statistics: {}, message: over },
        ],
      ]),
    ),
    'long texts': 'create table t (id int primary key, a varchar(9000), b varchar(5000)) default charset=utf8mb4;',
  },
  allows: {
    'half of a page': wide(15, 'binary(255)'),
    'short ones': 'create table t (id int primary key, a varchar(255), b varchar(255)) default charset=utf8mb4;',
    'texts outside of the row': 'create table t (id int primary key, a text, b mediumtext);',
    'the same in one byte':
      'create table t (id int primary key, a varchar(9000), b varchar(5000)) default charset=latin1;',
  },
});
