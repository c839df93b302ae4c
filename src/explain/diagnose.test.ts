import { describe, expect, it } from 'vitest';
import { diagnosed } from '../../test/sign.ts';

const places = `create table places (id int primary key, city int, zip int, name text);
  insert into places select n, n % 20, (n % 20) * 10, 'p' || n from generate_series(1, 60000) n;
  create table visits (id int, place_id int, body text);
  insert into visits select n, n, repeat('x', 20) from generate_series(1, 60000) n; create index on visits (place_id)`;

describe('diagnose', () => {
  it('tells where a wrong estimate starts, and what follows from it', async () => {
    const found = await diagnosed({
      schema: places,
      query: `select sum(length(v.body)) from places p join visits v on v.place_id = p.id
        where p.city = 7 and p.zip = 70 and p.name > 'p'`,
      settings: { enable_seqscan: 'on', enable_hashjoin: 'off', enable_mergejoin: 'off' },
    });
    expect(found.filter((one) => one.sign === 'wrong-row-estimate').map((one) => one.message)).toEqual([
      expect.stringMatching(/rows of places p .* it starts here; .* above it (is|are) wrong because of it/),
    ]);
  });

  it('tells trouble that a wrong estimate led to as its consequence, and the estimate first', async () => {
    const found = await diagnosed({
      schema: `create table places (id int primary key, city int, zip int, district int);
        insert into places select n, n % 5, (n % 5) * 10, (n % 5) * 7 from generate_series(1, 60000) n;
        create table visits (id int, place_id int, body text);
        insert into visits select n, n, repeat('x', 20) from generate_series(1, 60000) n; create index on visits (place_id)`,
      query: `select sum(length(v.body)) from places p join visits v on v.place_id = p.id
        where p.city = 2 and p.zip = 20 and p.district = 14`,
      settings: { enable_hashjoin: 'off', enable_mergejoin: 'off', enable_memoize: 'off' },
    });
    expect(found[0]?.sign).toBe('wrong-row-estimate');
    expect(found.find((one) => one.sign === 'nested-loop-over-many-rows')?.message).toMatch(
      /once for each of 12 000 rows.*It follows from a wrong estimate: \d{3} rows of places p were expected, 12 000 came/,
    );
  });

  it('says of a more exact sign what the less exact one would say, once', async () => {
    const found = await diagnosed({
      schema: places,
      query: "select * from places where lower(name) = 'p77'",
    });
    expect(found.map((one) => one.sign)).toContain('function-on-column');
    expect(found.map((one) => one.sign)).not.toContain('sequential-scan-discards-rows');
  });

  it('says once what every partition shows', async () => {
    const found = await diagnosed({
      schema: `create table log (id int, account int, at int) partition by range (at);
        ${[0, 1, 2, 3].map((n) => `create table log_${n} partition of log for values from (${n * 10000}) to (${n * 10000 + 10000});`).join(' ')}
        insert into log select n, n % 900, n from generate_series(1, 39999) n`,
      query: 'select * from log where account = 5',
    });
    const scans = found.filter((one) => one.sign === 'sequential-scan-discards-rows');
    // A partition has too few rows for a word of its own.
    expect(scans.length).toBeLessThanOrEqual(1);
    expect(found.map((one) => one.sign)).toContain('partitions-not-pruned');
  });

  it('is in order of weight, and has nothing to say of a good plan', async () => {
    const found = await diagnosed({ schema: places, query: 'select * from places where id = 77' });
    expect(found).toEqual([]);
    const several = await diagnosed({
      schema: places,
      query: 'select count(*) from (select distinct name from places where city <> 7 order by name) x',
      settings: { work_mem: '256kB' },
    });
    const weights = several.map((one) => one.weight);
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
    expect(several.length).toBeGreaterThan(0);
  });
});
