import { afterAll, describe, expect, test } from 'vitest';
import { findMariaDb } from './mariadb.ts';
import { readMysql } from './mysql.ts';
import { relvar } from './run-cli.ts';

const types =
  "tinyint unsigned|year|enum('a')|int(5) zerofill|int unsigned|bigint|date|timestamp|decimal(5,2)|float(7,2)|varbinary(9)|char(5)".split(
    '|',
  );

describe('what a live server has is read, or told', async () => {
  const server = await findMariaDb('hidden');
  const user = `relvar_seen_${process.pid}`;
  const database = new URL(server?.url ?? 'mysql://x/x').pathname.slice(1);
  const as = (server?.url ?? '').replace(/\/\/[^@]*@/, `//${user}:x@`);
  afterAll(async () => {
    await server?.writer.exec(`DROP USER IF EXISTS ${user}@'%'`);
  });

  test.skipIf(!server)('foreign keys tie what the server ties, and nothing else', { timeout: 180_000 }, async () => {
    const differing: string[] = [];
    for (const [at, one] of types.entries())
      for (const other of types.slice(at)) {
        const tables = `create table a (id ${one} primary key); create table b (id int primary key, a ${other}, constraint f foreign key (a) references a (id))`;
        const refused = (await server?.load(tables)) !== undefined;
        const { diagnostics } = await readMysql(tables);
        if (diagnostics.length > 0 !== refused) differing.push(`${one} and ${other}`);
        if (refused) continue;
        const found = (await server?.read())?.tables.find(({ name }) => name === 'b')?.foreignKeys;
        if (found?.length !== 1) differing.push(`${one} and ${other}: lost`);
      }
    expect(differing).toEqual([]);
  });

  test.skipIf(!server)('a key whose ends do not fit, made while nobody checked, is there', async () => {
    expect(
      await server?.load(
        'set foreign_key_checks = 0; create table b (id int primary key, a bigint, constraint f foreign key (a) references z (id)); create table z (id int primary key); set foreign_key_checks = 1',
      ),
    ).toBeUndefined();
    const tables = (await server?.read())?.tables ?? [];
    expect(tables.map(({ name, foreignKeys }) => [name, foreignKeys.length])).toEqual([
      ['b', 1],
      ['z', 0],
    ]);
  });

  test.skipIf(!server)('kinds that are not listed for a user, and packages, are named', async () => {
    expect(
      await server?.load(
        `create table t (id int primary key); create trigger g before insert on t for each row set new.id = 1;
         create function f() returns int return 1; set sql_mode = oracle;
         delimiter //
         create package pk as procedure p1; end//
         delimiter ;
         set sql_mode = default`,
      ),
    ).toBeUndefined();
    await server?.writer.exec(
      `CREATE USER ${user}@'%' IDENTIFIED BY 'x'; GRANT SELECT, SHOW VIEW ON ${database}.* TO ${user}@'%'`,
    );
    const { out, error } = await relvar(['diff', as, server?.url ?? '']);
    expect(error).toContain('triggers, events and routines are not listed for this user');
    expect(error).toContain('the package pk is left out');
    // A new routine is nobody's but its owner's.
    expect(out).toContain('+ function');
    expect(out).not.toContain('everybody');
    await server?.writer.exec(`GRANT TRIGGER, EVENT, EXECUTE ON ${database}.* TO ${user}@'%'`);
    const next = await relvar(['diff', as, server?.url ?? '']);
    expect(next.error).not.toContain('not listed');
    expect(next.error).toContain('the function f is left out: its body is not shown');
  });
});
