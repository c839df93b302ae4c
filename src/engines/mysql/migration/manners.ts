import { type AlterClass, askedBy } from '../online/alter-class.ts';
import { classifyAlter } from '../online/classify.ts';
import { copyOf, type Draft } from '../read/draft.ts';
import { carryOut } from '../render.ts';
import { type Action, alterStatement } from './actions.ts';

/** Actions that one statement carries out, how the engine goes about it where that is known, and the words that ask for it. */
export interface Manner {
  readonly actions: readonly Action[];
  readonly found?: AlterClass;
  readonly clauses: readonly string[];
}

/**
 * The actions of a table as few statements: those that only the dictionary notes apart from those that take work in
 * place, since together they would make the table anew; all in one where the rows are written anyway. Each asks for the
 * manner that it is known to be possible in, so that the server refuses to do it in a worse one.
 */
export function mannersOf(table: string, actions: readonly Action[], draft: Draft): readonly Manner[] {
  const whole = mannerOf(table, actions, draft);
  if (!whole.found?.rebuilds || whole.found.algorithm === 'COPY' || actions.length < 2) return [whole];
  const instant: Action[] = [];
  const others: Action[] = [];
  for (const action of actions) {
    const alone = classifyAlter(alterStatement(table, [action]), draft);
    (alone?.algorithm === 'INSTANT' && !alone.copies ? instant : others).push(action);
  }
  if (instant.length === 0 || others.length === 0) return [whole];
  const after = copyOf(draft);
  carryOut(alterStatement(table, instant), after);
  const parts = [mannerOf(table, instant, draft), mannerOf(table, others, after)];
  // What comes first must not be undone by what comes after, nor need it.
  return parts.every(({ found }) => found && !found.rebuilds) && !isTied(instant, others) ? parts : [whole];
}

/** Whether a column goes and comes again, which only one statement can do. */
function isTied(a: readonly Action[], b: readonly Action[]): boolean {
  const columns = (all: readonly Action[]) => all.flatMap(({ column }) => column ?? []);
  return columns(a).some((column) => columns(b).includes(column));
}

function mannerOf(table: string, actions: readonly Action[], draft: Draft): Manner {
  const found = classifyAlter(alterStatement(table, actions), draft);
  if (!found) return { actions, clauses: [] };
  // A copy is what is left when nothing is asked for.
  const asks = found.algorithm !== 'COPY' && !found.copies;
  return { actions, found, clauses: asks ? askedBy(found) : [] };
}
