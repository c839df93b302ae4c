import { stated } from '../../findings/evidence.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { effectsEvidence, heavyWork, isHeavy, tableText, worksUnderLock } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'rebuild-delays-replicas',
  dimension: 'performance',
  severity: 'medium',
  summary: 'A table is written anew beside its use, and every replica stands still while it does the same.',
  headline: (count) => `${count} tables are written anew, which replicas wait for`,
  why: 'With LOCK=NONE the source goes on. A replica begins when the source has ended, and applies nothing else until it is done: it falls behind by as long as that takes. What is written meanwhile is kept in a log of limited size (innodb_online_alter_log_max_size); when that is full, the statement fails at its end.',
  advice:
    'Take a form that needs no new table; where replicas must not fall behind, let gh-ost or pt-online-schema-change do it, which wait for them.',
  effort: 'hours',
  tradeOff: 'A tool takes longer, and must be watched.',
  when: ({ transactionalDdl }) => !transactionalDdl,
  example: {
    engine: 'mysql',
    schema: 'create table orders (id bigint primary key, amount int);',
    migration: 'alter table orders modify amount int not null;',
  },
  *check(context) {
    for (const statement of context.statements) {
      const work = heavyWork(statement, context);
      const [first] = work.rewritten;
      if (!first || !isHeavy(work) || worksUnderLock(statement, context)) continue;
      yield {
        statement,
        at: tableSubject(first),
        message: `${work.rewritten.map((table) => tableText(table, context)).join(', ')} is written anew beside its use, and again on every replica`,
        evidence: [...effectsEvidence(statement, context), stated('a replica applies such a statement by itself')],
        weighs: work.rewritten,
        saferForm: true,
      };
    }
  },
});
