import { codeOf, type Language, oneTransaction, setIn, template } from './code.ts';
import { className, commented, type ExportContext, type Migration, type MigrationTool, timeOf } from './migration.ts';

/**
 * TypeORM: a class `<Name><timestamp>` in `<timestamp>-<Name>.ts`; `transaction = false` takes both ways out of the
 * transaction, where each migration has its own.
 */
export const typeorm: MigrationTool = {
  datedOnly: true,
  limits: ['TypeORM does not try again when a lock was not had: run typeorm migration:run again.'],
  files: ({ migrations }, context) =>
    migrations.map((migration) => {
      const time = timeOf(context, migration.number);
      const name = className(migration.slug);
      return { path: `${time}-${name}.ts`, text: moduleOf(migration, context, `${name}${time}`) };
    }),
};

function moduleOf(migration: Migration, context: ExportContext, name: string): string {
  const together = oneTransaction(migration);
  const way = (direction: 'up' | 'down') => {
    const code = codeOf(context, migration, direction, language);
    const lines = direction === 'down' && !together && code.length > 0 ? outside(code) : code;
    const parameter = lines.some((line) => line.includes('queryRunner')) ? 'queryRunner' : '_queryRunner';
    const body = lines.length === 0 ? '' : `\n${setIn(lines, 4)}\n  `;
    return `  public async ${direction}(${parameter}: QueryRunner): Promise<void> {${body}}\n`;
  };
  return `${commented([migration.title, ...migration.remarks], '//')}
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ${name} implements MigrationInterface {
  name = '${name}';
${together ? '' : '  transaction = false as const;\n'}
${way('up')}
${way('down')}}
`;
}

/** TypeORM reverts every migration in a transaction, whatever the migration says. */
function outside(lines: readonly string[]): readonly string[] {
  return [
    'const within = queryRunner.isTransactionActive;',
    'if (within) await queryRunner.commitTransaction();',
    ...lines,
    'if (within) await queryRunner.startTransaction();',
  ];
}

const language: Language = {
  run: (sql) => [`await queryRunner.query(${template(sql)});`],
  transaction: (lines) => [
    'await queryRunner.startTransaction();',
    'try {',
    ...lines.map((line) => `  ${line}`),
    '  await queryRunner.commitTransaction();',
    '} catch (error) {',
    '  await queryRunner.rollbackTransaction();',
    '  throw error;',
    '}',
  ],
  loop: ({ sql, pauseMilliseconds }, limits) => [
    ...limits.map((limit) => `await queryRunner.query(${template(limit)});`),
    'for (let last: string[] | null = null; ; ) {',
    `  const rows: { last: string[] | null }[] = await queryRunner.query(${template(sql)}, [last]);`,
    '  last = rows[0]?.last ?? null;',
    '  if (last === null) break;',
    ...(pauseMilliseconds === 0
      ? []
      : [`  await new Promise((resolve) => setTimeout(resolve, ${pauseMilliseconds}));`]),
    '}',
  ],
  fail: (message) => [`throw new Error(${JSON.stringify(message)});`],
};
