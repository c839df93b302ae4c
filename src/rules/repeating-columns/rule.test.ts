import { testRule } from '../../../test/rule.ts';
import { noStatistics } from '../../catalog/statistics.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'three numbered columns': {
      sql: 'create table contacts (id int primary key, phone1 text, phone2 text, phone3 text);',
      items: ['public.contacts:phone1,phone2,phone3'],
    },
    'the first without a number': {
      sql: 'create table contacts (id int primary key, email text, email_2 text, email_3 text);',
      items: ['public.contacts:email,email_2,email_3'],
    },
    'counted from zero, the number in the middle': {
      sql: 'create table t (id int primary key, slot0_weight int, slot1_weight int, slot2_weight int);',
      items: ['public.t:slot0_weight,slot1_weight,slot2_weight'],
    },
    'two groups': {
      sql: 'create table t (id int primary key, item_1 text, item_2 text, item_3 text, price_1 numeric, price_2 numeric, price_3 numeric);',
      items: ['public.t:item_1,item_2,item_3', 'public.t:price_1,price_2,price_3'],
    },
    'two references to one table': {
      sql: 'create table skills (id int primary key); create table heroes (id int primary key, skill1_id int references skills, skill2_id int references skills);',
      items: ['public.heroes:skill1_id,skill2_id'],
    },
    'names that need quotes': {
      sql: 'create table "Guest List" (id int primary key, "Guest Name 1" text, "Guest Name 2" text, "Guest Name 3" text);',
      items: ['public."Guest List":"Guest Name 1","Guest Name 2","Guest Name 3"'],
    },
    'with empty columns observed': {
      sql: 'create table contacts (id int primary key, tag1 text, tag2 text, tag3 text);',
      statistics: {
        tables: {
          'public.contacts': {
            origin: 'observed',
            rows: 1000,
            columns: { tag3: { nullFraction: 0.97, averageWidth: 4, distinct: 5 } },
          },
        },
      },
    },
  },
  allows: {
    'lines of an address':
      'create table t (id int primary key, address1 text, address2 text, address3 text, address_line_1 text, address_line_2 text, address_line_3 text);',
    'algorithms and standards':
      'create table t (id int primary key, sha1 text, sha2 text, sha3 text, iso1 text, iso2 text, iso3 text, ipv4 inet, ipv6 inet);',
    'measures and windows':
      'create table t (id int primary key, p50 int, p95 int, p99 int, last_7_days int, last_30_days int, last_90_days int);',
    versions: 'create table t (id int primary key, score_v1 int, score_v2 int, score_v3 int);',
    'two values only': 'create table t (id int primary key, x1 int, y1 int, x2 int, y2 int);',
    'other types': 'create table t (id int primary key, part1 int, part2 text, part3 date);',
    'two sides under one key':
      'create table u (id int primary key); create table friends (user1_id int references u, user2_id int references u, primary key (user1_id, user2_id));',
    'two sides with a check':
      'create table u (id int primary key); create table games (id int primary key, player1_id int references u, player2_id int references u, check (player1_id <> player2_id));',
    'two references to different tables':
      'create table u (id int primary key); create table v (id int primary key); create table t (id int primary key, part1_id int references u, part2_id int references v);',
    'a partition': {
      sql: 'create table t (id int, a int) partition by list (id); create table t1 partition of t default;',
      statistics: noStatistics,
    },
  },
});
