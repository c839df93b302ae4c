import { describe, expect, it } from 'vitest';
import { postgres } from '../engines/postgres/index.ts';
import type { Diagnostic } from '../findings/error.ts';
import { decode } from './decode.ts';
import { engineOfSql, looksLike } from './dialect.ts';
import { upPart } from './up-part.ts';

async function* chunks<T>(...parts: readonly T[]): AsyncGenerator<T> {
  yield* parts;
}

async function all(text: AsyncIterable<string>): Promise<string> {
  let whole = '';
  for await (const part of text) whole += part;
  return whole;
}

async function decoded(...parts: readonly Uint8Array[]): Promise<{ text: string; reported: readonly string[] }> {
  const reported: Diagnostic[] = [];
  const text = await all(decode(chunks(...parts), 'x.sql', (diagnostic) => reported.push(diagnostic)));
  return { text, reported: reported.map((one) => one.code) };
}

describe('bytes to text', () => {
  it('reads UTF-8 whose characters are cut between chunks', async () => {
    const bytes = new TextEncoder().encode("comment on table t is 'größe 😀';");
    const pieces = [...bytes].map((byte) => new Uint8Array([byte]));
    expect(await decoded(...pieces)).toEqual({ text: "comment on table t is 'größe 😀';", reported: [] });
  });

  it('reads UTF-16 with a byte order mark', async () => {
    const text = 'create table t ();';
    const bytes = new Uint8Array([0xff, 0xfe, ...[...text].flatMap((character) => [character.charCodeAt(0), 0])]);
    expect((await decoded(bytes)).text).toBe(text);
  });

  it('reads Latin-1 without loss, and says so', async () => {
    expect(await decoded(new Uint8Array([0x2d, 0x2d, 0x20, 0xe9, 0x0a]))).toEqual({
      text: '-- é\n',
      reported: ['not-utf-8'],
    });
  });

  for (const [what, bytes] of Object.entries({
    'a pg_dump archive': [0x50, 0x47, 0x44, 0x4d, 0x50, 1],
    gzip: [0x1f, 0x8b, 8],
    'a JPEG picture': [0xff, 0xd8, 0xff, 0xe0],
    'a program': [0x7f, 0x45, 0x4c, 0x46],
    binary: [0x41, 0, 0x42],
  })) {
    it(`refuses ${what}`, async () => {
      await expect(decoded(new Uint8Array(bytes))).rejects.toThrow(`x.sql is ${what}, not SQL text`);
    });
  }
});

describe('the up part of a migration', () => {
  it('leaves out what undoes, and keeps the lines in their place', async () => {
    const text = '-- migrate:up\ncreate table a ();\n\n-- migrate:down\ndrop table a;\n';
    expect(await all(upPart(chunks(...text)))).toBe('-- migrate:up\ncreate table a ();\n\n\n\n');
  });

  it('knows goose', async () => {
    const text = '-- +goose Up\n-- +goose StatementBegin\nselect 1;\n-- +goose StatementEnd\n-- +goose Down\nselect 2;';
    expect(await all(upPart(chunks(text)))).not.toContain('select 2');
  });

  it('keeps files without marks as they are', async () => {
    expect(await all(upPart(chunks('create table a ();\n', 'select 1')))).toBe('create table a ();\nselect 1');
  });
});

describe('dialects', () => {
  it('are told by two marks or more', () => {
    expect(looksLike('CREATE TABLE `t` (`id` int AUTO_INCREMENT) ENGINE=InnoDB;', postgres)).toBe('MySQL or MariaDB');
    expect(looksLike('PRAGMA foreign_keys=on; CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT);', postgres)).toBe(
      'SQLite',
    );
    expect(looksLike('CREATE TABLE [dbo].[T] (a NVARCHAR(10));\nGO\n', postgres)).toBe('SQL Server');
    expect(looksLike('CREATE TABLE t (a VARCHAR2(10), b NUMBER(10));', postgres)).toBe('Oracle');
    expect(looksLike('create table t (id int primary key);', postgres)).toBeUndefined();
  });

  it.each([
    ['create table t (id int primary key);', 'postgres'],
    ['PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE t (id INTEGER PRIMARY KEY);', 'sqlite'],
    ['create table [t] ([id] integer not null, [name] nvarchar(20));', 'sqlite'],
    ['create table `t` (`id` integer primary key not null);', 'sqlite'],
    ['CREATE TABLE t (id text) STRICT, WITHOUT ROWID;', 'sqlite'],
    ['create table t (id serial, at timestamptz, tags text[] default array[1]);', 'postgres'],
    ['create table `t` (`id` int auto_increment) engine=innodb;', 'mysql'],
    ['DELIMITER $$\nCREATE PROCEDURE p()\nBEGIN\n  SELECT 1;\nEND$$\nDELIMITER ;', 'mysql'],
    ['DELIMITER //\nCREATE FUNCTION f(a int) RETURNS int DETERMINISTIC\nBEGIN\n  RETURN a;\nEND //\n', 'mysql'],
    ['create function f() returns int language sql as $$ select 1 $$; do $x$ begin end $x$;', 'postgres'],
    ['create table a (id int primary key) transactional=1 page_checksum=1;', 'mysql'],
    ['create table a (id int primary key) engine aria;', 'mysql'],
    ['create table a (id int primary key) row_format=page;', 'mysql'],
    ['create table a (id int primary key) with system versioning;', 'mysql'],
    ['create table a (id integer primary key, state text default "open");', 'sqlite'],
    ['ALTER TABLE `a` ADD CONSTRAINT `f` FOREIGN KEY (`b`) REFERENCES `c` (`id`);', 'mysql'],
    ['create table [dbo].[t] (a nvarchar(10));\ngo\n', 'postgres'],
    ['create table t (a text, b int, primary key (a desc, b));', 'sqlite'],
    ['create table t (a text, b int, unique (b, a collate nocase));', 'sqlite'],
    ['create table t (a text collate nocase, b integer unique on conflict ignore);', 'sqlite'],
    ['create table t (a int unsigned, primary key (a desc));', 'mysql'],
    ['-- MySQL dump 10.13  Distrib 8.0.36\n--\ncreate table t (id int primary key, at uuid);', 'mysql'],
    ['/*M!999999\\- enable the sandbox mode */\n-- MariaDB dump 10.19\ncreate table t (id int);', 'mysql'],
    ['--\n-- PostgreSQL database dump\n--\ncreate table t (k text, primary key (k)); -- collate nocase', 'postgres'],
    ['-- Carried over from a MySQL dump\ncreate table t (id int primary key);', 'postgres'],
    [
      '-- MySQL dump 10.13\npragma foreign_keys=off;\ncreate table t (id integer primary key autoincrement, s text collate nocase) without rowid;',
      'sqlite',
    ],
  ])('%s is read as %s', (sql, engine) => expect(engineOfSql(sql).id).toBe(engine));
});
