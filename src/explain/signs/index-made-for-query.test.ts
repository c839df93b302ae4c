import { expect, it } from 'vitest';
import { relvar } from '../../../test/run-cli.ts';

const schema = `PRAGMA foreign_keys = ON;
CREATE TABLE items (id INTEGER PRIMARY KEY, product TEXT, price INT);
CREATE TABLE prices (product TEXT, price INT);`;
const explain = (rows: string, query: string) =>
  relvar(['explain', '-', '--rows', rows, '--format', 'json', '--query', query], { input: schema });

it('tells what is built anew each time, and what spares it', async () => {
  const { out } = await explain(
    'items=2M,prices=100k',
    'select i.id from prices p join items i on i.product = p.product',
  );
  const { causes, remedies } = JSON.parse(out);
  expect(causes[0]).toMatchObject({ sign: 'index-made-for-query' });
  expect(causes[0].message).toMatch(/builds an index of [\d ]+ rows of \w+ \w on product, each time the query runs/);
  expect(remedies[0].sql[0]).toMatch(/CREATE INDEX \w+\s+ON \w+ \(product\)/);
});

it('says nothing where there is an index, and of what a sub-query gives', async () => {
  const { out } = await explain(
    'items=2M,prices=100k',
    'select * from items i join (select product, max(price) from prices group by product) p on p.product = i.product where i.id < 100',
  );
  expect(JSON.parse(out).causes.map((one: { sign: string }) => one.sign)).not.toContain('index-made-for-query');
});
