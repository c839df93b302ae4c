import { testMysqlRule } from '../../../test/mysql-rule.ts';
import { rule } from './rule.ts';

const at = (name: string, lastValue: bigint) => ({ sequences: { [name]: { lastValue } } });

testMysqlRule(rule, {
  exampleOfOthers: true,
  flags: {
    'a signed number near its end': {
      sql: 'create table t (id int not null auto_increment primary key);',
      statistics: at('main.t.id', 2_000_000_000n),
      message: /stands at 2 000 000 000, 93\.1% of what int can hold; its negative half is never drawn/,
    },
    'a number that others refer to': {
      sql: 'create table t (id mediumint unsigned not null auto_increment primary key); create table u (t_id mediumint unsigned, foreign key (t_id) references t (id));',
      statistics: at('main.t.id', 16_000_000n),
      message: /95\.3% of what mediumint unsigned can hold$/,
    },
  },
  allows: {
    'an unsigned one at the same number': {
      sql: 'create table t (id int unsigned not null auto_increment primary key);',
      statistics: at('main.t.id', 2_000_000_000n),
    },
    'nothing known': 'create table t (id int not null auto_increment primary key);',
    'a wide one': {
      sql: 'create table t (id bigint not null auto_increment primary key);',
      statistics: at('main.t.id', 2_000_000_000n),
    },
  },
});
