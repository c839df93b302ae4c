-- An online shop as it grew over three years: 21 tables, and the mistakes that real teams make.
-- Nothing here is contrived on purpose beyond what is seen in production every day.

create extension if not exists citext;
create extension if not exists pg_trgm;

create type order_status as enum ('pending', 'paid', 'packed', 'shipped', 'delivered', 'cancelled');

-- Customers ---------------------------------------------------------------------------------------------------------

create table users (
  id serial primary key,
  email varchar(255) not null,
  password varchar(255) not null,
  first_name varchar(100),
  last_name varchar(100),
  full_name varchar(201),
  phone varchar(50),
  birth_date varchar(10),
  is_active smallint default 1,
  last_login_ip varchar(45),
  preferences text default '{}',
  created_at timestamp default now(),
  updated_at timestamp,
  deleted_at timestamp
);
create unique index users_email_key on users (email);
create index users_email_idx on users (email);

create table addresses (
  id serial primary key,
  user_id integer not null references users on delete cascade,
  label varchar(50),
  line1 varchar(200) not null,
  line2 varchar(200),
  city varchar(100) not null,
  postal_code varchar(20) not null,
  country char(2) not null,
  created_at timestamptz not null default now()
);

create table sessions (
  id uuid primary key default gen_random_uuid(),
  user_id integer references users,
  token text not null,
  payload json,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sessions_user_id_idx on sessions (user_id);
create index sessions_user_id_created_at_idx on sessions (user_id, created_at);

-- Catalogue ---------------------------------------------------------------------------------------------------------

create table categories (
  id serial primary key,
  parent_id integer references categories,
  name varchar(100) not null,
  slug varchar(100) not null,
  created_at timestamptz not null default now()
);

create table brands (
  id serial primary key,
  name varchar(100) not null unique,
  created_at timestamptz not null default now()
);

create table products (
  id serial primary key,
  brand_id integer references brands,
  sku varchar(50) not null,
  name varchar(200) not null,
  description text,
  price double precision not null,
  currency char(3) not null default 'EUR',
  tags text,
  attributes jsonb not null default '{}',
  image1 varchar(500),
  image2 varchar(500),
  image3 varchar(500),
  review_count integer not null default 0,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create unique index products_sku_key on products (sku);
create index products_active_idx on products (active);
create index products_name_trgm_idx on products using gin (name gin_trgm_ops);
create index products_attributes_idx on products (attributes);

create table product_categories (
  product_id integer not null references products on delete cascade,
  category_id integer not null references categories on delete cascade
);
create index product_categories_product_id_idx on product_categories (product_id);

create table product_variants (
  id serial primary key,
  product_id integer not null references products on delete cascade,
  sku varchar(50) not null unique,
  color varchar(30),
  size varchar(10),
  price_difference numeric(10, 2) not null default 0,
  created_at timestamptz not null default now()
);

create table inventory (
  variant_id integer not null references product_variants on delete cascade,
  warehouse_id integer not null,
  quantity integer not null default 0,
  updated_at timestamptz not null default now(),
  primary key (variant_id, warehouse_id)
);

create table warehouses (
  id serial primary key,
  name varchar(100) not null,
  city varchar(100),
  country char(2) not null
);

-- Orders ------------------------------------------------------------------------------------------------------------

create table carts (
  id bigserial primary key,
  user_id integer references users on delete cascade,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index carts_user_id_idx on carts (user_id);

create table cart_items (
  id bigserial primary key,
  cart_id bigint not null references carts on delete cascade,
  variant_id bigint not null references product_variants,
  quantity integer not null default 1
);
create index cart_items_cart_id_idx on cart_items (cart_id);
create index cart_items_variant_id_idx on cart_items (variant_id);

create table orders (
  id serial primary key,
  user_id integer not null references users,
  order_number varchar(20) not null,
  status order_status not null default 'pending',
  shipping_address_id integer references addresses,
  customer_email varchar(255),
  subtotal numeric(12, 2) not null,
  tax numeric(12, 2) not null default 0,
  total numeric(12, 2) not null,
  currency char(3) not null default 'EUR',
  coupon_id integer,
  notes text,
  placed_at timestamp not null default now(),
  created_at timestamp not null default now(),
  updated_at timestamp
);
create index orders_status_idx on orders (status);
create index orders_created_at_idx on orders (created_at);

create table order_items (
  id serial primary key,
  order_id integer not null references orders on delete cascade,
  variant_id integer not null references product_variants,
  product_name varchar(200) not null,
  quantity integer not null,
  unit_price numeric(12, 2) not null,
  line_total numeric(12, 2) not null
);

create table payments (
  id serial primary key,
  order_id integer not null references orders,
  provider varchar(30) not null,
  provider_reference varchar(100),
  amount money not null,
  status varchar(20) not null default 'pending',
  raw_response json,
  paid_at timestamptz,
  created_at timestamptz not null default now()
);
create index payments_order_id_idx on payments (order_id);

create table refunds (
  id serial primary key,
  payment_id integer not null references payments,
  amount numeric(12, 2) not null,
  reason text,
  created_at timestamptz not null default now()
);

create table coupons (
  id serial primary key,
  code varchar(30) not null,
  discount_percent integer,
  starts_at timestamptz,
  ends_at timestamptz,
  used integer not null default 0
);

-- Around it ---------------------------------------------------------------------------------------------------------

create table reviews (
  id serial primary key,
  product_id integer not null references products on delete cascade,
  user_id integer references users on delete set null,
  rating integer not null,
  body text,
  created_at timestamptz not null default now(),
  unique (product_id, user_id)
);

create table comments (
  id serial primary key,
  commentable_type varchar(50) not null,
  commentable_id integer not null,
  user_id integer not null,
  body text not null,
  created_at timestamptz not null default now()
);

create table audit_log (
  id bigserial primary key,
  table_name varchar(63) not null,
  row_id bigint not null,
  action varchar(10) not null,
  old_data jsonb,
  new_data jsonb,
  user_id integer,
  created_at timestamptz not null default now()
);
create index audit_log_created_at_idx on audit_log (created_at);

create table settings (
  key varchar(100),
  value varchar(1000)
);

-- The support team reads orders through this view; rows of other tenants were hidden by policy once.
alter table addresses enable row level security;
create policy addresses_owner on addresses using (user_id = current_setting('app.user_id')::integer);

create view customer_addresses as
  select u.id as user_id, u.email, a.line1, a.city, a.country from users u join addresses a on a.user_id = u.id;

create function order_total(wanted integer) returns numeric
  language sql stable security definer
  as $$ select sum(line_total) from order_items where order_id = wanted $$;
