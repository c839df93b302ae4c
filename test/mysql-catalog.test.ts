import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Catalog } from '../src/catalog/catalog.ts';
import { catalogDigests, compareDigests } from '../src/catalog/hash.ts';
import { mysql } from '../src/engines/mysql/index.ts';
import { createView } from '../src/engines/mysql/render/objects.ts';
import { findMariaDb } from './mariadb.ts';
import { readMysql, withoutQueries } from './mysql.ts';
import { relvar } from './run-cli.ts';

const corpus = (name: string) => readFileSync(new URL(`corpus/mysql/${name}.sql`, import.meta.url), 'utf8');
const cases: readonly { readonly name: string; readonly from: string; readonly to: string }[] = JSON.parse(
  readFileSync(new URL('cases/diff/sqldef-mysql.json', import.meta.url), 'utf8'),
);
const scripts = cases.flatMap(({ name, from, to }) =>
  [
    [`${name}: from`, from],
    [`${name}: to`, to],
  ].filter(([, sql]) => sql?.trim()),
) as [string, string][];

/** The program that writes dumps, under its new name or its old one. */
const dumper = ['mariadb-dump', 'mysqldump'].find((name) => spawnSync(name, ['--version']).status === 0) ?? '';

/** A server knows whose triggers are, a file need not. */
const withoutOwners = (tables: Catalog['tables']) =>
  tables.map((table) => ({ ...table, triggers: table.triggers.map(({ owner: _, ...trigger }) => trigger) }));

/** What the reader cannot take: all of it TiDB's, which is neither MySQL nor MariaDB. */
const foreign = /AutoRandom/;

test('checks of MySQL whose names begin with that of their table go along with it', async () => {
  const { catalog } = await readMysql(
    'create table t (a int, check (a > 1), constraint other check (a < 9)); rename table t to u;',
    '8.4',
  );
  expect(catalog.tables[0]?.checks.map(({ name }) => name)).toEqual(['other', 'u_chk_1']);
});

test('statements that begin with no word of the language are told, and so are those of programs that are not read', async () => {
  const lines = [
    'create table a (x int primary key);',
    'creat table b (x int);',
    '/* and */ altr table a add y int;',
    "'x';",
    'create table c (x int,);',
    'alter table a add z int,;',
    'alter florb a;',
    'drop florb a;',
    'rename florb a to b;',
    'create package p as procedure q (); end;',
    "(select 1); select 1; /*!40101 SET NAMES utf8 */; grant all on a to b; optimize table a; create user u; drop user u; alter user u identified by 'x';",
    'status;',
  ];
  const { diagnostics, catalog } = await readMysql(lines.join('\n'), '10.11');
  expect(catalog.tables.map(({ name }) => name)).toEqual(['a']);
  expect(diagnostics.map(({ severity, line }) => [severity, line])).toEqual(
    [2, 3, 4, 5, 6, 7, 8, 9, 10, 10].map((line) => ['error', line]),
  );
  expect(diagnostics[0]?.message).toBe('no statement begins with creat');
});

test('every script of the cases is read', async () => {
  const failed: string[] = [];
  for (const [name, sql] of scripts) {
    // Vectors came to MariaDB with 11.7, and MySQL alone has indexes over expressions.
    const target = /Vector/.test(name) ? '11.8' : /FunctionalIndex|MultiValued|ArrayCast/.test(name) ? '8.4' : '10.11';
    const { diagnostics } = await readMysql(sql, target);
    if (diagnostics.length > 0 && !foreign.test(name))
      failed.push(`${name}: ${diagnostics.map(({ message }) => message).join('; ')}`);
  }
  expect(failed).toEqual([]);
});

describe('files and a server give the same catalog', async () => {
  const server = await findMariaDb('catalog');
  const same = async (sql: string) => {
    const read = await readMysql(sql);
    expect(read.diagnostics).toEqual([]);
    const [file, live] = [read.catalog, await server?.read()].map((one) => one && withoutQueries(one));
    if (!file || !live) throw new Error('no server');
    expect(compareDigests(catalogDigests(live), catalogDigests(file))).toEqual({
      missing: [],
      unexpected: [],
      changed: [],
    });
    // Digests leave out the order of columns.
    expect(withoutOwners(file.tables)).toEqual(withoutOwners(live.tables));
  };

  test.skipIf(!server).each(['chinook', 'sakila', 'features'])('%s', async (name) => {
    const text = name === 'features' ? features : corpus(name).replaceAll('sakila.', '');
    expect(await server?.load(text)).toBeUndefined();
    await same(text);
  });

  test.skipIf(!server || dumper === '').each(['chinook', 'sakila', 'features'])(
    '%s, as mysqldump writes it',
    async (name) => {
      const text = name === 'features' ? features : corpus(name).replaceAll('sakila.', '');
      expect(await server?.load(text)).toBeUndefined();
      const { hostname, port, username, password, pathname } = new URL(server?.url ?? '');
      const rights = ['-h', hostname, '-P', port || '3306', '-u', username, ...(password ? [`-p${password}`] : [])];
      const { stdout: dump } = spawnSync(dumper, [...rights, '--routines', '--events', pathname.slice(1)], {
        encoding: 'utf8',
      });
      const read = await readMysql(dump);
      expect(read.diagnostics).toEqual([]);
      // A server's own statements tell all but the types of what views compute.
      const live = await server?.read();
      expect(read.catalog.tables).toEqual(live?.tables);
      expect(read.catalog.routines).toEqual(live?.routines);
      expect(read.catalog.views.map(({ name, definition, reads }) => ({ name, definition, reads }))).toEqual(
        live?.views.map(({ name, definition, reads }) => ({ name, definition, reads })),
      );
    },
  );

  test.skipIf(!server).each(['utf8mb4_general_ci', 'utf8mb4_unicode_ci', 'latin1_swedish_ci'])(
    'no difference where a file names no collation, and the database has %s',
    async (collation) => {
      const folder = mkdtempSync(join(tmpdir(), 'relvar-collation-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      // Nothing of it tells whose SQL it is, either.
      const [file, url] = [join(folder, 'schema.sql'), server?.url ?? ''];
      const sql = 'create table a (id int primary key, name varchar(20)); create index a_name on a (name);';
      writeFileSync(file, sql);
      expect(await server?.load(`alter database collate ${collation}; ${sql}`)).toBeUndefined();
      for (const args of [
        ['diff', url, file],
        ['diff', file, url],
        ['diff', url, file, '--engine', 'mariadb'],
      ]) {
        const { out, code } = await relvar(args);
        expect([out, code]).toEqual([expect.stringContaining('no difference'), 0]);
        expect(out).not.toContain('converted');
      }
      const { out } = await relvar(['migrate', 'plan', file, url]);
      expect(out).toContain('Nothing to do');
    },
  );

  test.skipIf(!server).each([
    [
      'indexes of foreign keys that begin another',
      'create table a (id bigint primary key); create table b (t bigint, id bigint, primary key (t, id));' +
        'create table c (t bigint, u bigint, constraint c1 foreign key (t) references a (id), constraint c2 foreign key (t, u) references b (t, id));' +
        'create table d (t bigint, u bigint, constraint d1 foreign key (t) references a (id));' +
        'alter table d add constraint d2 foreign key (t, u) references b (t, id);',
    ],
    [
      'columns without a history',
      'create table t (id int primary key, hits int not null without system versioning) with system versioning;' +
        'create table u (id int primary key, hits int without system versioning, b int with system versioning);' +
        'create table v (a int without system versioning, b int);',
    ],
    [
      'keys of tables whose history has columns of its own',
      'create table t (id int, a int, s timestamp(6) generated always as row start, e timestamp(6) generated always as row end, primary key (id), unique (a), period for system_time (s, e)) with system versioning;' +
        'create table u (id int primary key, a int);' +
        'alter table u add column s timestamp(6) generated always as row start, add column e timestamp(6) generated always as row end, add period for system_time (s, e), add system versioning;',
    ],
    [
      'bytes as defaults',
      "create table t (a varbinary(8) default x'4142', b varbinary(8) default 0x41, c binary(3) default 'ab', d binary(4) not null default x'61000000');",
    ],
    [
      'NULL in partitions by list',
      'create table t (a int) partition by list (a) (partition p values in (3, null, 1), partition q values in (5, 4));' +
        'create table u (a int) partition by list columns (a) (partition p values in (3, null, 1));' +
        'alter table t add partition (partition r values in (7, 6));',
    ],
    [
      'checks of columns of JSON that say more than that they are',
      "create table t (x int primary key, a json check (json_valid(a) and json_exists(a, '$.b')), b json check (b <> 'x'), c json check (json_valid(c)), d json, e longtext check (json_valid(e)));" +
        "alter table t add f json check (json_length(f) > 1), modify d json check (d <> '');",
    ],
    [
      'names of foreign keys that go along with their table',
      'create table a (id int primary key); create table c (x int, y int, foreign key (y) references a (id),' +
        'constraint c_ibfk_own foreign key (x) references a (id));' +
        'rename table c to cc; create table c (y int, foreign key (y) references a (id)); alter table cc add w int, rename to ccc;',
    ],
    [
      'a column that has another name and another place',
      'create table t (x int, y int, z int, key (y)); alter table t change y yy bigint not null after z, change x w int first;' +
        'alter table t change z z bigint first, change w x int after yy;',
    ],
    [
      'values too long for an index of their own',
      'create table t (id int primary key, a varchar(20), b varchar(20) character set latin1, c varbinary(20), e varchar(20), f varchar(300), key (a), key (b), key (c), unique (e), key (f(10)));' +
        'alter table t modify a text, modify b text character set latin1, modify c blob, modify e longtext, modify f text;' +
        'create table u (id int primary key, a text, b blob, c json, d tinytext, e varchar(800), f varbinary(3072), key (a), unique (a), key (c), key (d), key (e), key (f));' +
        'create index later on u (b); create table v (id int primary key, a varchar(800) character set latin1, key (a)); alter table v convert to character set utf8mb4;',
    ],
    [
      'JSON under another character set, days in few digits, no default of what numbers the rows',
      "create table x (id int auto_increment primary key, j json, k json check (k <> ''));" +
        'alter table x convert to character set utf8mb4 collate utf8mb4_unicode_ci, alter id set default 1;' +
        "create table y (id int primary key, a date default '2020-1-2', b datetime default '2020-1-2 1:2:3', c date default 20200102, d date default '20200102');",
    ],
    [
      'columns of views that are called by what they say',
      'create table t (id int primary key, a varchar(20), d int);' +
        "create view v as select distinct d as q, 'lit', 'it''s', 1, 'a' 'b', ' lead', -1, null, d + 1 from t;" +
        "create view w (x, y) as select id, a from t union all select 1, 'a';",
    ],
    [
      'an index that is dropped beside its column',
      'create table t (id int primary key, a int, b int, key a_idx (a), key ab (a, b), unique key au (a));' +
        'alter table t drop column a, drop key a_idx, drop key ab, drop constraint au;',
    ],
  ])('%s', async (_, sql) => {
    expect(await server?.load(sql)).toBeUndefined();
    await same(sql);
  });

  test.skipIf(!server)('a change of what a history leaves out is carried out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'relvar-history-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [file, url] = [join(folder, 'schema.sql'), server?.url ?? ''];
    expect(
      await server?.load(
        'create table t (id int primary key, a int, b int without system versioning) with system versioning',
      ),
    ).toBeUndefined();
    writeFileSync(
      file,
      'create table t (id int primary key, a int without system versioning, b int) with system versioning;',
    );
    const { out } = await relvar(['diff', url, file, '--format', 'sql']);
    expect(out).toContain('a int WITHOUT SYSTEM VERSIONING');
    expect(out).toContain('system_versioning_alter_history');
  });

  test.skipIf(!server)('a function is the same when a client left its comments out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'relvar-comments-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [file, url] = [join(folder, 'schema.sql'), server?.url ?? ''];
    const written = (head: string, inside: string, value: number) =>
      `CREATE TABLE a (id int primary key) ENGINE=InnoDB;\nDELIMITER //\nCREATE FUNCTION f(x int) RETURNS int DETERMINISTIC\nBEGIN\n${head}\n  RETURN x + ${inside} ${value}; ${head}\nEND//\nDELIMITER ;\n`;
    expect(await server?.load(written('', '', 1))).toBeUndefined();
    writeFileSync(file, written("-- adds one, doesn't it", '/* one */', 1));
    expect((await relvar(['diff', url, file])).out).toContain('no difference');
    writeFileSync(file, written("-- adds two, doesn't it", '/* two */', 2));
    expect((await relvar(['diff', url, file])).out).toContain('function is replaced in place');
  });

  test.skipIf(!server)('every script of the cases that the server takes', { timeout: 180_000 }, async () => {
    const differing: string[] = [];
    let taken = 0;
    for (const [name, sql] of scripts.filter(([name]) => name.endsWith(': to'))) {
      if ((await server?.load(sql)) !== undefined) continue;
      taken++;
      const [file, live] = [(await readMysql(sql)).catalog, await server?.read()].map(
        (one) => one && withoutQueries(one),
      );
      if (!file || !live) throw new Error('no server');
      const { missing, unexpected, changed } = compareDigests(catalogDigests(live), catalogDigests(file));
      const all = [...missing, ...unexpected, ...changed];
      if (all.length > 0) differing.push(`${name}: ${all.join(', ')}`);
    }
    expect(differing).toEqual([]);
    expect(taken).toBeGreaterThan(260);
  });

  test.skipIf(!server)('a database is named, and told by name and address where it cannot be read', async () => {
    const url = server?.url.replace(/\/[^/]*$/, '') ?? '';
    await expect(mysql.connect(url)).rejects.toMatchObject({ code: 'no-database' });
    await expect(mysql.connect(`${url}/relvar_is_not_there`)).rejects.toMatchObject({ code: 'no-such-database' });
    await expect(mysql.connect('mysql://nobody:secret@127.0.0.1:1/x')).rejects.toMatchObject({
      code: 'connection-refused',
      message: expect.not.stringContaining('secret'),
    });
  });
});

/** What the dialect has that the schemas of the corpus do not use. */
const features = `
CREATE TABLE parents (
  a INT UNSIGNED NOT NULL, b VARCHAR(20) CHARACTER SET latin1 NOT NULL, PRIMARY KEY (a, b)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='it''s a parent';
CREATE TABLE kinds (
  id SERIAL,
  flag BOOL NOT NULL DEFAULT TRUE,
  small TINYINT(4) ZEROFILL,
  num NUMERIC(12, 3) DEFAULT '0.5',
  real_one DOUBLE PRECISION DEFAULT 1.5,
  bits BIT(8) DEFAULT b'101',
  text_one TEXT NOT NULL,
  tiny TINYTEXT COLLATE utf8mb4_bin,
  bin BINARY(16),
  doc JSON,
  stamp TIMESTAMP(3) NOT NULL DEFAULT NOW(3) ON UPDATE NOW(3),
  at DATETIME(6) NULL DEFAULT CURRENT_TIMESTAMP(6),
  y YEAR(4),
  e ENUM('a','b''c','d\\\\e') DEFAULT 'b''c' COMMENT 'one of them',
  s SET('x','y') NOT NULL DEFAULT 'x,y',
  total DECIMAL(14,3) GENERATED ALWAYS AS (num * 2) STORED,
  upper_one VARCHAR(40) AS (UPPER(CONCAT(text_one, '-', e))) VIRTUAL,
  hidden INT INVISIBLE DEFAULT 3,
  \`select\` INT DEFAULT -1,
  own INT CHECK (own > 0 AND own != 13),
  parent_a INT UNSIGNED, parent_b VARCHAR(20) CHARACTER SET latin1,
  KEY prefix_one (text_one(20), tiny(5) DESC),
  FULLTEXT KEY words (text_one),
  UNIQUE (e, s),
  UNIQUE KEY by_beginning (text_one(8)),
  CONSTRAINT ranges CHECK ((num BETWEEN 0 AND 100) OR (NOT (flag)) OR e IN ('a', 'd')),
  CONSTRAINT fk_parent FOREIGN KEY (parent_a, parent_b) REFERENCES parents (a, b) ON DELETE SET NULL ON UPDATE NO ACTION
) ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8 AUTO_INCREMENT=100;
CREATE TABLE parts (id INT NOT NULL, at DATE NOT NULL, PRIMARY KEY (id, at))
  PARTITION BY RANGE (YEAR(at)) (PARTITION p0 VALUES LESS THAN (2020), PARTITION p1 VALUES LESS THAN MAXVALUE);
CREATE TABLE old (id INT PRIMARY KEY, place POINT NOT NULL, SPATIAL KEY (place)) ENGINE=MyISAM;
CREATE TABLE keeps (id INT PRIMARY KEY, v INT) WITH SYSTEM VERSIONING;
CREATE TABLE timed (id INT, since TIMESTAMP(6) GENERATED ALWAYS AS ROW START, till TIMESTAMP(6) GENERATED ALWAYS AS ROW END,
  PERIOD FOR SYSTEM_TIME (since, till)) WITH SYSTEM VERSIONING;
CREATE TABLE stays (room INT NOT NULL, guest INT, \`from\` DATE, till DATE, UNIQUE (guest, stay WITHOUT OVERLAPS),
  PRIMARY KEY (room, stay WITHOUT OVERLAPS), PERIOD FOR stay (\`from\`, till));
ALTER TABLE stays RENAME COLUMN till TO until;
CREATE TABLE moved (id INT, s DATE, e DATE, PERIOD FOR p (s, e), UNIQUE k (id, p WITHOUT OVERLAPS));
ALTER TABLE moved DROP KEY k, DROP PERIOD FOR p, ADD PERIOD FOR q (s, e), ADD UNIQUE k (id, q WITHOUT OVERLAPS);
CREATE TABLE named (id INT, v INT, g INT AS (v + 1) STORED, d INT DEFAULT (v + 3), CHECK (v > 0 AND id > 0));
ALTER TABLE named RENAME COLUMN v TO worth;
CREATE TABLE safe (id INT PRIMARY KEY, note TEXT) ENGINE=Aria;
CREATE TABLE unsafe (id INT PRIMARY KEY, note TEXT) ENGINE=Aria PAGE_CHECKSUM=0;
ALTER TABLE named ENGINE=Aria;
CREATE TABLE changed (id INT PRIMARY KEY, v INT);
CREATE SEQUENCE numbers START WITH 10 INCREMENT BY 5 MAXVALUE 1000 CYCLE;
ALTER TABLE changed ADD COLUMN w INT NOT NULL DEFAULT 7 AFTER id, ADD INDEX (w), CHANGE v value BIGINT;
ALTER TABLE changed ALTER INDEX w IGNORED, ADD KEY kept (value) IGNORED;
ALTER TABLE parts RENAME TO pieces;
CREATE INDEX later ON kinds (num, flag DESC);
DROP INDEX words ON kinds;
CREATE TABLE numbered (id INT DEFAULT nextval(numbers), other INT DEFAULT (NEXT VALUE FOR numbers));
CREATE VIEW seen AS SELECT k.id, k.num AS amount, p.a + 1 AS next FROM kinds k JOIN parents p ON p.a = k.parent_a WHERE k.flag;
CREATE VIEW seen_twice AS SELECT * FROM seen;
DELIMITER //
CREATE TRIGGER count_up BEFORE INSERT ON kinds FOR EACH ROW BEGIN
  SET NEW.num = NEW.num + 1;
  IF NEW.num > 5 THEN SET NEW.num = 5; END IF;
END//
CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC RETURN n * 2//
CREATE PROCEDURE clear_old(IN days INT) COMMENT 'weekly' BEGIN DELETE FROM old WHERE id < days; END//
DELIMITER ;
CREATE EVENT weekly ON SCHEDULE EVERY 1 WEEK DO DELETE FROM old;
CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:00:00' ENDS '2031-01-01' DO DELETE FROM old;
SET @kept = @@sql_mode, SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT';
CREATE TABLE "quoted" ("a" INT, "b" INT AS ("a" + 1), CHECK ("a" > 0 AND "b" > 0));
CREATE FUNCTION joined(a TEXT) RETURNS TEXT DETERMINISTIC RETURN a || 'x';
SET sql_mode = @kept;
CREATE FUNCTION plain(a TEXT) RETURNS TEXT DETERMINISTIC RETURN "x";
`;

test('the statements of a difference can be given to the client: what has semicolons inside has a delimiter', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'relvar-delimiters-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const table = 'create table t (a int, b int);';
  const trigger = 'create trigger tr before insert on t for each row begin set new.a = 1; set new.b = 2; end';
  writeFileSync(join(folder, 'a.sql'), table);
  writeFileSync(join(folder, 'b.sql'), `${table}\ndelimiter //\n${trigger}//\ndelimiter ;`);
  const sources = [join(folder, 'a.sql'), join(folder, 'b.sql'), '--engine', 'mariadb'];
  for (const format of ['sql', 'markdown']) {
    const { out } = await relvar(['diff', ...sources, '--format', format]);
    const script = format === 'sql' ? out : (/```sql\n([\s\S]*)```/.exec(out)?.[1] ?? '');
    const { catalog, diagnostics } = await readMysql(`${table}\n${script}`);
    expect([diagnostics, catalog.tables[0]?.triggers.length]).toEqual([[], 1]);
    expect(script).toContain('DELIMITER ;;');
  }
});

describe('views', async () => {
  const server = await findMariaDb('views');
  const tables = 'create table actor (id int primary key, name varchar(20));';

  test('name no database of their own: another has another name', async () => {
    const { catalog } = await readMysql(
      `create database sakila; use sakila; ${tables}
       create view actors as select sakila.actor.id, a.name from sakila.actor join \`sakila\`.actor a on a.id = actor.id;`,
    );
    expect(catalog.views.map(({ definition }) => definition)).toEqual([
      'select actor.id as id, a.name as name from actor join actor a on a.id = actor.id',
    ]);
  });

  test.skipIf(!server)('are in the words of the server, as far as these are known', async () => {
    const sql = `create table t (id int, s int, n varchar(9), h int invisible); create table u (id int, t_id int, m varchar(9));
      create view a as select id, s from t where s > 1 order by s desc, id limit 5;
      create view b as select s, count(*) c, max(n) from t group by s order by c;
      create view c as select t.*, m from t left join u on t_id = t.id and m = 'x' where h is null;
      create view d (x, y) as select t.id, concat(n, '-', m) from t inner join u using (id);
      create view e (x, y) as select tt.id, concat(n, '-', m) \`joined up\` from t tt join u on u.id = tt.id where s in (1, 2) and (n like 'a%' or m is null);
      create view f as select distinct t.id from t, u where t.id = u.t_id;
      create view g as select id as k, s + 1 as z from a order by k, z limit 5 offset 2;
      create view h as select n as a, (select max(id) from u) as b from t;
      create view i as select id, n from t where id in (select t_id from u where m = 'x') and s not in (select id from u where t_id = t.id);
      create view j as select id from t where exists (select * from u where u.t_id = t.id and s > 1) or not exists (select m from u);
      create view k as select s as a from t union select id from u union all select 2 order by a desc limit 3;
      create view l as select s, count(*) c from t group by s having count(*) > 1 and s > (select min(id) from u where m <> 'y');
      create view m as select id from t where exists (select max(id) from u) and (id, s) in (select id, t_id from u);
      create view o as select 1 as one, 'x' as two;
      create view p as select id from t where s > all (select id from u);
      create view q as select id from (select id from t) d;`;
    expect(await server?.load(sql)).toBeUndefined();
    const [file, live] = [(await readMysql(sql)).catalog.views, (await server?.read())?.views ?? []];
    const differing = live.filter(
      (view) => file.find(({ name }) => name === view.name)?.definition !== view.definition,
    );
    // USING, ALL and derived tables are written back in other forms.
    expect(differing.map(({ name }) => name)).toEqual(['d', 'p', 'q']);
    const [again, before] = [await readMysql(live.map((view) => createView(view)).join(';\n')), live];
    expect(again.diagnostics).toEqual([]);
    expect(
      await server?.load(
        `${sql.replace(/ *create view [\s\S]*$/, '')}${before.map((view) => createView(view)).join(';')}`,
      ),
    ).toBeUndefined();
    expect((await server?.read())?.views.map(({ definition }) => definition)).toEqual(
      before.map(({ definition }) => definition),
    );
  });

  test.skipIf(!server || dumper === '')('are the same in a dump of theirs, whose columns have no types', async () => {
    if (!server) return;
    expect(
      await server.load(
        `${tables} create view named as select name, concat(name, 'x') as more from actor;
         create view two as select 1 as a union select 2;`,
      ),
    ).toBeUndefined();
    const url = new URL(server.url);
    const dump = spawnSync(
      dumper,
      ['-h', url.hostname, '-P', url.port || '3306', '-u', url.username || 'root', '--no-data', url.pathname.slice(1)],
      { encoding: 'utf8' },
    );
    const folder = mkdtempSync(join(tmpdir(), 'relvar-views-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, 'dump.sql'), dump.stdout);
    const { out } = await relvar(['diff', join(folder, 'dump.sql'), server.url]);
    expect(out).toContain('no difference');
  });
});
