import { it } from 'vitest';
import { embedded, resetDatabase } from '../../../test/embedded.ts';
import { postgres } from '../../engines/postgres/index.ts';
import { agree } from './agree.ts';
it('t', async () => {
  await resetDatabase();
  const d = await embedded();
  await d.exec("create table users (id bigint primary key, email text not null unique, name text); create table orders (id bigint primary key, user_id bigint not null references users, status text, total numeric, created_at timestamptz)");
  const catalog = await postgres.introspect(d);
  const log: Record<string, [number, number]> = {};
  const wrap = (name: string, f: any) => async (...a: any[]) => { const t = performance.now(); try { return await f.apply(d, a); } finally { const k = name + ' ' + String(Array.isArray(a[0]) ? a[0][0] : a[0]).slice(0, 30); const e = (log[k] ??= [0, 0]); e[0]++; e[1] += performance.now() - t; } };
  const c = { query: wrap('query', d.query), queryAll: wrap('all', d.queryAll), exec: wrap('exec', d.exec), batch: wrap('batch', d.batch), close: d.close };
  for (let i = 0; i < 4; i++) {
    for (const k in log) delete log[k];
    const t = performance.now();
    console.log(await agree(c as any, catalog, "select u.id, o.total from users u join orders o on o.user_id = u.id where o.status = $1 and o.created_at > '2026-01-01'", "select u.id, o.total from orders o join users u on o.user_id = u.id where o.status = $1 and o.created_at > '2026-01-01'"), performance.now() - t, log);
  }
});
