import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openEmbedded } from '../src/lab/embedded.ts';
import { introspect } from '../src/engines/postgres/introspect/index.ts';
it('reads', async () => {
  const c = await openEmbedded({ extensions: ['pg_trgm','citext','ltree','pgcrypto','btree_gin','fuzzystrmatch','uuid-ossp'] });
  const f = process.env['F'] ?? 'chinook';
  const sql = readFileSync(`/work/shared/corpus/postgres/${f}.sql`, 'utf8').replace(/^\\.*$/gm, '');
  let bad = 0;
  await c.exec('begin');
  for (const s of sql.split(/;\s*\n/)) { await c.exec('savepoint a'); const r = await c.batch([s]); if (r.error) { if (bad++ < 5) console.log(r.error.message); await c.exec('rollback to a'); } await c.exec('release a'); }
  await c.exec('commit');
  const t = performance.now();
  const cat = await introspect(c);
  console.log(f, 'bad', bad, 'ms', performance.now() - t, cat.tables.length, cat.tables.reduce((n, x) => n + x.columns.length, 0), 'idx', cat.tables.reduce((n, x) => n + x.indexes.length, 0), 'fk', cat.tables.reduce((n, x) => n + x.foreignKeys.length, 0), cat.views.length, cat.types.length, cat.routines.length, cat.others.length);
  writeFileSync(`/tmp/lab/s/${f}.json`, JSON.stringify(cat, (_, v) => typeof v === 'bigint' ? String(v) : v, 1));
  expect(cat.tables.length).toBeGreaterThan(1);
});
