import { describe, expect, it } from 'vitest';
import { readMysql } from '../../../../test/mysql.ts';
import { fingerprint, readFacts, readsOnly, withoutConstants } from './read-facts.ts';

const schema = `
  CREATE TABLE users (id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, email varchar(200), name varchar(50), born date);
  CREATE TABLE orders (id bigint PRIMARY KEY, user_id int unsigned, status enum('open','done'), total decimal(10,2),
    created datetime, note text, FULLTEXT KEY (note));
`;

async function facts(sql: string) {
  const { catalog } = await readMysql(schema);
  return await readFacts(sql, catalog, 'q.sql:1');
}

describe('queries of MySQL', () => {
  it.each([
    'select * from users u force index (primary) left join orders as o use key for join (a, b) on o.user_id = u.id where u.id = ?',
    "select sql_calc_found_rows distinct u.name, group_concat(distinct o.id order by o.id separator ', ') from users u straight_join orders o on u.id <=> o.user_id group by u.name with rollup",
    'select count(*) from orders where created > now() - interval 1 day and extract(year from created) = 2024',
    "select date_add(created, interval 3 month), timestampdiff(day, created, current_timestamp()) from orders where note regexp '^a' xor total div 2 = 1",
    "select * from orders where match (note) against ('+a -b' in boolean mode) limit 5, 10",
    '(select id from users where id = 1) union all (select id from orders order by id limit 3) limit 5',
    'select id from orders where id = 1 for update skip locked',
    'select id from orders lock in share mode',
    'insert ignore into users (email, name) values (?, ?) on duplicate key update name = values(name), email = concat(email, 1)',
    "insert into users set email = 'a', name = default",
    'replace into users (id) select user_id from orders',
    'update orders o join users u on u.id = o.user_id set o.total = 0, o.status = "done" where u.email = ?',
    'delete o from orders o join users u on u.id = o.user_id where u.id = 3',
    'delete from orders where created < curdate() order by id limit 100',
    "select cast(total as decimal(10,2)), convert(name using utf8mb4), _utf8mb4'x', x'00', trim(leading 'a' from name), @a, !id from users, orders where name like binary 'a%' and (user_id, total) = (1, 2)",
    'select if(total > 1, left(note, 5), replace(note, 1, 2)) from orders partition (p0) where not status = 1 && total || id',
    'select 1 from dual where exists (select 1 from users where users.id = 1)',
    'with recursive t (n) as (select 1 union all select n + 1 from t where n < 5) select * from t join users on users.id = t.n',
    'select row_number() over (partition by user_id order by created desc) r from orders window w as (order by id)',
    "select note->>'$.a' from orders where note->'$.b' = 1",
  ])('are read: %s', async (sql) => {
    await expect(facts(sql)).resolves.toBeDefined();
  });

  it('give conditions, relations and what is changed', async () => {
    const update = await facts('update orders o join users u on u.id = o.user_id set o.total = 0 where u.email = ?');
    expect(update).toMatchObject({ kind: 'update', target: { name: 'orders' }, assigned: ['total'], parameters: 1 });
    expect(update.blocks[0]?.relations.map(({ alias }) => alias)).toEqual(['o', 'u']);
    expect(update.blocks[0]?.conditions.map(({ text }) => text)).toEqual(['u.id = o.user_id', 'u.email = ?']);
    const joined = await facts('delete o from users u join orders o on u.id = o.user_id where u.id = 3');
    expect(joined).toMatchObject({ kind: 'delete', target: { name: 'orders' } });
    const searched = await facts(
      "select * from orders where match (note) against ('x') and note like 'ab%' and created between '2024-01-01' and now()",
    );
    expect(searched.blocks[0]?.conditions.map(({ kind, operator }) => [kind, operator])).toEqual([
      ['match', 'MATCH'],
      ['like', 'LIKE'],
      ['comparison', '>='],
      ['comparison', '<='],
    ]);
    expect(searched.blocks[0]?.conditions[1]?.range).toEqual({});
  });

  it('tell what locks or writes', async () => {
    expect(await readsOnly('select 1')).toEqual([]);
    expect(await readsOnly('select id from users for update')).toEqual(['it locks the rows that it reads']);
    expect(await readsOnly('delete from users')).toEqual(['it is a DELETE']);
  });

  it('tell a mistake with its place and the nearest names', async () => {
    await expect(facts('select nme from users')).rejects.toMatchObject({
      code: 'unknown-column',
      hint: 'did you mean name?',
    });
    await expect(facts('select * frm users')).rejects.toMatchObject({ code: 'query-syntax' });
  });

  it('are the same but for their constants', () => {
    expect(fingerprint("SELECT * FROM `users` WHERE id IN (1, 2,3) -- why\n AND name='x';")).toBe(
      fingerprint('select * from users where id in ($1,$2) and name = $3'),
    );
    expect(withoutConstants("select cast(a as char(5)) from t where b = 'secret' and c = 3")).toBe(
      'select cast(a as char) from t where b = ? and c = ?',
    );
  });
});
