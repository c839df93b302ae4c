import type { Traits } from '../../catalog/traits.ts';
import { stated } from '../../findings/evidence.ts';
import type { CheckedStatement } from '../checked.ts';
import { defineHazard } from '../hazard.ts';
import { subjectOf } from '../subject.ts';

export const hazard = defineHazard({
  id: 'foreign-keys-unchecked',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'Foreign keys are switched off for a change, and nobody looks whether one is broken.',
  headline: (count) => `${count} migrations switch foreign keys off and do not check them`,
  why: 'Rows that were written or dropped meanwhile are never looked at again: switching foreign keys on checks nothing that is there.',
  advice:
    'Count the rows that refer to none before the end (LEFT JOIN the other table, WHERE its key IS NULL), or do without switching them off. In SQLite: PRAGMA foreign_key_check before COMMIT, and roll back when it returns a row. As plain SQL, which fails by itself: insert its count into a temporary table with CHECK (number = 0). In PostgreSQL make the keys DEFERRABLE, and defer them, instead of disabling triggers.',
  effort: 'minutes',
  tradeOff: 'It reads every table that refers to another one.',
  when: ({ foreignKeySwitch }) => foreignKeySwitch !== undefined,
  example: {
    engine: 'sqlite',
    schema:
      'create table orders (id integer primary key); create table items (order_id integer references orders (id));',
    migration: 'pragma foreign_keys = off; begin; delete from orders; commit; pragma foreign_keys = on;',
  },
  *check(context) {
    for (const file of new Set(context.statements.map(({ at }) => at.file))) {
      const own = context.statements.filter(({ at }) => at.file === file);
      const off = own.findIndex(
        (one) => !(one.transaction && one.ignoredInTransaction) && setsOff(one, context.traits),
      );
      const statement = own[off];
      if (!statement) continue;
      const later = own.slice(off + 1);
      const works = later.some(({ actions }) =>
        actions.some(({ kind }) => /^(?:drop|delete|update|insert|rename|truncate|add constraint|copy)$/.test(kind)),
      );
      const checks = later.some(
        ({ sql, actions }) =>
          /\bforeign_key_check\b/i.test(sql) ||
          (actions.some(({ kind }) => kind === 'select') && /\bIS\s+NULL\b|\bNOT\s+EXISTS\b/i.test(sql)),
      );
      if (!works || checks) continue;
      yield {
        statement,
        at: subjectOf(statement, context),
        message:
          'foreign keys are off from here, rows and tables change, and nothing looks for rows that are against one',
        evidence: [stated('switching foreign keys on again checks no row that is there')],
      };
    }
  },
});

/** By a setting of the session, which may make it one that trusts what it copies; or of a table, by the triggers that check. */
function setsOff({ actions }: CheckedStatement, { foreignKeySwitch }: Pick<Traits, 'foreignKeySwitch'>): boolean {
  return actions.some((action) =>
    action.kind === 'set'
      ? action.name === foreignKeySwitch && /^'?(?:off|0|no|false|replica)'?$/i.test(action.value)
      : action.kind === 'alter table' && action.part === 'disable all triggers',
  );
}
