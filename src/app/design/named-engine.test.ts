import { expect, it } from 'vitest';
import { engineIn } from './named-engine.ts';

it.each([
  ['Users and orders. PostgreSQL 16', 'postgresql 16'],
  ['[CONSTRAINTS]\nwe use SQLite', 'sqlite'],
  ['It runs on MariaDB 10.11, users and orders', 'mariadb 10.11'],
  ['We move from MySQL to PostgreSQL.', 'postgresql'],
  ['PostgreSQL 3', 'postgresql'],
  ['On PostgreSQL or SQLite', undefined],
  ['users and orders', undefined],
])('reads the engine of %s', (text, engine) => {
  expect(engineIn(text)).toBe(engine);
});
