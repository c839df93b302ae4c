import type { Entry } from './command.ts';
import { command as completion } from './commands/completion.ts';
import { command as convert } from './commands/convert.ts';
import { command as design } from './commands/design.ts';
import { command as diagram } from './commands/diagram.ts';
import { command as diff } from './commands/diff.ts';
import { command as docs } from './commands/docs.ts';
import { command as explain } from './commands/explain.ts';
import { command as indexes } from './commands/indexes.ts';
import { group as migrate } from './commands/migrate/index.ts';
import { command as patterns } from './commands/patterns.ts';
import { command as refine } from './commands/refine.ts';
import { command as review } from './commands/review.ts';
import { command as rules } from './commands/rules.ts';
import { command as snapshot } from './commands/snapshot.ts';
import { command as volumes } from './commands/volumes.ts';
import { command as workload } from './commands/workload.ts';

/** Every command, in the order of the help. */
export const commands: readonly Entry[] = [
  review,
  explain,
  indexes,
  diff,
  migrate,
  convert,
  design,
  refine,
  diagram,
  docs,
  patterns,
  rules,
  snapshot,
  volumes,
  workload,
  completion,
];
