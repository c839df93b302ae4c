import { testChanges } from '../../../../test/changes.ts';

const orders = { schema: 'public', name: 'orders' };
const customers = { schema: 'public', name: 'customers' };
const events = { schema: 'public', name: 'events' };
const odd = { schema: 'public', name: 'Order 🛒' };
const plain = `create table customers (id int primary key, code text);
  create table orders (id int not null, customer_id int, email text, code int, total numeric);
  insert into customers values (1, 'a'); insert into orders values (1, 1, 'a@b', 1, 5), (2, null, 'b@b', 2, 6)`;
const partitioned = `create table customers (id int primary key);
  create table events (id int not null, customer_id int, at date) partition by range (at);
  create table events_1 partition of events for values from ('2024-01-01') to ('2025-01-01');
  insert into customers values (1); insert into events values (1, 1, '2024-02-02')`;
const validated = (name: string) => `select bool_and(convalidated) from pg_constraint where conname = '${name}'`;
const notNull = (table: string, ...columns: string[]) =>
  `select bool_and(attnotnull) and not exists (select 1 from pg_constraint where contype = 'c' and conrelid = '${table}'::regclass)
  from pg_attribute where attrelid = '${table}'::regclass and attname in (${columns.map((column) => `'${column}'`).join()})`;

testChanges({
  'add foreign key': {
    given: plain,
    change: {
      kind: 'add foreign key',
      table: orders,
      name: 'orders_customer_id_fkey',
      columns: ['customer_id'],
      references: customers,
      referencedColumns: ['id'],
      onDelete: 'cascade',
      onUpdate: 'no action',
    },
    sql: [
      `ALTER TABLE public.orders
  ADD CONSTRAINT orders_customer_id_fkey
  FOREIGN KEY (customer_id)
  REFERENCES public.customers (id)
  ON UPDATE NO ACTION ON DELETE CASCADE NOT VALID`,
      'ALTER TABLE public.orders VALIDATE CONSTRAINT orders_customer_id_fkey',
    ],
    after: 'delete from customers',
    holds: `select convalidated and confdeltype = 'c' and (select count(*) from orders) = 1
      from pg_constraint where conname = 'orders_customer_id_fkey'`,
  },
  'add foreign key of several columns, checked late': {
    given: `create table customers (a int, b int, unique (a, b)); create table orders (id int, x int, y int);
      insert into orders values (1, null, null)`,
    change: {
      kind: 'add foreign key',
      table: orders,
      name: 'f',
      columns: ['x', 'y'],
      references: customers,
      referencedColumns: ['a', 'b'],
      match: 'full',
      onDelete: 'set null',
      deferrable: true,
      initiallyDeferred: true,
    },
    sql: [
      `ALTER TABLE public.orders
  ADD CONSTRAINT f
  FOREIGN KEY (x, y)
  REFERENCES public.customers (a, b)
  MATCH FULL ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED NOT VALID`,
      'ALTER TABLE public.orders VALIDATE CONSTRAINT f',
    ],
    holds: `select convalidated and condeferred and confmatchtype = 'f' from pg_constraint where conname = 'f'`,
  },
  'add foreign key that empties one of its columns': {
    given: `create table customers (a int, b int, unique (a, b)); create table orders (x int not null, y int);
      insert into customers values (1, 1); insert into orders values (1, 1)`,
    change: {
      kind: 'add foreign key',
      table: orders,
      name: 'f',
      columns: ['x', 'y'],
      references: customers,
      referencedColumns: ['a', 'b'],
      onDelete: 'set null',
      onDeleteColumns: ['y'],
    },
    sql: [
      `ALTER TABLE public.orders
  ADD CONSTRAINT f
  FOREIGN KEY (x, y)
  REFERENCES public.customers (a, b)
  ON DELETE SET NULL (y) NOT VALID`,
      'ALTER TABLE public.orders VALIDATE CONSTRAINT f',
    ],
    from: 15,
    after: 'delete from customers',
    holds: 'select x = 1 and y is null from orders',
  },
  'add foreign key on a partitioned table': {
    given: partitioned,
    change: {
      kind: 'add foreign key',
      table: events,
      name: 'events_customer_id_fkey',
      columns: ['customer_id'],
      references: customers,
      referencedColumns: ['id'],
      partitioned: true,
    },
    sql: [
      `ALTER TABLE public.events
  ADD CONSTRAINT events_customer_id_fkey
  FOREIGN KEY (customer_id)
  REFERENCES public.customers (id)
  NOT VALID`,
      'ALTER TABLE public.events VALIDATE CONSTRAINT events_customer_id_fkey',
    ],
    before18: [
      `-- Writes to both tables wait until every row is checked.
ALTER TABLE public.events
  ADD CONSTRAINT events_customer_id_fkey
  FOREIGN KEY (customer_id)
  REFERENCES public.customers (id)`,
    ],
    holds: `select bool_and(convalidated) and count(*) >= 2 from pg_constraint where contype = 'f'`,
  },
  'set deferrable': {
    given: `${plain}; alter table orders add constraint f foreign key (customer_id) references customers`,
    change: { kind: 'set deferrable', table: orders, name: 'f', deferrable: true, initiallyDeferred: true },
    sql: ['ALTER TABLE public.orders\n  ALTER CONSTRAINT f\n  DEFERRABLE INITIALLY DEFERRED'],
    holds: `select condeferrable and condeferred from pg_constraint where conname = 'f'`,
  },
  'add primary key': {
    given: plain,
    change: { kind: 'add primary key', table: orders, name: 'orders_pkey', columns: ['id'] },
    sql: [
      'CREATE UNIQUE INDEX CONCURRENTLY orders_pkey ON public.orders (id)',
      `ALTER TABLE public.orders
  ADD CONSTRAINT orders_pkey
  PRIMARY KEY USING INDEX orders_pkey`,
    ],
    holds: `select conkey = '{1}' from pg_constraint where conname = 'orders_pkey' and contype = 'p'`,
  },
  'add primary key over columns that may be null': {
    given: plain,
    change: {
      kind: 'add primary key',
      table: orders,
      name: 'orders_pkey',
      columns: ['id', 'code'],
      nullable: ['code'],
    },
    sql: [
      'CREATE UNIQUE INDEX CONCURRENTLY orders_pkey ON public.orders (id, code)',
      'ALTER TABLE public.orders\n  ADD CONSTRAINT orders_code_not_null\n  NOT NULL code\n  NOT VALID',
      'ALTER TABLE public.orders VALIDATE CONSTRAINT orders_code_not_null',
      'ALTER TABLE public.orders\n  ADD CONSTRAINT orders_pkey\n  PRIMARY KEY USING INDEX orders_pkey',
    ],
    before18: [
      'CREATE UNIQUE INDEX CONCURRENTLY orders_pkey ON public.orders (id, code)',
      'ALTER TABLE public.orders\n  ADD CONSTRAINT orders_code_not_null\n  CHECK (code IS NOT NULL)\n  NOT VALID',
      'ALTER TABLE public.orders VALIDATE CONSTRAINT orders_code_not_null',
      'ALTER TABLE public.orders ALTER COLUMN code SET NOT NULL',
      'ALTER TABLE public.orders DROP CONSTRAINT orders_code_not_null',
      'ALTER TABLE public.orders\n  ADD CONSTRAINT orders_pkey\n  PRIMARY KEY USING INDEX orders_pkey',
    ],
    holds: notNull('orders', 'id', 'code'),
  },
  'add primary key from an index': {
    given: `${plain}; create unique index orders_a on orders (id)`,
    change: { kind: 'add primary key', table: orders, name: 'orders_pkey', columns: ['id'], usingIndex: 'orders_a' },
    sql: ['ALTER TABLE public.orders\n  ADD CONSTRAINT orders_pkey\n  PRIMARY KEY USING INDEX orders_a'],
    holds: `select to_regclass('orders_a') is null and indisprimary from pg_index where indexrelid = 'orders_pkey'::regclass`,
  },
  'add primary key on a partitioned table': {
    given: partitioned,
    change: {
      kind: 'add primary key',
      table: events,
      name: 'events_pkey',
      columns: ['id', 'at'],
      nullable: ['at'],
      partitioned: true,
    },
    sql: [
      'ALTER TABLE public.events\n  ADD CONSTRAINT events_at_not_null\n  NOT NULL at\n  NOT VALID',
      'ALTER TABLE public.events VALIDATE CONSTRAINT events_at_not_null',
      `-- Reads and writes wait until the index of every partition is built.
ALTER TABLE public.events
  ADD CONSTRAINT events_pkey
  PRIMARY KEY (id, at)`,
    ],
    before18: [
      'ALTER TABLE public.events\n  ADD CONSTRAINT events_at_not_null\n  CHECK (at IS NOT NULL)\n  NOT VALID',
      'ALTER TABLE public.events VALIDATE CONSTRAINT events_at_not_null',
      'ALTER TABLE public.events ALTER COLUMN at SET NOT NULL',
      'ALTER TABLE public.events DROP CONSTRAINT events_at_not_null',
      `-- Reads and writes wait until the index of every partition is built.
ALTER TABLE public.events
  ADD CONSTRAINT events_pkey
  PRIMARY KEY (id, at)`,
    ],
    holds: `select count(*) = 2 from pg_constraint where contype = 'p' and conrelid in ('events'::regclass, 'events_1'::regclass)`,
  },
  'add unique': {
    given: plain,
    change: { kind: 'add unique', table: orders, name: 'orders_email_key', columns: ['email'] },
    sql: [
      'CREATE UNIQUE INDEX CONCURRENTLY orders_email_key\n  ON public.orders (email)',
      'ALTER TABLE public.orders\n  ADD CONSTRAINT orders_email_key\n  UNIQUE USING INDEX orders_email_key',
    ],
    holds: `select contype = 'u' from pg_constraint where conname = 'orders_email_key'`,
  },
  'add unique where nulls are equal': {
    given: plain,
    from: 15,
    change: { kind: 'add unique', table: orders, name: 'u', columns: ['email', 'code'], nullsNotDistinct: true },
    sql: [
      'CREATE UNIQUE INDEX CONCURRENTLY u\n  ON public.orders (email, code)\n  NULLS NOT DISTINCT',
      'ALTER TABLE public.orders ADD CONSTRAINT u UNIQUE USING INDEX u',
    ],
    holds: `select pg_get_constraintdef(oid) = 'UNIQUE NULLS NOT DISTINCT (email, code)' from pg_constraint where conname = 'u'`,
  },
  'add unique on a partitioned table': {
    given: partitioned,
    change: { kind: 'add unique', table: events, name: 'events_id_at_key', columns: ['id', 'at'], partitioned: true },
    sql: [
      `-- Reads and writes wait until the index of every partition is built.
ALTER TABLE public.events
  ADD CONSTRAINT events_id_at_key
  UNIQUE (id, at)`,
    ],
    holds: `select count(*) = 2 from pg_constraint where contype = 'u' and conrelid in ('events'::regclass, 'events_1'::regclass)`,
  },
  'add check': {
    given: plain,
    change: { kind: 'add check', table: orders, name: 'orders_total_check', expression: '(total > 0) or (code > 0)' },
    sql: [
      `ALTER TABLE public.orders
  ADD CONSTRAINT orders_total_check
  CHECK ((total > 0) or (code > 0))
  NOT VALID`,
      'ALTER TABLE public.orders VALIDATE CONSTRAINT orders_total_check',
    ],
    holds: validated('orders_total_check'),
  },
  'drop constraint': {
    given: `${plain}; alter table orders add constraint c check (total > 0)`,
    change: { kind: 'drop constraint', table: orders, name: 'c' },
    sql: ['ALTER TABLE public.orders DROP CONSTRAINT c'],
    after: 'insert into orders values (3, 1, null, 3, -1)',
    holds: 'select count(*) = 3 from orders',
  },
  'validate constraint': {
    given: `${plain}; alter table orders add constraint c check (total > 0) not valid`,
    change: { kind: 'validate constraint', table: orders, name: 'c' },
    sql: ['ALTER TABLE public.orders VALIDATE CONSTRAINT c'],
    holds: validated('c'),
  },
  'set not null': {
    given: plain,
    change: { kind: 'set not null', table: orders, column: 'email' },
    sql: [
      'ALTER TABLE public.orders\n  ADD CONSTRAINT orders_email_not_null\n  NOT NULL email\n  NOT VALID',
      'ALTER TABLE public.orders VALIDATE CONSTRAINT orders_email_not_null',
    ],
    before18: [
      'ALTER TABLE public.orders\n  ADD CONSTRAINT orders_email_not_null\n  CHECK (email IS NOT NULL)\n  NOT VALID',
      'ALTER TABLE public.orders VALIDATE CONSTRAINT orders_email_not_null',
      'ALTER TABLE public.orders ALTER COLUMN email SET NOT NULL',
      'ALTER TABLE public.orders DROP CONSTRAINT orders_email_not_null',
    ],
    holds: notNull('orders', 'email'),
  },
  'set not null on odd names': {
    given: `create table "Order 🛒" ("select" int, "${'ü'.repeat(31)}" int); insert into "Order 🛒" values (1, 2)`,
    change: { kind: 'set not null', table: odd, column: 'ü'.repeat(31) },
    sql: [
      `ALTER TABLE public."Order 🛒"
  ADD CONSTRAINT "Order 🛒_${'ü'.repeat(21)}_not_null"
  NOT NULL "${'ü'.repeat(31)}"
  NOT VALID`,
      `ALTER TABLE public."Order 🛒"\n  VALIDATE CONSTRAINT "Order 🛒_${'ü'.repeat(21)}_not_null"`,
    ],
    before18: [
      `ALTER TABLE public."Order 🛒"
  ADD CONSTRAINT "Order 🛒_${'ü'.repeat(21)}_not_null"
  CHECK ("${'ü'.repeat(31)}" IS NOT NULL)
  NOT VALID`,
      `ALTER TABLE public."Order 🛒"\n  VALIDATE CONSTRAINT "Order 🛒_${'ü'.repeat(21)}_not_null"`,
      `ALTER TABLE public."Order 🛒"\n  ALTER COLUMN "${'ü'.repeat(31)}" SET NOT NULL`,
      `ALTER TABLE public."Order 🛒"\n  DROP CONSTRAINT "Order 🛒_${'ü'.repeat(21)}_not_null"`,
    ],
    holds: notNull('"Order 🛒"', 'ü'.repeat(31)),
  },
  'drop not null': {
    given: plain,
    change: { kind: 'drop not null', table: orders, column: 'id' },
    sql: ['ALTER TABLE public.orders ALTER COLUMN id DROP NOT NULL'],
    after: 'insert into orders default values',
    holds: 'select count(*) = 1 from orders where id is null',
  },
});
