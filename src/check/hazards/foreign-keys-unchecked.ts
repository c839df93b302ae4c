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
    'PRAGMA foreign_key_check before COMMIT, and roll back when it returns a row. As plain SQL, which fails by itself: insert its count into a temporary table with CHECK (number = 0).',
  effort: 'minutes',
  tradeOff: 'It reads every table that refers to another one.',
  when: ({ oneWriter }) => oneWriter,
  example: {
    engine: 'sqlite',
    schema:
      'create table orders (id integer primary key); create table items (order_id integer references orders (id));',
    migration: 'pragma foreign_keys = off; begin; delete from orders; commit; pragma foreign_keys = on;',
  },
  *check(context) {
    for (const file of new Set(context.statements.map(({ at }) => at.file))) {
      const own = context.statements.filter(({ at }) => at.file === file);
      const off = own.findIndex((one) => !one.transaction && setsOff(one));
      const statement = own[off];
      if (!statement) continue;
      const later = own.slice(off + 1);
      const works = later.some(({ actions }) =>
        actions.some(({ kind }) => /^(?:drop|delete|update|insert|rename)$/.test(kind)),
      );
      const checks = later.some(({ sql }) => /\bforeign_key_check\b/i.test(sql));
      if (!works || checks) continue;
      yield {
        statement,
        at: subjectOf(statement, context),
        message: 'foreign keys are off from here, rows and tables change, and no foreign_key_check follows',
        evidence: [stated('https://sqlite.org/lang_altertable.html#otheralter, step 10')],
      };
    }
  },
});

function setsOff({ actions }: CheckedStatement): boolean {
  return actions.some(
    (action) => action.kind === 'set' && action.name === 'foreign_keys' && /^(?:off|0|no|false)$/.test(action.value),
  );
}
