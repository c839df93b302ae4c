import { join } from 'node:path';
import { RelvarError } from '../../../findings/error.ts';
import { defineCommand, textFlag } from '../../command.ts';

const tools = [
  'flyway',
  'liquibase',
  'golang-migrate',
  'dbmate',
  'prisma',
  'knex',
  'drizzle',
  'typeorm',
  'alembic',
  'rails',
] as const;

export const command = defineCommand({
  name: 'export',
  summary: "write a plan as migrations of your team's own tool, there and back",
  description:
    'Writes a file for each step in the form of the tool, with its own way of leaving a transaction for what may not ' +
    'stand in one, lock timeouts, and batches as loops. Where the plan waits for people, what comes after is another ' +
    'stage in a folder of its own. A README.md says how to run it, and what the tool cannot do.',
  arguments: [{ name: 'plan', summary: 'the folder that relvar migrate plan wrote', required: true }],
  flags: [
    { name: '--tool', value: 'tool', summary: 'whose migrations to write', choices: tools },
    {
      name: '--output',
      short: '-o',
      value: 'folder',
      summary: 'where to write (default: the name of the tool, in the plan)',
    },
    {
      name: '--base',
      value: 'version',
      summary:
        'the first version: 20261128215930, or a number, 0042 (default: the last is dated when the plan was made)',
    },
    { name: '--accept-edits', summary: 'go on although the plan was edited by hand' },
  ],
  examples: [
    { command: 'relvar migrate export plan/ --tool flyway', does: 'write plan/flyway/' },
    { command: 'relvar migrate export plan/ --tool flyway --base 42', does: 'V42, V43…' },
    { command: 'relvar migrate export plan/ --tool rails -o db/migrate-new', does: 'write elsewhere' },
  ],
  async run([plan = ''], flags, io) {
    const tool = textFlag(flags, 'tool');
    if (tool === undefined) {
      throw new RelvarError('no-tool', 'for which tool? Give it after --tool', { hint: tools.join(', ') });
    }
    const { exportCommand } = await import('../../../app/migrate/export-command.ts');
    const output = textFlag(flags, 'output') ?? join(plan, tool);
    const acceptEdits = flags['accept-edits'] === true;
    const base = textFlag(flags, 'base');
    const files = await exportCommand({
      plan,
      tool,
      output,
      ...(base === undefined ? {} : { base }),
      acceptEdits,
      now: io.now,
      signal: io.signal,
    });
    io.out(`${files.map((file) => join(output, file)).join('\n')}\n`);
    return 0;
  },
});
