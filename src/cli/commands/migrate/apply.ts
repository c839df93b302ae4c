import type { Phase } from '../../../plan/plan.ts';
import { phases } from '../../../plan/plan.ts';
import { defineCommand, textFlag } from '../../command.ts';
import { acknowledgedBy, carryOutFlags, carryOutFor } from './carry-out.ts';

export const command = defineCommand({
  name: 'apply',
  summary: 'carry out a plan in a live database, step by step; after any interruption, go on',
  description:
    'Checks that the database is the one that the plan was made for and that the role may do all of it, writes the ' +
    'schema as it is beside the plan, and carries out the steps that are not done yet. What is done stands in a journal ' +
    'in the database (schema relvar; in SQLite, MySQL and MariaDB two tables), so that the same command goes on after any interruption, without repeating or ' +
    'leaving out a step. Each step waits for locks no longer than the plan says, gives way, and tries again. It stops ' +
    'before a step that rows stand against, and where people have to do something first.',
  arguments: [{ name: 'plan', summary: 'the folder that relvar migrate plan wrote', required: true }],
  flags: [
    ...carryOutFlags.slice(0, 1),
    { name: '--until', value: 'phase', summary: 'stop when this phase is done', choices: phases },
    ...carryOutFlags.slice(1),
  ],
  examples: [
    { command: 'relvar migrate apply plan/ --to production', does: 'ask, then carry it out as far as it may go' },
    { command: 'relvar migrate apply plan/ --to production --continue', does: 'go on after a wait' },
    { command: 'relvar migrate apply plan/ --to $DATABASE_URL --until expand --yes', does: 'before a deploy, in CI' },
  ],
  async run([plan = ''], flags, io) {
    const { applyCommand, dryApply } = await import('../../../app/migrate/apply-command.ts');
    // One of the choices.
    const until = textFlag(flags, 'until') as Phase | undefined;
    return await carryOutFor('do', plan, flags, io, {
      dry: dryApply,
      run: (request) =>
        applyCommand({
          ...request,
          ...(until === undefined ? {} : { until }),
          acknowledged: acknowledgedBy(flags, io),
        }),
    });
  },
});
