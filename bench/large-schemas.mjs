// Time of commands on large schemas, each the median of several runs of a fresh process after one to warm the file
// cache: by the clock, and of the processor in all threads, by which runs on a machine with other work can be compared.
// Run: npm run build && node bench/large-schemas.mjs [runs]    Writes bench/results/large-schemas.json.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machine, median } from './machine.mjs';
import { madeCatalog } from './made-schema.mjs';

const runs = Number(process.argv[2] ?? 5);
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'relvar-bench-'));
const dump = join(folder, 'dump.sql');
writeFileSync(dump, mysqlDump(madeCatalog(250)));
const shop =
  'An online shop: users with several addresses, products with categories and variants, carts, wish lists, orders with items, payments and refunds, reviews, inventory. 1M users, 100K products, 10K orders a day. Several currencies and languages. We list a user’s orders newest first, and search products by name.';

const cases = [
  {
    name: 'docs of dhis2.sql, 473 tables',
    arguments: ['docs', path('../test/corpus/postgres/dhis2.sql'), '--force', '-o', join(folder, 'site')],
    target: { seconds: 5 },
  },
  {
    name: 'load of a MySQL dump, 250 tables',
    arguments: ['diagram', dump, '--engine', 'mysql', '--format', 'dot', '-o', join(folder, 'dump.dot')],
  },
  { name: 'review of a MySQL dump, 250 tables', arguments: ['review', dump, '--engine', 'mysql'] },
  {
    name: 'design of a shop',
    arguments: ['design', shop, '--force', '-o', join(folder, 'shop')],
    target: { seconds: 3 },
  },
];
const results = [];
try {
  for (const one of cases) {
    const measured = [];
    for (let run = 0; run <= runs; run++) {
      const result = await measure(one.arguments);
      if (run > 0) measured.push(result);
    }
    const row = {
      case: one.name,
      seconds: Number(median(measured.map((run) => run.seconds)).toFixed(2)),
      processorSeconds: Number(median(measured.map((run) => run.processor)).toFixed(2)),
      exitCode: measured[0].code,
      ...(one.target ? { target: one.target } : {}),
    };
    results.push(row);
    console.log(JSON.stringify(row));
  }
} finally {
  rmSync(folder, { recursive: true });
}
mkdirSync(path('results/'), { recursive: true });
writeFileSync(
  path('results/large-schemas.json'),
  `${JSON.stringify({ machine: machine(), runs, results }, undefined, 2)}\n`,
);

function measure(args) {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(
      process.execPath,
      ['--import', path('resource-use.mjs'), path('../dist/cli/main.js'), ...args],
      {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      },
    );
    let used = '';
    child.stdio[3].on('data', (chunk) => (used += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const { userCPUTime, systemCPUTime } = JSON.parse(used);
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      resolve({ seconds, processor: (userCPUTime + systemCPUTime) / 1e6, code });
    });
  });
}

/** A catalog as mysqldump writes it: keys and indexes within the tables. */
function mysqlDump({ tables }) {
  const types = {
    boolean: 'tinyint(1)',
    integer: 'int',
    jsonb: 'json',
    'numeric(12,2)': 'decimal(12,2)',
    text: 'varchar(200)',
    'timestamp with time zone': 'datetime(6)',
    uuid: 'char(36)',
  };
  const quoted = (name) => `\`${name}\``;
  return tables
    .map(({ name, columns, foreignKeys }) => {
      const parts = [
        ...columns.map(
          (column) =>
            `${quoted(column.name)} ${types[column.type.text] ?? column.type.text}${column.nullable ? ' DEFAULT NULL' : ' NOT NULL'}${column.name === 'id' ? ' AUTO_INCREMENT' : ''}`,
        ),
        'PRIMARY KEY (`id`)',
        ...foreignKeys.map((key) => `KEY ${quoted(key.name)} (${key.columns.map(quoted)})`),
        ...foreignKeys.map(
          (key) =>
            `CONSTRAINT ${quoted(key.name)} FOREIGN KEY (${key.columns.map(quoted)}) REFERENCES ${quoted(key.references.name)} (\`id\`)`,
        ),
      ];
      return `DROP TABLE IF EXISTS ${quoted(name)};\nCREATE TABLE ${quoted(name)} (\n  ${parts.join(',\n  ')}\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;`;
    })
    .join('\n\n');
}
