import type { Column, Table } from '../../catalog/table.ts';
import type { Candidate, Sources } from './candidate.ts';
import { isIdentifier } from './compatible.ts';
import { type Reading, readings } from './names.ts';
import { linkEnds, peopleEnds, selfRoles } from './roles.ts';

/** `parent_id`, `reports_to`: another row of the same table, or of the table whose rows this one links or keeps the history of. */
export function* byOwnRow(
  child: Table,
  column: Column,
  all: readonly Reading[],
  { targets, habits, persons }: Sources,
): Generator<Candidate> {
  const own = targets.of(child);
  const core = own.core.join('');
  for (const reading of all) {
    if (reading.key === undefined && !isIdentifier(column.type)) continue;
    const text = reading.stem.join('');
    const other = otherEnd(child, column, reading);
    if (other !== undefined) {
      const linked = habits.linkedBy(child);
      const [person] = persons;
      if (linked)
        yield { parent: linked, telling: 0.76, reading, how: 'pair', fact: `is one end of a link, ${other} the other` };
      else if (person && peopleEnds.has(text))
        yield {
          parent: person.table,
          telling: 0.7,
          reading,
          how: 'pair',
          fact: `is one end of a link between people, ${other} the other`,
        };
      else if (person && text.length <= 4)
        yield { parent: person.table, telling: 0.56, reading, how: 'pair', fact: `with ${other} says who to whom` };
      continue;
    }
    const role = reading.stem.slice(0, -1).join('');
    const named = reading.stem.at(-1) ?? '';
    const fact = 'names another row of the same table';
    if (own.key !== undefined && selfRoles.has(role) && core.endsWith(named)) {
      yield { parent: child, telling: reading.key === undefined ? 0.66 : 0.76, reading, how: 'own row', fact };
    }
    const of = reading.stem.length > 1 && named === 'of' && reading.key !== undefined;
    if (!selfRoles.has(text) && !of) continue;
    const base = habits.historyOf(child);
    if (base)
      yield {
        parent: base,
        telling: 0.8,
        reading,
        how: 'own row',
        fact: 'names another row of the table whose history this one keeps',
      };
    else if (own.key !== undefined)
      yield {
        parent: child,
        telling: text === 'parent' ? (reading.key === undefined ? 0.74 : 0.82) : 0.68,
        reading,
        how: 'own row',
        fact,
      };
  }
}

/** The column that is the other end of a link of which this one is an end: to_id for from_id. */
function otherEnd(table: Table, column: Column, reading: Reading): string | undefined {
  const text = reading.stem.join('');
  for (const [one, other] of linkEnds) {
    const wanted = text === one ? other : text === other ? one : undefined;
    if (wanted === undefined) continue;
    const found = table.columns.find(
      (each) =>
        each !== column &&
        each.type.text === column.type.text &&
        readings(each.name).some((its) => its.key === reading.key && its.stem.join('') === wanted),
    );
    if (found) return found.name;
  }
  return undefined;
}
