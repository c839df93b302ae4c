import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { connectForWriting } from '../src/engines/mysql/connect.ts';
import { findMariaDb } from './mariadb.ts';
import { relvar } from './run-cli.ts';

const server = await findMariaDb('copied');
const version = toolVersion();
if (!version) {
  console.warn('NOT TESTED: pt-online-schema-change is not on the PATH (Debian: percona-toolkit).');
}

const folder = mkdtempSync(join(tmpdir(), 'relvar-copied-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const schema = `CREATE TABLE users (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, email VARCHAR(100), name VARCHAR(50), state ENUM('new','paid') DEFAULT 'new', KEY users_email (email)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE orders (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id INT UNSIGNED, total DECIMAL(10,2), \`order\` INT, CONSTRAINT __orders_user FOREIGN KEY (user_id) REFERENCES users (id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE \`lines\` (order_id INT NOT NULL, n INT NOT NULL, note VARCHAR(10), PRIMARY KEY (order_id, n), CONSTRAINT lines_order FOREIGN KEY (order_id) REFERENCES orders (id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE audit (id INT PRIMARY KEY, what VARCHAR(20), n INT DEFAULT 0) ENGINE=InnoDB;
CREATE TRIGGER audit_stamp BEFORE UPDATE ON audit FOR EACH ROW SET NEW.n = OLD.n + 1;`;
const tables = ['users', 'orders', 'lines', 'audit'];
const rows = `INSERT INTO users (email, name) SELECT concat('a', seq, '@x'), concat('n', seq) FROM seq_1_to_500;
INSERT INTO orders (user_id, total, \`order\`) SELECT seq % 500 + 1, seq, seq FROM seq_1_to_1000;
INSERT INTO \`lines\` SELECT seq, 1, 'q' FROM seq_1_to_1000;
INSERT INTO audit SELECT seq, 'w', seq FROM seq_1_to_100;`;

describe.skipIf(!server || !version)(`Commands of pt-online-schema-change ${version} do what ALTER TABLE does`, () => {
  test.each([
    ['where another table points at it', "ALTER TABLE users MODIFY state ENUM('paid','new') DEFAULT 'new';"],
    ['with a new name', 'ALTER TABLE users CHANGE name full_name TEXT;'],
    ['with a name that is a word of the language', 'ALTER TABLE orders CHANGE `order` position BIGINT;'],
    ['with a quote', "ALTER TABLE orders MODIFY total DOUBLE, ADD note VARCHAR(10) NOT NULL DEFAULT 'it''s';"],
    ['with a new unique key', 'ALTER TABLE orders MODIFY total DOUBLE, ADD UNIQUE KEY u (id, user_id);'],
    [
      'with a foreign key that goes and one that comes',
      'ALTER TABLE `lines` MODIFY n BIGINT NOT NULL, DROP FOREIGN KEY lines_order, ADD CONSTRAINT lo FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE;',
    ],
    ['with a trigger', 'ALTER TABLE audit MODIFY what TEXT CHARACTER SET latin1;'],
    ['with another character set', 'ALTER TABLE `users` CONVERT TO CHARACTER SET latin1;'],
  ])('%s', async (_, alter) => {
    const { commands, renamed } = await checked(alter);
    expect(commands).toHaveLength(2);
    const plainly = await after(() => server?.writer.exec(alter));
    const byTool = await after(async () => {
      for (const command of commands) await promisify(execFile)('sh', ['-c', onServer(command)]);
    });
    expect(byTool).toEqual(plainly.map((text) => underNames(text, renamed)));
  });
});

function toolVersion(): string | undefined {
  try {
    return execFileSync('pt-online-schema-change', ['--version'], { encoding: 'utf8' }).trim().split(' ').at(-1);
  } catch {
    return undefined;
  }
}

/** The commands that check gives, and the names that it says the tool changes. */
async function checked(alter: string) {
  writeFileSync(join(folder, 'schema.sql'), schema);
  writeFileSync(join(folder, 'change.sql'), alter);
  const { out } = await relvar([
    ...['migrate', 'check', join(folder, 'change.sql'), '--on', join(folder, 'schema.sql')],
    ...['--engine', 'mariadb', '--target', '10.11', '--format', 'json'],
  ]);
  const { findings } = JSON.parse(out) as { findings: { commands?: string[]; message: string }[] };
  const told = findings.map((one) => JSON.stringify(one)).join('\n');
  const commands = findings.flatMap((one) => one.commands ?? []);
  return {
    commands: [...new Set(commands.filter((one) => one.startsWith('pt-online-schema-change')))],
    renamed: [...told.matchAll(/\b(\w+) becomes (\w+)/g)].map(([, from = '', to = '']) => [from, to] as const),
  };
}

/** Every table as the server writes it (an index made for a foreign key without the underscores of its name), its rows and its triggers, after a change. */
async function after(change: () => Promise<unknown> | undefined): Promise<readonly string[]> {
  if (!server) return [];
  expect(await server.load(`${schema}\n${rows}`)).toBeUndefined();
  await change();
  const connection = await connectForWriting(server.url, { connect: 3000, statement: 30_000, lock: 5000 });
  try {
    const texts: string[] = [];
    const found = await connection.query(
      'select table_name as name from information_schema.tables where table_schema = database()',
    );
    expect(found.map(({ name }) => name).sort()).toEqual([...tables].sort());
    for (const table of tables) {
      const [made] = await connection.query(`show create table \`${table}\``);
      const held = await connection.query(`select * from \`${table}\` order by 1, 2`);
      texts.push(
        String(made?.['Create Table'])
          .replace(/ AUTO_INCREMENT=\d+/, '')
          .replace(/ KEY `_+/g, ' KEY `'),
        createHash('sha256').update(JSON.stringify(held)).digest('hex'),
      );
    }
    const triggers = await connection.query(
      'select trigger_name, event_object_table, action_statement from information_schema.triggers where trigger_schema = database()',
    );
    return [...texts, JSON.stringify(triggers)];
  } finally {
    await connection.close();
  }
}

const underNames = (text: string, renamed: readonly (readonly [string, string])[]) =>
  renamed.reduce((sofar, [from, to]) => sofar.replaceAll(`CONSTRAINT \`${from}\``, `CONSTRAINT \`${to}\``), text);

/** A command with the server's places in it, and without the question for the password. */
function onServer(command: string): string {
  const { hostname, port, username, password, pathname } = new URL(server?.url ?? '');
  const target = [
    `h=${hostname}`,
    `P=${port || 3306}`,
    `u=${username}`,
    ...(password ? [`p=${decodeURIComponent(password)}`] : []),
    `D=${pathname.slice(1)}`,
  ];
  return command.replace('h=HOST,P=3306,u=USER,D=DATABASE', target.join(',')).replace(' --ask-pass', '');
}
