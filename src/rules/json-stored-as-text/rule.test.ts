import { testRule } from '../../../test/rule.ts';
import { sampled } from '../../../test/sampled.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'json in the name': {
      sql: 'create table t (id int primary key, data_json text, "jsonBody" text not null);',
      rows: `insert into t values (1, '', '{"a": [1]}'), (2, null, '[]');`,
      items: ['public.t:data_json', 'public.t:"jsonBody"'],
    },
    'a default of JSON': {
      sql: `create table t (id int primary key, options text not null default '{}', filters text default '[]', "Other" text default '{"a": 1}');`,
      rows: `insert into t (id) values (1);`,
      items: ['public.t:options', 'public.t:filters', 'public.t:"Other"'],
    },
    'a likely name': {
      sql: 'create table t (id int primary key, payload text, user_preferences text);',
      rows: `insert into t values (1, '{}', '');`,
    },
    'values in the statistics': {
      sql: 'create table t (id int primary key, details text);',
      statistics: sampled('public.t', 'details', ['{"a": 1}', '[]', '{"b": "cut of']),
    },
    'a comment': `create table t (id int primary key, details text); comment on column t.details is 'JSON, see the API';`,
    'a check, which the type makes pointless': {
      sql: 'create table t (id int primary key, body text check (body is json));',
      rows: `insert into t values (1, '{}');`,
    },
    'a default that is no whole JSON: said, but not changed': `create table t (id int primary key, config text default '{"a":');`,
  },
  allows: {
    json: 'create table t (id int primary key, data_json jsonb, payload json);',
    'about JSON, not JSON':
      'create table t (id int primary key, json_path text, json_file_name text, metadata_url text, payload_type text, payload_hash text);',
    'another format': `create table t (id int primary key, encrypted_settings text, settings_yaml text, payload_xml text, metadata text); comment on column t.metadata is 'YAML of the release';`,
    'names that may mean anything':
      'create table t (id int primary key, data text, content text, config text, body text, details text);',
    'a short text': 'create table t (id int primary key, settings varchar(20), metadata varchar(50));',
    'values that are none': {
      sql: 'create table t (id int primary key, metadata text);',
      statistics: sampled('public.t', 'metadata', ['ISO 100, f/8', 'ISO 200']),
    },
    'another default': `create table t (id int primary key, settings text default 'none');`,
    binary: 'create table t (id int primary key, payload bytea);',
  },
});
