import type { CommandGroup } from '../../command.ts';
import { command as apply } from './apply.ts';
import { command as check } from './check.ts';
import { command as exportPlan } from './export.ts';
import { command as plan } from './plan.ts';
import { command as rollback } from './rollback.ts';

export const group: CommandGroup = {
  name: 'migrate',
  summary: 'change a schema safely: plan, check, apply, undo, export',
  description:
    'A migration is a plan: steps in their order, each with its locks as they were seen in a rehearsal, its duration at ' +
    'the size of the table, its precautions and its undo.',
  commands: [plan, check, apply, rollback, exportPlan],
};
