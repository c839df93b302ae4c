import { codeOf, type Language, oneTransaction, setIn, template } from './code.ts';
import { commented, type ExportContext, type Migration, type MigrationTool, versionOf } from './migration.ts';

/** Knex: a module `<timestamp>_<name>.mjs` with `up` and `down`; `config.transaction = false` takes both out of the transaction. */
export const knex: MigrationTool = {
  limits: [
    "The files are ES modules: let knex load them (loadExtensions: ['.mjs']).",
    'Knex does not try again when a lock was not had: run knex migrate:latest again.',
  ],
  files: ({ migrations }, context) =>
    migrations.map((migration) => ({
      path: `${versionOf(context, migration.number)}_${migration.slug}.mjs`,
      text: moduleOf(migration, context),
    })),
};

function moduleOf(migration: Migration, context: ExportContext): string {
  const together = oneTransaction(migration);
  // Where a driver takes one statement at a time, the pool has one connection, and its own query another name.
  const single = context.dialect.singleStatements !== undefined;
  const plain = single || (together && !asks(migration, context));
  const language = plain ? inTransaction : onConnection(context.dialect.driverQuery ?? 'client.query');
  const way = (name: 'up' | 'down') => {
    const lines = codeOf(context, migration, name, language);
    const body = lines.length === 0 ? '' : plain ? `\n${setIn(lines, 2)}\n` : `\n${setIn(held(lines), 2)}\n`;
    return `export async function ${name}(${lines.length === 0 ? '' : 'knex'}) {${body}}\n`;
  };
  const config = together ? '' : '\nexport const config = { transaction: false };\n';
  return `${commented([migration.title, ...migration.remarks], '//')}\n${config}\n${way('up')}\n${way('down')}`;
}

/** Whether a statement has a question mark, which `knex.raw` takes for a place where a value is to stand, in texts too. */
function asks(migration: Migration, context: ExportContext): boolean {
  return (['up', 'down'] as const).some((way) =>
    codeOf(context, migration, way, inTransaction).some((line) => line.includes('?')),
  );
}

/** All on one connection, which keeps its settings. The driver's own query takes SQL as it is, question marks too. */
function held(lines: readonly string[]): readonly string[] {
  return [
    'const client = await knex.client.acquireConnection();',
    'try {',
    ...lines.map((line) => `  ${line}`),
    '} finally {',
    '  await knex.client.releaseConnection(client);',
    '}',
  ];
}

const fail = (message: string) => [`throw new Error(${JSON.stringify(message)});`];

const inTransaction: Language = {
  run: (sql) => [`await knex.raw(${template(sql)});`],
  transaction: (lines) => lines,
  loop: () => [],
  fail,
};

const onConnection = (query: string): Language => ({
  run: (sql) => [`await ${query}(${template(sql)});`],
  transaction: (lines) => [
    `await ${query}(\`BEGIN\`);`,
    'try {',
    ...lines.map((line) => `  ${line}`),
    `  await ${query}(\`COMMIT\`);`,
    '} catch (error) {',
    `  await ${query}(\`ROLLBACK\`);`,
    '  throw error;',
    '}',
  ],
  loop: ({ sql, pauseMilliseconds }, limits) => [
    ...limits.map((limit) => `await ${query}(${template(limit)});`),
    'for (let last = null; ; ) {',
    `  const { rows } = await ${query}(${template(sql)}, [last]);`,
    '  last = rows[0]?.last ?? null;',
    '  if (last === null) break;',
    ...(pauseMilliseconds === 0
      ? []
      : [`  await new Promise((resolve) => setTimeout(resolve, ${pauseMilliseconds}));`]),
    '}',
  ],
  fail,
});
