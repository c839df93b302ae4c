import type { Command } from './command.ts';
import { command as completion } from './commands/completion.ts';
import { command as review } from './commands/review.ts';
import { command as rules } from './commands/rules.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [review, rules, completion];
