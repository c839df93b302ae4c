import type { Change } from '../../../catalog/change.ts';
import { displayName, qualified, qualifiedColumn, sameName } from '../../../catalog/names.ts';
import type { Procedure, Situation } from '../../procedure.ts';
import { renderChange } from '../render.ts';
import { columnsOf, valuesSatisfy } from './domain-values.ts';
import { plainSteps } from './plain.ts';
import { nothingToUndo, step, undoBy, work } from './steps.ts';
import { blockers } from './watch.ts';

type AddCheck = Extract<Change, { readonly kind: 'add check to domain' }>;
type SetNullable = Extract<Change, { readonly kind: 'set domain nullable' }>;

/**
 * A stricter check of a domain: for new values at once, with no lock on the tables that have it; then the present ones are
 * read. Nothing where no table has the domain: it is as quick as it is written.
 */
export function domainCheck(change: AddCheck, situation: Situation): Procedure | undefined {
  const { type, check } = change;
  const columns = columnsOf(type, situation);
  if (!check.validated || columns.length === 0) return undefined;
  const name = displayName(check.name);
  const former = situation.changes.find(
    (one) => one.kind === 'drop check of domain' && sameName(one.type, type) && one.check.name === check.name,
  );
  const sql = (one: Change) => renderChange(one, situation.traits);
  const add = { ...change, check: { ...check, validated: false } };
  const drop: Change = { kind: 'drop check of domain', type, check };
  const again: readonly Change[] =
    former?.kind === 'drop check of domain' ? [{ kind: 'add check to domain', type, check: former.check }] : [];
  return {
    steps: [
      step(
        `Add check ${name} to domain ${qualified(type)} for new values`,
        'contract',
        work(...(former ? sql(former) : []), ...sql(add)),
        {
          why: 'Added with NOT VALID it holds for new values at once and reads no row.',
          undo: undoBy(...sql(drop), ...again.flatMap(sql)),
          preconditions: valuesSatisfy(type, check, situation),
          needs: [`The application writes no value of ${qualified(type)} that the check ${name} refuses.`],
          watch: [blockers],
        },
      ),
      step(
        `Validate check ${name} of domain ${qualified(type)}`,
        'contract',
        work(...sql({ kind: 'validate check of domain', type, name: check.name })),
        {
          why: `The values in ${columns.map((one) => qualifiedColumn(one.table, one.column)).join(', ')} are read while nobody writes to their tables: a domain has no gentler form.`,
          undo: nothingToUndo,
          watch: [blockers],
        },
      ),
    ],
    ...(former ? { includes: [former] } : {}),
  };
}

/** NOT NULL of a domain has no form that spares its tables; it comes when the application writes no null any more. */
export function domainNotNull(change: SetNullable, situation: Situation): Procedure | undefined {
  if (change.nullable || columnsOf(change.type, situation).length === 0) return undefined;
  return {
    steps: plainSteps(change, situation).map((one) => ({
      ...one,
      phase: 'contract' as const,
      why: 'A domain has no form of NOT NULL that reads its tables while they are written to.',
      needs: [`The application writes no null into columns of ${qualified(change.type)}.`],
      watch: [blockers],
    })),
  };
}
