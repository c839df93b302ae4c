import { describe, expect, it } from 'vitest';
import { embedded, resetDatabase } from '../../../test/embedded.ts';
import { postgres } from '../../engines/postgres/index.ts';
import { rowLayout } from './layout.ts';

/** What a row takes is what the engine says: pg_column_size of a row has the header, and not the rounding at its end. */
describe('rowLayout', () => {
  it.each([
    ['boolean, bigint, boolean, bigint', 'true, 1, true, 1'],
    ['int, bigint, int', '1, 1, 1'],
    ['smallint, int, smallint, bigint, boolean', '1, 1, 1, 1, true'],
    ['uuid, boolean, timestamptz, date', 'gen_random_uuid(), true, now(), now()'],
    ['boolean, timetz, boolean, double precision', 'true, now(), true, 1'],
    ['macaddr, smallint, name, bigint', `'08:00:2b:01:02:03', 1, 'x', 1`],
  ])('of %s is as the engine has it', async (types, values) => {
    const database = await embedded();
    await resetDatabase();
    const columns = types.split(', ').map((type, at) => `c${at} ${type}`);
    await database.exec(`create table t (${columns.join(', ')}); insert into t values (${values});`);
    const [row] = await database.query('select pg_column_size(t.*) as bytes from t');
    const [table] = (await postgres.introspect(database)).tables;
    const layout = rowLayout(table?.columns ?? [], () => 0);
    expect(layout.bytes).toBe(Math.ceil(Number(row?.['bytes']) / 8) * 8);
    const best = layout.best.map((column) => column.name).join(', ');
    await database.exec(`create table better as select ${best} from t`);
    const [better] = await database.query('select pg_column_size(b.*) as bytes from better b');
    expect(layout.bestBytes).toBe(Math.ceil(Number(better?.['bytes']) / 8) * 8);
  });

  it('expects half of the gaps behind a text', () => {
    const fixed = { text: 'bigint', family: 'integer', name: 'bigint', bytes: 8, alignment: 8 } as const;
    const text = { text: 'text', family: 'text', name: 'text', alignment: 4 } as const;
    const column = (type: typeof fixed | typeof text, at: number) => ({
      name: `c${at}`,
      type,
      nullable: true,
      local: true,
    });
    const layout = rowLayout([text, fixed, fixed, text, fixed].map(column), () => 10);
    expect(layout.bytes - layout.bestBytes).toBe(7);
    expect(layout.exact).toBe(false);
  });
});
