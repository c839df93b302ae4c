import { testRule } from '../../../test/rule.ts';
import type { ColumnStatistics } from '../../catalog/statistics.ts';
import { rule } from './rule.ts';

const users = 'create table users (id int primary key, password text);';
const password = (facts: Partial<ColumnStatistics>) => ({
  tables: {
    'public.users': {
      origin: 'observed' as const,
      rows: 100,
      columns: { password: { nullFraction: 0, averageWidth: 61, distinct: -1, ...facts } },
    },
  },
});

testRule(rule, {
  flags: {
    'a password': { sql: users, items: ['public.users:password'] },
    'a short password': {
      sql: 'create table users (id int primary key, passwd varchar(20));',
      items: ['public.users:passwd'],
    },
    'a password too short for a hash': { sql: users, statistics: password({ averageWidth: 10 }) },
    'keys and tokens, in quotes': {
      sql: 'create table "My App" (id int primary key, "apiKey" text, "clientSecret" text, "refreshToken" text, privatekey text);',
      items: [
        'public."My App":"apiKey"',
        'public."My App":"clientSecret"',
        'public."My App":"refreshToken"',
        'public."My App":privatekey',
      ],
    },
    cards: {
      sql: 'create table cards (id int primary key, card_number varchar(19), cvv char(4), expires date);',
      items: ['public.cards:card_number', 'public.cards:cvv'],
    },
    'a social security number as a number': 'create table people (id int primary key, ssn bigint);',
    'the key of a table of keys': {
      sql: 'create table api_keys (id int primary key, key text, name text);',
      items: ['public.api_keys:key'],
    },
    'the secret half of a pair': {
      sql: 'create table registries (id int primary key, access_key text, access_secret text);',
      items: ['public.registries:access_secret'],
    },
    'bytes, mildly': 'create table sessions (id int primary key, token bytea);',
  },
  allows: {
    hashes:
      'create table users (id int primary key, password_hash text, hashed_password text, encrypted_token text, password_digest text, bcrypt_password text, api_key_fingerprint text);',
    'a password with its salt': 'create table users (id int primary key, password varchar(40), salt varchar(40));',
    'a password of bcrypt’s length': 'create table users (id int primary key, password varchar(60));',
    'a password as wide as a hash': { sql: users, statistics: password({}) },
    'sampled hashes': {
      sql: users,
      statistics: password({ averageWidth: 34, commonValues: [{ value: '$2b$10$abcdefghijk', fraction: 0.01 }] }),
    },
    'facts about secrets':
      'create table t (id int primary key, password_changed_at timestamptz, token_type text, api_key_id int, secret_name text, token_count int, tokens int, password_reset_required boolean, secret_arn text, public_key text, password_hint text, token_expires_at timestamptz);',
    'tokens of another kind':
      'create table t (id int primary key, csrf_token text, next_page_token text, device_token text, sync_token text);',
    'the last digits': 'create table cards (id int primary key, card_number char(4), ssn varchar(4), card_last4 text);',
    'a generated column':
      'create table t (id int primary key, raw text, token text generated always as (upper(raw)) stored);',
  },
});
