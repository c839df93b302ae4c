import { defineCommand, textFlag } from '../../command.ts';
import { acknowledgedBy, carryOutFlags, carryOutFor } from './carry-out.ts';

export const command = defineCommand({
  name: 'rollback',
  summary: 'undo what of a plan is done in a live database, last step first',
  description:
    'Takes back the steps that the journal in the database knows as done or begun, each by the undo that stands in the ' +
    'plan, and says what is lost before it asks. A step without an undo stops it before anything is done. Behind a deploy ' +
    'it stops until the application before it is there again: the one that runs needs what is still to be taken back. The same ' +
    'command goes on after any interruption.',
  arguments: [{ name: 'plan', summary: 'the folder that relvar migrate plan wrote', required: true }],
  flags: [
    ...carryOutFlags.slice(0, 1),
    { name: '--to-step', value: 'step', summary: 'undo only what came after this step' },
    ...carryOutFlags.slice(1),
  ],
  examples: [
    { command: 'relvar migrate rollback plan/ --to staging', does: 'undo all of it' },
    { command: 'relvar migrate rollback plan/ --to staging --to-step 004', does: 'back to where step 004 was done' },
  ],
  async run([plan = ''], flags, io) {
    const { dryRollback, rollbackCommand } = await import('../../../app/migrate/rollback-command.ts');
    const toStep = textFlag(flags, 'to-step');
    return await carryOutFor('undo', plan, flags, io, {
      dry: (request) => dryRollback({ ...request, ...(toStep === undefined ? {} : { toStep }) }),
      run: (request) =>
        rollbackCommand({
          ...request,
          ...(toStep === undefined ? {} : { toStep }),
          acknowledged: acknowledgedBy(flags, io),
        }),
    });
  },
});
