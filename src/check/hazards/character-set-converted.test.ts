import { testHazard } from '../../../test/hazard.ts';
import { hazard } from './character-set-converted.ts';

testHazard(hazard, {
  flags: {
    'a unique text': {
      engine: 'mysql',
      schema: 'create table users (id int primary key, mail varchar(50) unique) charset latin1;',
      migration: 'alter table users convert to character set utf8mb4;',
    },
  },
  allows: {
    'what new columns get': {
      engine: 'mysql',
      schema: 'create table users (id int primary key, name varchar(50)) charset latin1;',
      migration: 'alter table users default character set utf8mb4;',
    },
    'a table without texts': {
      engine: 'mysql',
      schema: 'create table users (id int primary key) charset latin1;',
      migration: 'alter table users convert to character set utf8mb4;',
    },
  },
});
