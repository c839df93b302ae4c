import { alembic } from './alembic.ts';
import { dbmate } from './dbmate.ts';
import { drizzle } from './drizzle.ts';
import { flyway } from './flyway.ts';
import { golangMigrate } from './golang-migrate.ts';
import { knex } from './knex.ts';
import { liquibase } from './liquibase.ts';
import type { ExportContext, Migration, MigrationFile, MigrationTool, Stage } from './migration.ts';
import { prisma } from './prisma.ts';
import { rails } from './rails.ts';
import { typeorm } from './typeorm.ts';

/** Every tool that a plan can be written for, by the name after --tool. */
export const migrationTools: Readonly<Record<string, MigrationTool>> = {
  flyway,
  liquibase,
  'golang-migrate': golangMigrate,
  dbmate,
  prisma,
  knex,
  drizzle,
  typeorm,
  alembic,
  rails,
};

/**
 * All files of a plan for a tool: straight in the folder where the plan waits for nobody, else in a folder for each
 * stage; and a page that says how they are to be run.
 */
export function migrationFiles(
  stages: readonly Stage[],
  tool: MigrationTool,
  name: string,
  context: ExportContext,
): readonly MigrationFile[] {
  const folders = stages.length > 1;
  const before: Migration[] = [];
  const files: MigrationFile[] = [];
  for (const [at, stage] of stages.entries()) {
    for (const { path, text } of tool.files(stage, context, [...before])) {
      files.push({ path: folders ? `stage-${at + 1}/${path}` : path, text });
    }
    before.push(...stage.migrations);
  }
  return [{ path: 'README.md', text: page(stages, tool, name, context, folders) }, ...files];
}

function page(
  stages: readonly Stage[],
  { limits }: MigrationTool,
  name: string,
  { title, dialect }: ExportContext,
  folders: boolean,
): string {
  const lines = [`# ${title}`, '', `Migrations for ${name}, written by relvar from a plan.`, ''];
  lines.push(...[...(dialect.toolLimits[name] ?? []), ...limits].map((limit) => `- ${limit}`), '');
  if (folders) {
    lines.push('Copy each stage into your folder of migrations when its time has come, and deploy it by itself:', '');
  }
  for (const [at, { until, migrations }] of stages.entries()) {
    if (folders) lines.push(`## stage-${at + 1}`, '');
    if (until.length > 0) lines.push('Not before', '', ...until.map((one) => `- ${one}`), '');
    lines.push(...migrations.map(({ id, title }) => `- ${id} ${title}`), '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}
