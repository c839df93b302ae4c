import { expect, test } from 'vitest';
import type { Table } from '../catalog/table.ts';
import { mayChange, rowsRead } from './rows-changed.ts';

const tables = [
  { name: 'orders', columns: [{ name: 'id' }, { name: 'total' }, { name: 'customer_id' }] },
  { name: 'customers', columns: [{ name: 'id' }, { name: 'email' }] },
] as unknown as readonly Table[];

const orphans =
  'SELECT count(*) FROM shop.orders o WHERE NOT EXISTS (SELECT FROM shop.customers c WHERE c.id = o.customer_id)';
const changes = (count: string, sql: string) =>
  mayChange({ kind: 'statements', statements: [{ sql, transactional: true }] }, rowsRead(count, tables));

test.each([
  'ALTER TABLE shop.orders ADD COLUMN cents bigint',
  'ALTER TABLE shop.orders ADD CONSTRAINT f FOREIGN KEY (customer_id) REFERENCES shop.customers ON DELETE CASCADE NOT VALID',
  'ALTER TABLE shop.orders ALTER COLUMN total TYPE numeric(14, 2)',
  'ALTER TABLE shop.customers DROP CONSTRAINT customers_email_key',
  'CREATE INDEX CONCURRENTLY i ON shop.orders (customer_id)',
  "INSERT INTO shop.events (what) VALUES ('begun')",
  'UPDATE shop.events SET what = 1',
  'DROP INDEX shop.orders_customer_id_idx',
  '-- all of it\nANALYZE shop.orders',
])('leaves what is counted: %s', (sql) => expect(changes(orphans, sql)).toBe(false));

test.each([
  'UPDATE shop.orders SET customer_id = NULL WHERE customer_id = 7',
  // A trigger may set the other columns, too.
  'WITH p AS (SELECT id FROM shop.orders LIMIT 10) UPDATE shop.orders o SET total = 1 FROM p WHERE p.id = o.id',
  'INSERT INTO shop.customers (id) VALUES (7)',
  // It may take rows of orders along.
  'DELETE FROM shop.regions',
  'ALTER TABLE shop.orders RENAME COLUMN total TO customer_id',
  'ALTER TABLE shop.orders ALTER COLUMN "customer_id" TYPE bigint',
  'ALTER TABLE shop.orders RENAME TO purchases',
  'ALTER TABLE shop.orders DROP COLUMN customer_id',
  'DROP TABLE shop.customers',
  'SELECT shop.mend_orders()',
  'DO $$ BEGIN PERFORM 1; END $$',
  'CREATE TRIGGER t BEFORE UPDATE ON shop.orders FOR EACH ROW SET NEW.customer_id = 1',
  'PRAGMA foreign_keys = OFF;\nINSERT INTO relvar_new SELECT * FROM other',
])('may change what is counted: %s', (sql) => expect(changes(orphans, sql)).toBe(true));

test('reads nothing of tables that are not there', () =>
  expect(rowsRead('SELECT count(*) FROM orders_new WHERE cents IS NULL', tables).tables.size).toBe(0));
