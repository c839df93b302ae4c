import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oddSchema } from './odd-schema.ts';
import { expectRefusal, relvar } from './run-cli.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relvar-docs-'));
  mkdirSync(join(folder, 'odd'));
  writeFileSync(join(folder, 'odd', 'schema.sql'), oddSchema);
  writeFileSync(
    join(folder, 'odd', 'queries.sql'),
    '-- name: reports of a manager\n-- calls: 3/s\nselect id from shop.users where manager_id = $1;\n-- name: rename\nupdate shop.users set email = $1 where id = $2;',
  );
  writeFileSync(join(folder, 'none.sql'), "create type mood as enum ('sad');");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const corpus = (name: string) => new URL(`corpus/postgres/${name}`, import.meta.url).pathname;

function filesOf(site: string): readonly string[] {
  return (readdirSync(site, { recursive: true }) as string[])
    .filter((name) => statSync(join(site, name)).isFile())
    .sort();
}

/** Links that lead to no file, or to no anchor of it; read from the text of every page alone. */
function brokenLinks(site: string): readonly string[] {
  const anchors = new Map<string, ReadonlySet<string>>();
  const anchorsOf = (file: string): ReadonlySet<string> => {
    const known =
      anchors.get(file) ??
      new Set([...readFileSync(file, 'utf8').matchAll(/\sid="([^"]*)"/g)].map((match) => match[1] ?? ''));
    anchors.set(file, known);
    return known;
  };
  let count = 0;
  const broken = filesOf(site).flatMap((name) => {
    const page = join(site, name);
    const text = readFileSync(page, 'utf8');
    const links = name.endsWith('.md')
      ? [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/(?<!\\)\]\(([^)\s]+)\)/g)]
      : [...text.matchAll(/\s(?:href|src|action)="([^"]*)"/g)];
    return links
      .map((match) => match[1] ?? '')
      .filter((link) => {
        count++;
        if (/^[a-z]+:/.test(link)) return true;
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? page : resolve(dirname(page), decodeURIComponent(path));
        return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).has(decodeURIComponent(anchor)));
      })
      .map((link) => `${name}: ${link}`);
  });
  expect(count).toBeGreaterThan(0);
  return broken;
}

it('ends each statement of a fix with a semicolon', async () => {
  const site = join(folder, 'fixes');
  const schema = join(folder, 'fixes.sql');
  writeFileSync(
    schema,
    `create table a (id integer primary key autoincrement, b_id integer references b (id), c varchar(9));
create table b (id integer primary key autoincrement, note string);`,
  );
  expect((await relvar(['docs', schema, '-o', site, '--format', 'markdown', '--engine', 'sqlite'])).code).toBe(0);
  const pages = filesOf(site).filter((name) => name.includes('tables'));
  const fixes = pages.flatMap((name) => {
    const [, findings = ''] = readFileSync(join(site, name), 'utf8').split('## Findings');
    return [...findings.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, sql = '']) => sql);
  });
  const rebuilt = fixes.filter((sql) => sql.includes('CREATE TABLE relvar_new_'));
  expect(rebuilt.length).toBeGreaterThan(0);
  for (const sql of rebuilt) {
    expect(sql).toMatch(/^BEGIN IMMEDIATE;$/m);
    expect(sql).toMatch(/^COMMIT;$/m);
  }
  for (const sql of fixes) expect(sql.trimEnd()).toMatch(/;$/);
}, 60_000);

describe('links', () => {
  for (const format of ['html', 'markdown']) {
    it(`of ${format} all lead somewhere`, async () => {
      for (const source of [join(folder, 'odd'), corpus('pagila.sql'), corpus('dhis2.sql')]) {
        const site = mkdtempSync(join(folder, 'site-'));
        const { code, error } = await relvar(['docs', source, '--format', format, '-o', site]);
        expect(code, error).toBe(0);
        expect(brokenLinks(site), `${source} ${format}`).toEqual([]);
      }
    }, 300_000);
  }
});

describe('what a page tells', () => {
  let page = '';
  beforeAll(async () => {
    const site = join(folder, 'told');
    await relvar(['docs', join(folder, 'odd'), '--format', 'markdown', '-o', site]);
    page = readFileSync(join(site, 'tables', 'shop.users.md'), 'utf8');
  });

  it('says what each index serves', () => {
    expect(page).toMatch(/`users_manager` \| .* \| foreign key `users_manager_id_fkey`; query: reports of a manager/);
    expect(page).toMatch(/`users_pkey` \| .* \| constraint `users_pkey`; target of 6 references; query: rename/);
  });

  it('tells references both ways, policies, triggers, queries and personal data', () => {
    expect(page).toContain('## Refers to');
    expect(page).toContain('[shop.profiles](shop.profiles.md) `user_id`');
    expect(page).toContain('[shop.active](shop.active.md)');
    expect(page).toMatch(/own &#124; rows/);
    expect(page).toContain('Row-level security is on; the owner passes it by.');
    expect(page).toContain('`shop.touch`');
    expect(page).toMatch(/reports of a manager _reads · 3 times a second/);
    expect(page).toMatch(/\*\*personal data\*\* in 1 column: `email`/);
    expect(page).toContain('## Findings');
  });

  it('keeps names and comments from being markup', () => {
    expect(page).not.toMatch(/(?<!\\)<(?:script|b|i)>/);
    const rows = page.split('\n').filter((line) => line.startsWith('| ') && line.includes('email'));
    // The columns of the table of columns: a pipe in a comment makes no cell.
    expect(rows[0]?.split(/(?<!\\)\|/)).toHaveLength(8);
  });
});

describe('the folder', () => {
  it('is kept up to date, and --check says which pages are not', async () => {
    const site = join(folder, 'kept');
    const source = join(folder, 'kept.sql');
    writeFileSync(source, 'create table a (id int primary key); create table b (id int primary key);');
    expect((await relvar(['docs', source, '-o', site])).code).toBe(0);
    expect((await relvar(['docs', source, '-o', site, '--check'])).code).toBe(0);
    writeFileSync(join(site, 'mine.txt'), 'mine');
    writeFileSync(source, 'create table a (id int primary key, more int); create table c (id int primary key);');
    const { code, out, error } = await relvar(['docs', source, '-o', site, '--check']);
    expect(code).toBe(1);
    expect(out.split('\n').map((line) => line.replace(/ +/, ' '))).toEqual([
      'missing tables/public.c.html',
      'changed index.html',
      'changed diagram.svg',
      'changed tables/public.a.html',
      'obsolete tables/public.b.html',
      '',
    ]);
    expect(error).toContain('out of date');
    expect(existsSync(join(site, 'tables', 'public.c.html'))).toBe(false);
    await relvar(['docs', source, '-o', site]);
    expect(filesOf(site)).toEqual([
      '.relvar-docs.json',
      'diagram.svg',
      'index.html',
      'mine.txt',
      'tables/public.a.html',
      'tables/public.c.html',
    ]);
    expect((await relvar(['docs', source, '-o', site, '--check'])).code).toBe(0);
    // The other format takes the place of the first; what is not ours stays.
    await relvar(['docs', source, '-o', site, '--format', 'markdown']);
    expect(filesOf(site)).toEqual([
      '.relvar-docs.json',
      'README.md',
      'diagram.svg',
      'mine.txt',
      'tables/public.a.md',
      'tables/public.c.md',
    ]);
  });

  it('is refused when it holds other files, unless forced', async () => {
    const site = join(folder, 'foreign');
    mkdirSync(site);
    writeFileSync(join(site, 'index.html'), 'mine');
    writeFileSync(join(site, 'other.txt'), 'mine');
    const source = join(folder, 'odd');
    expectRefusal(
      await relvar(['docs', source, '-o', site]),
      /holds files that relvar docs did not make: index\.html, other\.txt/,
    );
    expect(readFileSync(join(site, 'index.html'), 'utf8')).toBe('mine');
    expect((await relvar(['docs', source, '-o', site, '--force'])).code).toBe(0);
    expect(readFileSync(join(site, 'index.html'), 'utf8')).not.toBe('mine');
    expect(readFileSync(join(site, 'other.txt'), 'utf8')).toBe('mine');
  });

  it('removes nothing outside, whatever its manifest says', async () => {
    const site = join(folder, 'evil');
    mkdirSync(site);
    const victim = join(folder, 'victim.txt');
    writeFileSync(victim, 'mine');
    writeFileSync(
      join(site, '.relvar-docs.json'),
      JSON.stringify({ madeBy: 'relvar docs', format: 'html', files: ['../victim.txt'] }),
    );
    expectRefusal(await relvar(['docs', join(folder, 'odd'), '-o', site]), /is damaged/);
    expect((await relvar(['docs', join(folder, 'odd'), '-o', site, '--force'])).code).toBe(0);
    expect(existsSync(victim)).toBe(true);
  });

  it('must be given, and must be there to be checked', async () => {
    expectRefusal(await relvar(['docs', join(folder, 'odd')]), /docs needs a folder/);
    expectRefusal(
      await relvar(['docs', join(folder, 'odd'), '-o', join(folder, 'nowhere'), '--check']),
      /there is no documentation to check/,
    );
  });

  it('holds a page that says so where there are no tables', async () => {
    const site = join(folder, 'none');
    expect((await relvar(['docs', join(folder, 'none.sql'), '-o', site])).code).toBe(0);
    expect(readFileSync(join(site, 'index.html'), 'utf8')).toContain('0 tables');
  });
});

describe('every kind of object', () => {
  const sources: Readonly<Record<string, { readonly sql: string; readonly told: readonly string[] }>> = {
    mariadb: {
      sql: `create table t (id int primary key, hid int invisible, up timestamp on update current_timestamp, g int as (id * 2), z text compressed) engine=MyISAM comment 'kept' partition by hash (id) partitions 4;
        create view v as select id from t;
        create sequence numbers start with 7 increment by 3;
        create event cleaning on schedule every 1 day do delete from t;
        create function twice(n int) returns int comment 'doubles' return n * 2;
        create trigger watching before insert on t for each row set new.hid = 1;`,
      told: [
        'hash (id) partitions 4',
        'MyISAM',
        'numbers',
        'from 7 by 3',
        'cleaning',
        'EVERY 1 DAY DO delete from t',
        'twice(n int)',
        'doubles',
        'watching',
        'current_timestamp()',
        'hidden',
        'on update',
        'compressed',
      ],
    },
    postgres: {
      sql: `create table t (id int primary key, a int, b int) with (fillfactor = 70);
        create sequence numbers start 7 increment 3;
        create statistics both_of on a, b from t;
        create rule nothing as on delete to t do instead nothing;
        create publication news for table t;`,
      told: ['fillfactor', 'numbers', 'from 7 by 3', 'both_of', 'ON DELETE', 'news'],
    },
  };
  for (const [engine, { sql, told }] of Object.entries(sources))
    for (const format of ['html', 'markdown'])
      it(`of ${engine} is shown in ${format}`, async () => {
        const site = mkdtempSync(join(folder, 'kinds-'));
        writeFileSync(join(site, 'schema.sql'), sql);
        const out = join(site, 'docs');
        const { code, error } = await relvar([
          'docs',
          join(site, 'schema.sql'),
          '--engine',
          engine,
          '--format',
          format,
          '-o',
          out,
        ]);
        expect(code, error).toBe(0);
        const text = filesOf(out)
          .map((name) => readFileSync(join(out, name), 'utf8'))
          .join('\n')
          .replace(/<[^>]*>|\\(?=[_*])/g, '');
        expect(told.filter((one) => !text.includes(one))).toEqual([]);
        expect(brokenLinks(out)).toEqual([]);
      });
});
