import { type QualifiedName, qualified, sameName } from '../../catalog/names.ts';
import type { RelationLock } from '../../lab/effects.ts';
import type { CheckContext, CheckedStatement } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { heavyKind } from '../heavy-kind.ts';
import { blockingLocks, effectsEvidence, heavyTables, severityByRows, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'work-under-lock',
  dimension: 'performance',
  severity: 'high',
  summary: 'A statement reads or builds in proportion to a table while the table is locked.',
  headline: (count) => `${count} statements work through tables under a lock`,
  why: 'Reads, writes or both wait as long as the work lasts, and everybody who comes later waits behind them.',
  advice:
    'Use the form that does the work first and locks for an instant at its end (CONCURRENTLY; a CHECK that is valid before ATTACH PARTITION; detaching instead of dropping), or do it when nobody is there.',
  effort: 'hours',
  tradeOff: 'The forms that spare the table take longer and several steps.',
  when: ({ oneWriter, transactionalDdl }) => !oneWriter && transactionalDdl,
  example: {
    schema:
      'create table orders (id bigint primary key, status text); create index orders_status_idx on orders (status);',
    migration: 'reindex table orders;',
  },
  *check(context) {
    for (const statement of context.statements) {
      if (heavyKind(statement, context) !== 'other') continue;
      const tables = workedOn(statement, context);
      const [first] = tables;
      if (!first) continue;
      const locks = blockingLocks(statement, context).filter(({ kind }) => kind !== 'index');
      const modes = [...new Set(locks.map((lock) => lock.mode))].sort().join(' and ');
      // A materialised view is locked while the tables that it reads are not.
      const own = locks.some((lock) => tables.some((table) => sameName(table, lock.relation)));
      const under = own ? `under ${modes}` : `while ${names(locks)} is locked ${modes}`;
      yield {
        statement,
        at: tableSubject(first),
        message: `${tables.map((table) => tableText(table, context)).join(', ')} is read or built through ${under}${withoutForm(statement, context)}`,
        evidence: effectsEvidence(statement, context),
        severity: severityByRows(tables, context),
        weighs: tables,
        saferForm: true,
      };
    }
  },
});

/** A materialised view that is refreshed is written; its tables are what the work depends on. */
function workedOn(statement: CheckedStatement, context: CheckContext): readonly QualifiedName[] {
  const tables = heavyTables(statement, context);
  const views = statement.actions.flatMap((action) =>
    action.kind === 'refresh' ? [context.resolve(action.view)] : [],
  );
  const read = tables.filter((table) => !views.some((view) => sameName(view, table)));
  return read.length === 0 ? tables : read;
}

function names(locks: readonly RelationLock[]): string {
  return [...new Set(locks.map(({ relation }) => qualified(relation)))].sort().join(', ');
}

/** What the form that spares readers lacks. */
function withoutForm({ actions, safer }: CheckedStatement, context: CheckContext): string {
  const refreshed = actions.find((action) => action.kind === 'refresh');
  if (!refreshed || !safer?.rehearsals.some(({ error }) => error)) return '';
  return `; CONCURRENTLY needs a unique index of ${qualified(context.resolve(refreshed.view))} over columns, without WHERE`;
}
