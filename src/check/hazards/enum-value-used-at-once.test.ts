import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './enum-value-used-at-once.ts';

testHazard(hazard, {
  flags: {
    'a value that is inserted': {
      schema: "create type mood as enum ('a'); create table t (m mood);",
      migration: "alter type mood add value 'b'; insert into t values ('b');",
    },
  },
  allows: {
    'a value that is used later': {
      schema: "create type mood as enum ('a'); create table t (m mood);",
      migration: "alter type mood add value 'b'; insert into t values ('b');",
      transaction: 'each',
    },
    'a type of the same migration': {
      schema: 'select 1;',
      migration: "create type mood as enum ('a'); create table t (m mood default 'a');",
    },
  },
});
