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
  example: {
    schema:
      'create table orders (id bigint primary key, status text); create index orders_status_idx on orders (status);',
    migration: 'reindex table orders;',
  },
  *check(context) {
    for (const statement of context.statements) {
      if (heavyKind(statement, context) !== 'other') continue;
      const tables = heavyTables(statement, context);
      const [first] = tables;
      if (!first) continue;
      const modes = [...new Set(blockingLocks(statement, context).map((lock) => lock.mode))].sort().join(' and ');
      yield {
        statement,
        at: tableSubject(first),
        message: `${tables.map((table) => tableText(table, context)).join(', ')} is read or built through under ${modes}`,
        evidence: effectsEvidence(statement, context),
        severity: severityByRows(tables, context),
        weighs: tables,
        saferForm: true,
      };
    }
  },
});
