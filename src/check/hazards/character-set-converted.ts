import { stated } from '../../findings/evidence.ts';
import { actionsOf, isMade } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import { effectsEvidence, tableText } from '../weigh.ts';

export const hazard = defineHazard({
  id: 'character-set-converted',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'All texts of a table get another character set.',
  headline: (count) => `${count} tables get another character set`,
  why: 'Characters that the new set lacks fail or become question marks; TEXT becomes MEDIUMTEXT where its bytes need it; values that the new collation takes for equal break unique keys; a join with a table of the old set or collation converts every row, and uses no index.',
  advice:
    'Convert the tables that are joined on texts together; look for values that become equal (GROUP BY the column COLLATE the new one HAVING count(*) > 1); write the types of TEXT columns with MODIFY where they are to stay.',
  effort: 'hours',
  tradeOff: 'None.',
  when: ({ transactionalDdl }) => !transactionalDdl,
  example: {
    engine: 'mysql',
    schema: 'create table users (id bigint primary key, name varchar(50)) default charset latin1;',
    migration: 'alter table users convert to character set utf8mb4;',
  },
  *check(context) {
    for (const { statement, action } of actionsOf(context, 'alter table')) {
      if (action.part !== 'convert') continue;
      const table = context.resolve(action.table);
      const known = context.lookups.table(table);
      if (isMade(context, table) || !known) continue;
      const texts = known.columns.filter(({ type }) => type.family === 'text').map(({ name }) => name);
      if (texts.length === 0) continue;
      const keys = known.indexes.filter(
        ({ unique, keys }) => unique && keys.some(({ column }) => column !== undefined && texts.includes(column)),
      );
      yield {
        statement,
        at: tableSubject(table),
        message: `${texts.join(', ')} of ${tableText(table, context)} become ${action.names.join(' ')}${keys.length === 0 ? '' : `; unique over them: ${keys.map(({ name }) => name).join(', ')}`}`,
        evidence: [...effectsEvidence(statement, context), stated('every text of a table is converted')],
        ...(keys.length === 0 ? {} : { severity: 'high' as const }),
      };
    }
  },
});
