import { expect, it } from 'vitest';
import { postgres } from '../../engines/postgres/index.ts';
import { openEmbedded } from '../embedded.ts';
import { embeddedLab } from '../embedded-lab.ts';
import { offeredRewrites } from './offer.ts';

it('rewrites are tested beside a shadow whose tables are large, and leave it as it was', async () => {
  const lab = await embeddedLab(await openEmbedded());
  try {
    await lab.connection.exec(
      'create table users (id bigint primary key, name text); create table orders (id bigint primary key, user_id bigint not null references users)',
    );
    const catalog = await postgres.introspect(lab.connection);
    const columns = { averageWidth: 8, nullFraction: 0, distinct: -1 };
    const table = (rows: number) => ({
      origin: 'declared' as const,
      rows,
      pages: rows / 100,
      columns: { id: columns },
    });
    await lab.believe(catalog, {
      settings: {},
      tables: { 'public.users': table(1e6), 'public.orders': table(1e8) },
      indexes: {},
      sequences: {},
    });
    const sql = 'select id from users where id not in (select user_id from orders)';
    const before = await lab.plan({ sql });
    const [offered] = await offeredRewrites(lab.connection, catalog, sql);
    expect(offered?.id).toBe('not-in-to-not-exists');
    expect((await lab.plan({ sql })).plan).toEqual(before.plan);
    const after = await lab.plan({ sql: offered?.sql ?? '' });
    expect(before.plan.root.totalCost).toBeGreaterThan(1e6);
    expect(after.plan.root.totalCost).toBeLessThan(before.plan.root.totalCost);
  } finally {
    await lab.close();
  }
});
