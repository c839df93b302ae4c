import { beforeAll, describe, expect, it } from 'vitest';
import { embedded, resetDatabase } from '../../../test/embedded.ts';
import type { NewIndex } from '../../advisor/advice.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { introspect } from '../../engines/postgres/introspect/index.ts';
import { embeddedLab } from '../../lab/embedded-lab.ts';
import type { Lab } from '../../lab/lab.ts';
import { readsOf } from './reads.ts';

let catalog: Catalog;
let lab: Lab;
beforeAll(async () => {
  await resetDatabase();
  const database = await embedded();
  await database.exec(`
    create table users (id int primary key, name text);
    create table events (at date not null, kind int, user_id int) partition by range (at);
    create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
    create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');
    create index on events (kind);
    set enable_seqscan = off;`);
  catalog = await introspect(database);
  lab = await embeddedLab(database);
});

const reads = async (sql: string, created: readonly NewIndex[] = []) => {
  const [planned] = await lab.suppose({ changes: created }, [{ sql }]);
  if (!planned || 'error' in planned) throw new Error(planned?.error);
  return readsOf(catalog, created)(planned.plan);
};

describe('how a plan reads its tables', () => {
  it('tells the index by its definition', async () => {
    expect(await reads('select * from users where id = 1')).toEqual({ 'public.users': 'unique users (id)' });
  });

  it('tells a table that is read from end to end, whatever else reads it', async () => {
    const sql = 'select * from users where id = 1 or id in (select length(name) from users)';
    expect(await reads(sql)).toEqual({ 'public.users': null });
  });

  it('tells partitions as their whole, with indexes that are there and supposed ones', async () => {
    expect(await reads('select * from events where kind = 1')).toEqual({ 'public.events': 'events (kind)' });
    const supposed: NewIndex = {
      kind: 'create index',
      name: 'events_user_id_idx',
      table: { schema: 'public', name: 'events' },
      partitioned: true,
      keys: [{ column: 'user_id' }],
    };
    expect(await reads('select * from events where user_id = 1', [supposed])).toEqual({
      'public.events': 'events (user_id)',
    });
  });
});
