-- Statements of scripts, a kind or two in each part, which a server of MariaDB takes and Relvar reads without one.

-- # sequence plain
create sequence s;
-- # sequence options
create sequence s start with 5 increment by 2 minvalue 1 maxvalue 99 cache 10 cycle;
-- # sequence negative
create sequence s increment by -1;
-- # sequence negative bounds
create sequence s start with -5 increment by -1 minvalue -100 maxvalue -1 nocache;
-- # sequence nomaxvalue nominvalue
create sequence s no minvalue no maxvalue increment 3 nocycle;
-- # sequence engine comment
create sequence s engine=innodb comment 'x';
-- # alter sequence
create sequence s;
alter sequence s maxvalue 500 increment 4;
-- # alter sequence restart
create sequence s start 10;
alter sequence s restart 30;
-- # or replace sequence
create sequence s;
create or replace sequence s start 3;
-- # create table like
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create table q like p;
-- # create table (like)
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create table q (like p);
-- # create table like with check, fk, trigger
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create table c (id int primary key, v int check (v > 0), p int, foreign key (p) references p(id), constraint big check (id > 3));
create table d like c;
-- # create table like partitioned
create table c (id int primary key) partition by hash (id) partitions 3;
create table d like c;
-- # create table like comments autoinc
create table c (id int auto_increment primary key comment 'x', key kk (id)) comment='table' auto_increment=50 row_format=compressed;
create table d like c;
-- # create table like if not exists
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create table if not exists q like p;
create table if not exists q like p;
-- # ctas plain
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create table q as select id, k from p;
-- # ctas star
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create table q select * from p;
-- # ctas with columns
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create table q (id int primary key, extra int default 4) as select id, k from p;
-- # ctas only keys
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create table q (primary key (id), key (k)) engine=myisam comment='x' as select id, k from p;
-- # ctas ignore replace
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create table q (id int primary key) ignore select id from p;
-- # ctas brackets
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create table q (select id, n from p);
-- # or replace table
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create or replace table p (id bigint primary key);
-- # temporary
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create temporary table tt (id int);
create temporary table t2 like p;
create temporary table t3 as select * from p;
drop temporary table tt;
-- # drop and rename
create table q (id int);
rename table q to r;
drop table if exists nope;
drop table r;
-- # rename swap
create table q (id int);
create table r (x int);
rename table q to tmp, r to q, tmp to r;
-- # alter many
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
alter table p add column (a int, b int not null default 2), drop column n, add unique u (a, b), add fulltext key ft (k), comment 'yes', engine=innodb, auto_increment = 40;
-- # alter if exists
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
alter table p add column if not exists n int, drop column if exists zz, add index if not exists i (n), drop index if exists zz, modify column if exists n bigint, change column if exists zz y int;
-- # alter rename
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
alter table p rename to pp;
alter table pp rename column n to m;
alter table pp rename index k to kk;
alter table pp rename as p3;
-- # alter default
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
alter table p alter n set default 8;
alter table p alter column n drop default;
-- # alter drop pk
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
alter table p modify id int, drop primary key;
alter table p add primary key (n);
-- # alter drop fk
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create table b (id int primary key, a int, constraint f foreign key (a) references p(id));
alter table b drop foreign key f, drop index f;
-- # alter drop fk leaves index
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create table b (id int primary key, a int, constraint f foreign key (a) references p(id));
alter table b drop foreign key f;
-- # alter partition 2
create table b (id int primary key) partition by hash (id) partitions 4;
alter table b coalesce partition 2;
alter table b add partition partitions 3;
alter table b truncate partition p0;
alter table b analyze partition p0;
alter table b remove partitioning;
-- # partition kinds
create table b (id int, d date, key (id)) partition by range columns (d, id) subpartition by hash (id) subpartitions 2 (partition p0 values less than ('2020-01-01', 5) comment 'old' engine=innodb, partition p1 values less than (maxvalue, maxvalue));
create table c (id int, s varchar(9)) partition by list columns (s) (partition a values in ('x','y'), partition b default);
create table d (id int primary key) partition by linear key algorithm=2 () partitions 3;
create table e (id int primary key) partition by key (id);
-- # partition system time limit
create table h (id int) with system versioning partition by system_time limit 1000 partitions 3;
-- # exchange partition
create table b (id int primary key) partition by range (id) (partition p0 values less than (10));
create table c (id int primary key);
alter table b exchange partition p0 with table c;
-- # create index
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create index i on p (n desc, k(5)) comment 'x' using btree;
create unique index u using hash on p (n);
create or replace index i on p (k);
create fulltext index f on p (k);
drop index u on p;
-- # index ignored
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create index i on p (n) ignored;
alter table p alter index k ignored;
-- # system versioning
create table h (id int primary key, x int without system versioning) with system versioning;
alter table h drop system versioning;
alter table h add system versioning;
-- # application period
create table h (id int, s date, e date, period for app (s, e));
-- # engines
create table m1 (id int) engine=MyISAM checksum=1 delay_key_write=1 max_rows=100 min_rows=1 avg_row_length=10 pack_keys=1;
create table m2 (id int primary key) engine=Aria transactional=1 page_checksum=1;
create table m3 (id int) engine=MEMORY;
create table m4 (id int not null) engine=CSV;
create table m5 (id int) engine=MRG_MyISAM union=(m1) insert_method=last;
-- # types 2
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create table o (a tinyint, b smallint unsigned, c mediumint(3) zerofill, d int, e bigint, f decimal, g dec(5), h fixed(5,2), i float(5,2), j double(7,3), k real, l bit, m boolean, n date, o time(2), p datetime(6), q timestamp null, r year, s char, t nchar(5), u national varchar(9), v varchar(10) binary, w character varying(5), x long, y long varchar, z text(300), aa mediumtext, ab longblob, ac blob(70000), ad tinyblob, ae json, af uuid, ag inet4, ah inet6, ai varchar(10) character set latin1, aj char(3) ascii, ak char(3) unicode, al char byte, am nvarchar(4), an int1, ao int2, ap int3, aq int4, ar int8, at middleint, au float4, av float8, ax char(0), ay bit(64), az geometry, ba linestring, bb multipolygon, bc geometrycollection);
-- # compressed column
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create table o (id int, t text compressed, b blob compressed=zlib);
-- # defaults
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create table o (a int default (1+2), b varchar(9) default 'it''s', c datetime default current_timestamp on update current_timestamp(), d timestamp, e timestamp, f uuid default uuid(), g int default null, h char(3) default "x", i bit default b'1', j int default 0x10, k date default '2020-01-01', l date default (curdate()), m varchar(9) default concat('a','b'), n decimal(5,2) default 1, o bool default true, p json default '{}', q text default 'x', r enum('a','b') default 'a', s set('a','b') default '', t double default 1e3, u time default '10:00', v year default 2020, w varchar(3) default user());
-- # trigger follows
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create trigger t1 before insert on p for each row set new.n = 1;
create trigger t2 before insert on p for each row precedes t1 set new.n = 3;
-- # routines
create function f(a int unsigned, b varchar(20) charset latin1) returns varchar(30) charset utf8mb4 collate utf8mb4_bin deterministic reads sql data sql security invoker comment 'x' return concat(a, b);
-- # procedure
create procedure pr(in a int, out b decimal(5,2), inout c text) modifies sql data begin declare x int default 0; set b = a; while x < 3 do set x = x + 1; end while; end;
-- # alter procedure
create procedure pr() select 1;
alter procedure pr comment 'new' sql security invoker;
create or replace procedure pr() select 2;
-- # alter function
create function f() returns int return 1;
alter function f comment 'new' reads sql data;
-- # aggregate function
create aggregate function af(x int) returns int begin declare s int default 0; declare continue handler for not found return s; loop fetch group next row; set s = s + x; end loop; end;
-- # alter database
alter database collate utf8mb4_bin;
create table q (a varchar(3));
-- # comment executable
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
/*!40101 create table q (a int) */; /*!50003 create trigger t before insert on p for each row set new.n = 2 */;
/*M!100100 create table r (a int) */; /*!80000 create table no8 (a int) */;
create table c (a int /*!80023 invisible */ , b int /*!100302 invisible */, c int /*M!100302 invisible */);
-- # set statement
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
set statement max_statement_time=10 for alter table p add column z int;
-- # drop multiple
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create table a (i int);
create table b (i int);
create view v as select 1 as x;
drop table a, b;
drop view v;
drop view if exists v, w;
drop trigger if exists tt;
drop procedure if exists tt;
drop function if exists tt;
drop sequence if exists tt;
drop index if exists tt on p;
-- # quoting
create table `we``ird` (`a``b` int, `c d` int, key `x``y` (`c d`));
create view `v``w` as select `a``b` from `we``ird`;
-- # create table with comma options
create table q (a int) engine=innodb, comment='x', default character set=latin1, collate=latin1_bin, auto_increment=4;
-- # index types
create table q (a int, b varchar(100), key using btree (a), key i2 (b(10)) key_block_size=4 comment 'c', unique key using hash (b), index i3 type btree (a), primary key pk (a) using btree);
-- # unique hash long
create table q (a text, unique (a));
-- # check names
create table q (a int, constraint `CONSTRAINT_1` check (a > 1), check (a > 2), constraint check (a > 3));
-- # references inline
create table p (id int primary key auto_increment, k varchar(20) unique, n int default 3);
create table q (a int references p(id), b int references p(id) on delete cascade);
-- # table and column collations
create table q (a varchar(3) collate latin1_bin, b varchar(3) charset utf8mb3, c char(3) collate utf8mb4_unicode_520_ci, d text charset binary, e varchar(9) charset ucs2, f enum('a') charset latin1) charset utf8mb3;
-- # alter convert
create table q (a varchar(3) collate latin1_bin, b text, c tinytext, d mediumtext charset latin1, e enum('a') charset latin1) charset latin1;
alter table q convert to charset utf8mb4;
alter table q default charset utf8mb3;
-- # drop column in index
create table q (a int, b int, key ab (a, b), unique (b));
alter table q drop b;
-- # uppercase keyword mix
CREATE TABLE IF NOT EXISTS `Q` (`Id` INT(11) NOT NULL AUTO_INCREMENT, PRIMARY KEY (`ID`)) ENGINE = INNODB;
-- # delimiter
DELIMITER $$
create procedure pr() begin select 1; select 2; end $$
create function f() returns int begin if 1 then return 1; end if; return 2; end$$
DELIMITER ;
create table q (a int);
-- # ctas plain (2)
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
create table q as select id, k from p;
-- # ctas star (2)
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
create table q select * from p;
-- # ctas with columns (2)
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
create table q (id int primary key, extra int default 4) as select id, k from p;
-- # ctas only keys (2)
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
create table q (primary key (id), key (k)) engine=myisam comment='x' as select id, k from p;
-- # ctas with column reorder
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
create table q (zz int, k varchar(5)) as select id, k, n as zzz from p;
-- # ctas join
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
create table q as select p.k kk, o.amount am, o.* from p join o on o.pid = p.id where p.id > 3 order by 1;
-- # ctas comma
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
create table q as select a.id, b.oid as x from p a, o b;
-- # ctas ignore replace (2)
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
create table q (id int primary key) ignore select id from p;
-- # ctas brackets (2)
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
create table q (select id, n from p);
-- # ctas brackets 2
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
create table q as (select id, n from p);
-- # ctas opts charset
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
create table q charset latin1 as select distinct k, e from p;
-- # ctas check & generated
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
create table q as select c, g, h from p;
-- # ctas constraint
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
create table q (constraint u unique (k), check (n > 2)) as select k, n from p;
-- # ctas exists
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
create table if not exists p as select 1 as x;
-- # modify drop pk
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
alter table p modify id int, drop primary key;
-- # drop pk modify
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
alter table o drop primary key, modify oid int;
-- # modify with pk stays
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
alter table o modify oid bigint null;
-- # drop pk alone
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
alter table o drop primary key;
-- # serial
create table q (id serial);
create table r (x bigint serial default value);
-- # zerofill widths
create table q (a tinyint zerofill, b smallint zerofill, c mediumint zerofill, d int zerofill, e bigint zerofill, f int(3) zerofill);
-- # text sizes
create table q (a text(10), b text(63), c text(64), d text(20000), e text(5000000), f blob(255), g blob(256), h blob(17000000), i text(300) charset latin1, j text(200) charset latin1, k text(100) charset utf8mb3);
-- # text sizes latin1
create table q (a text(255), b text(256)) charset latin1;
-- # convert 3 to 4
create table q (a text, b tinytext, c mediumtext, d longtext, e varchar(30), f text charset utf8mb4) charset utf8mb3;
alter table q convert to character set utf8mb4;
alter table q convert to character set latin1;
-- # convert to utf8mb3
create table q (a text, b tinytext charset ascii, c mediumtext charset utf8mb4) charset latin1;
alter table q convert to character set utf8mb3;
-- # generated
create table q (a int, b int as (a*2), c int generated always as (a+1) stored, d int as (a) virtual, e varchar(9) as (concat(a,'x')) persistent unique, f json, g varchar(20) as (json_unquote(json_extract(f,'$.a'))) stored, h int as (case when a > 1 then 2 else 3 end) comment 'x', i varchar(30) as (substring_index(e,'-',1)), j date as (date_add('2020-01-01', interval a day)), k int as (cast(e as unsigned)), l varchar(10) as (if(a is null,'n',lpad(a,5,'0'))), m double as (round(a/3,2)), n int as (a mod 3), key (b));
-- # innodb opts
create table q (id int primary key) page_compressed=1 page_compression_level=5 encrypted=no stats_persistent=1 stats_auto_recalc=0 stats_sample_pages=40 row_format=dynamic;
-- # events
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
create event e1 on schedule every 2 hour starts '2030-01-01 00:00:00' ends '2031-01-01' on completion preserve disable on slave comment 'x' do delete from p;
alter event e1 rename to e2;
alter event e2 enable comment 'z';
alter event e2 on completion not preserve;
alter definer=current_user event e2 on schedule every '1:30' hour_minute starts '2030-02-01' do delete from o;
-- # events at
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
create event if not exists e1 on schedule at '2030-01-01' do delete from p;
create event if not exists e1 on schedule every 1 day starts '2030-01-01' do delete from p;
alter event e1 on schedule at '2031-01-01 10:00:00' do select 1;
drop event if exists nope;
-- # procs
create procedure pr(a int) comment 'x' select 1;
alter procedure pr sql security invoker;
alter procedure pr comment '' modifies sql data;
create function f() returns int return 1;
alter function f comment 'n' no sql;
-- # partition kinds (2)
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
create table b (id int, d date, key (id)) partition by range columns (d, id) subpartition by hash (id) subpartitions 2 (partition p0 values less than ('2020-01-01', 5) comment 'old', partition p1 values less than (maxvalue, maxvalue));
create table c (id int, s varchar(9)) partition by list columns (s) (partition a values in ('x','y'), partition b default);
create table d (id int primary key) partition by linear key algorithm=2 () partitions 3;
create table e (id int primary key) partition by key (id);
create table f (id int primary key, d datetime, key (d)) partition by hash (id) (partition x comment='c', partition Y);
create table gg (d date) partition by range (to_days(d)) (partition P1 values less than (to_days('2020-01-01')) max_rows=100, partition p2 values less than maxvalue);
create table hh (a int) partition by range (a div 10) (partition `p 1` values less than (3));
-- # alter partition
create table b (id int primary key) partition by range (id) (partition p0 values less than (10), partition p1 values less than (20));
alter table b add partition (partition p2 values less than (30) comment 'c');
alter table b drop partition p0;
alter table b reorganize partition p1, p2 into (partition p12 values less than (40));
alter table b partition by hash(id) partitions 2;
-- # wait nowait
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
alter table p wait 5 add column zz int;
create index i on p (n) nowait;
drop index i on p nowait;
-- # database
alter database default character set latin1;
create table q (a varchar(3));
alter schema collate utf8mb4_bin;
create table r (a varchar(3));
-- # keys
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
alter table o disable keys;
alter table o enable keys;
alter table o force;
alter table o engine=myisam;
alter table o engine=INNODB, row_format=compressed;
alter table o row_format=default;
-- # alter checks
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
alter table o add constraint c1 check (pid > 2), add constraint check (pid > 0), add check (pid < 99);
alter table o drop constraint c1;
alter table o add constraint if not exists c2 check (pid <> 7), drop constraint if exists nope;
-- # trigger order
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
create trigger t1 before insert on o for each row set new.pid = 1; create or replace trigger t1 before insert on o for each row set new.pid = 2; create trigger if not exists t2 before insert on o for each row follows t1 begin end; create trigger t0 before insert on o for each row precedes t1 set new.pid = 5;
-- # multi rename column swap
create table p (id int primary key auto_increment, k varchar(20) collate utf8mb4_bin unique comment 'kk', n int default 3, d timestamp not null default current_timestamp on update current_timestamp, z int not null, g int as (n * 2) stored, h int invisible default 4, e enum('a','b') default 'b', c int check (c > 0));
create table o (oid int primary key, pid int, amount decimal(10,2) not null default 1.5);
alter table o rename column pid to x, rename column oid to y;
alter table o change x oid int, change y pid int not null;
-- # index names auto
create table q (a int, b int, index (a), index (a, b), unique (a), key (b) , unique (b, a));
alter table q add index (b), add unique (a);
-- # case
CREATE TABLE Q (Id INT, KEY ID_IDX (ID)); ALTER TABLE Q ADD UNIQUE KEY u (iD), MODIFY COLUMN ID bigint; ALTER TABLE Q RENAME COLUMN iD TO `Key`;
-- # comments
create table q (/* a */ a int, -- b
 b int # c
 , c int /* c, d */) /* end */;
-- # hex bin strings
create table q (a varchar(9) default x'41', b varchar(9) default _latin1'x', c varchar(9) default n'x', d int default b'11', e varchar(9) default "a""b", f varchar(9) default 'a\nb', g varchar(9) default 'a\\b', h varchar(9) default 'a\'b', i varchar(9) comment 'a;b');
