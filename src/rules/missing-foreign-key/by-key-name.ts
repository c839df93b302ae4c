import type { Column, Table } from '../../catalog/table.ts';
import type { Candidate, Sources } from './candidate.ts';
import { isText } from './compatible.ts';
import { readings } from './names.ts';
import { isGenericKey, type TargetTable } from './target-table.ts';

/** The column bears the name of another table's primary key: `emp_no`, `customer_id`. */
export function* byKeyName(child: Table, column: Column, { targets }: Sources): Generator<Candidate> {
  const owners = targets.keyed(column.name).filter((table) => table !== child);
  const [reading] = readings(column.name);
  if (owners.length === 0 || reading === undefined || isGenericKey(column.name)) return;
  const stem = reading.stem.join('');
  const own = targets.of(child);
  const ownText = own.core.join('');
  const wholly = targets.wholly(stem);
  for (const parent of owners) {
    const found = (telling: number): Candidate => {
      return { parent, telling, reading, how: 'key name', fact: "has the name of the parent's primary key" };
    };
    if (wholly.includes(parent)) {
      yield found(0.93);
    } else if (wholly.length > 0) {
      // The key belongs to the table that is named so. Another that shares it is meant only by its own parts:
      // `person_phone.entity_id` is the person's, who in turn are entities.
      if (isPart(own, targets.of(parent)) && owners.some((one) => wholly.includes(one))) yield found(1.1);
    } else {
      const text = targets.of(parent).core.join('');
      const close = text.endsWith(stem) || text.startsWith(stem) || stem.endsWith(text);
      // Two tables that share a key of which neither is the owner by its name.
      if (own.key === column.name && (!close || ownText.endsWith(stem))) continue;
      const known = close || targets.named(stem).some((one) => one.table === parent);
      if (reading.key !== undefined) yield found(known ? 0.86 : 0.68);
      // The `username` of users is the users' own.
      else if (!isText(column.type) || !stem.startsWith(ownText)) yield found(known ? 0.66 : 0.6);
    }
  }
}

function isPart(own: TargetTable, parent: TargetTable): boolean {
  const text = parent.core.join('');
  const ownText = own.core.join('');
  if (text === ownText || text.length < 4) return false;
  return ownText.startsWith(text) || parent.core.every((word, at) => own.core[at] === word);
}
