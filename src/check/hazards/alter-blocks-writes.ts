import type { QualifiedName } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import type { CheckContext } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { blockingLocks, effectsEvidence, heavyTables, severityByRows, tableText, worksUnderLock } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'alter-blocks-writes',
  dimension: 'performance',
  severity: 'high',
  summary: 'A table is altered while writes to it, or all use of it, wait.',
  headline: (count) => `${count} alterations keep writers waiting`,
  why: 'ALGORITHM=COPY fills a new table row by row, and LOCK=SHARED lets others only read until the end; every replica does the same again behind its source. A statement that is ended in the middle undoes as much work as it has done.',
  advice:
    'Take a form that the server carries out in place, or let gh-ost or pt-online-schema-change copy the table beside its use: where it has a key for that, the command below is of the one to be chosen first, and relvar migrate plan tells what each of them needs.',
  effort: 'hours',
  tradeOff: 'A tool needs room for the table twice, takes longer, and must be watched.',
  when: ({ transactionalDdl }) => !transactionalDdl,
  example: {
    engine: 'mysql',
    schema: 'create table orders (id bigint primary key, amount int);',
    migration: 'alter table orders modify amount bigint;',
  },
  *check(context) {
    for (const statement of context.statements) {
      if (statement.errorWithRows || !worksUnderLock(statement, context)) continue;
      const tables = heavyTables(statement, context);
      const [first] = tables;
      if (!first) continue;
      const modes = [...new Set(blockingLocks(statement, context).map((lock) => lock.mode))].sort().join(' and ');
      const anew = statement.effects.rewritten.length > 0;
      const [tool] = statement.otherWays;
      yield {
        statement,
        at: tableSubject(first),
        message: `${tables.map((table) => tableText(table, context)).join(', ')} is ${anew ? 'written anew' : 'read and indexed'} under ${modes}${tool?.counts ? losing : ''}${tool || hasKey(first, context) ? '' : withoutTool}`,
        evidence: [
          ...effectsEvidence(statement, context),
          ...(tool ? [stated(`${tool.title}: ${tool.why}`), ...tool.needs.map((need) => stated(need))] : []),
        ],
        severity: severityByRows(tables, context),
        weighs: tables,
        saferForm: true,
        ...(tool ? { commands: [...(tool.counts ?? []).map((count) => `${count};`), ...tool.commands] } : {}),
      };
    }
  },
});

const losing =
  '; a tool copies without a word about rows that it loses or changes: the queries before its command must give 0';
const withoutTool = '; no tool can copy it beside its use without a key over columns that are never null';

function hasKey(name: QualifiedName, { lookups }: CheckContext): boolean {
  const table = lookups.table(name);
  const isFilled = (column: string) => table?.columns.some((one) => one.name === column && !one.nullable) === true;
  return (
    table?.primaryKey !== undefined ||
    table?.indexes.some(({ unique, keys }) => unique && keys.every(({ column = '' }) => isFilled(column))) === true
  );
}
