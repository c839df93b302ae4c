import { testRule } from '../../../test/rule.ts';
import { sampled } from '../../../test/sampled.ts';
import { rule } from './rule.ts';

const uuid = '01890a5d-ac96-774b-bcce-b302099a8057';

testRule(rule, {
  flags: {
    'a default that makes them': {
      sql: 'create table t (id text primary key default gen_random_uuid()::text, name text);',
      rows: `insert into t values (default, 'a'), ('${uuid.toUpperCase()}', 'b');`,
      items: ['public.t:id'],
    },
    'a key of 36 characters and what refers to it, at once': {
      sql: `create table users (id varchar(36) primary key);
        create table "Posts" (id int primary key, "authorId" char(36) references users on delete cascade, editor_id varchar(36) references users on delete set null);
        create index on "Posts" ("authorId");`,
      rows: `insert into users values ('${uuid}'); insert into "Posts" values (1, '${uuid}', null);`,
      items: ['public.users:id'],
    },
    'the name': {
      sql: 'create table t (id int primary key, uuid varchar(36), "requestGuid" text);',
      rows: `insert into t values (1, '${uuid}', ''), (2, null, '${uuid.replaceAll('-', '')}');`,
      items: ['public.t:uuid', 'public.t:"requestGuid"'],
    },
    'an identifier of 36 characters': 'create table t (id int primary key, device_id char(36));',
    'values in the statistics': {
      sql: 'create table t (id int primary key, reference text);',
      statistics: sampled('public.t', 'reference', [uuid]),
    },
    'an empty default: said, but not changed': `create table t (id int primary key, uuid varchar(36) not null default '');`,
    'a deferrable key': {
      sql: 'create table a (id varchar(36) primary key); create table b (id int primary key, a_id varchar(36) references a deferrable initially deferred);',
      rows: `insert into a values ('${uuid}'); insert into b values (1, '${uuid}');`,
      items: ['public.a:id'],
    },
  },
  allows: {
    'a password that is an MD5 hash, as long as a UUID': {
      sql: 'create table users (id bigint primary key, password varchar(255) not null);',
      statistics: sampled('public.users', 'password', [
        'c4ca4238a0b923820dcc509a6f75849b',
        'c81e728d9d4c2f636f067f89cc14862c',
      ]),
    },
    'checksums by name':
      'create table files (id bigint primary key, md5 char(32), etag varchar(36), content_hash varchar(36));',
    'a migration tool’s own table': 'create table _prisma_migrations (id varchar(36) primary key, name text);',
    'a uuid': 'create table t (id uuid primary key, other_uuid uuid);',
    'other texts of that length':
      'create table t (id int primary key, name varchar(36), value_type varchar(36), uid varchar(11), md5 char(32));',
    'about UUIDs, not UUIDs': 'create table t (id int primary key, uuid_count int, uuid_version text, uuid_type text);',
    'too short or too long': 'create table t (id int primary key, uuid varchar(22), guid varchar(1000));',
    'values that are none': {
      sql: 'create table t (id varchar(36) primary key);',
      statistics: sampled('public.t', 'id', ['cus_8123', uuid]),
    },
    'values of what refers to it are none': {
      sql: 'create table a (id varchar(36) primary key); create table b (id int primary key, a_id varchar(36) references a);',
      statistics: sampled('public.b', 'a_id', ['legacy-1']),
    },
  },
});
