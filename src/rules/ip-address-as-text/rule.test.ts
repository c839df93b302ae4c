import { testRule } from '../../../test/rule.ts';
import { sampled } from '../../../test/sampled.ts';
import { rule } from './rule.ts';

testRule(rule, {
  flags: {
    'an address': {
      sql: 'create table t (id int primary key, ip text not null, "ipAddress" varchar(45));',
      rows: `insert into t values (1, '10.0.0.1', ''), (2, '::1', 'fe80::1');`,
      items: ['public.t:ip', 'public.t:"ipAddress"'],
    },
    'of somebody':
      'create table t (id int primary key, client_ip varchar(39), last_login_ip text, remote_addr text, source_ipv4 varchar(15));',
    'a name that may mean a host, of the length of an address':
      'create table t (id int primary key, remote_address varchar(45));',
    'values in the statistics': {
      sql: 'create table t (id int primary key, host_address text);',
      statistics: sampled('public.t', 'host_address', ['192.168.0.1', '10.0.0.0/8', '2001:db8::1']),
    },
    'a network': {
      sql: `create table t (id int primary key, cidr text default '10.0.0.0/8');`,
      rows: 'insert into t values (1);',
    },
  },
  allows: {
    addresses: 'create table t (id int primary key, ip inet, network cidr);',
    'other words':
      'create table t (id int primary key, zip text, ship text, description text, address text, email_address text, tip text);',
    'not the address itself':
      'create table t (id int primary key, ip_hash text, hashed_ip text, ip_country text, masked_ip text, ip_list text, mac_address text, ip_range text);',
    'a host name': 'create table t (id int primary key, remote_address text, server_address varchar(255));',
    'values that are none': {
      sql: 'create table t (id int primary key, client_ip text);',
      statistics: sampled('public.t', 'client_ip', ['10.0.0.1, 10.0.0.2', 'unknown']),
    },
    'too short': 'create table t (id int primary key, ip varchar(8));',
  },
});
