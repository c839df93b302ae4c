import type { Search } from './candidate.ts';
import { isText } from './compatible.ts';
import type { TargetTable } from './target-table.ts';

/** The column bears the name of another table's primary key: `emp_no`, `customer_id`. */
export function byKeyName({ child, own, column, readings, targets, add }: Search): void {
  const owners = targets.keyed(column.name);
  const [reading] = readings;
  if (owners.length === 0 || reading === undefined) return;
  const stem = reading.text;
  const wholly = targets.wholly(stem);
  const fact = "has the name of the parent's primary key";
  for (const parent of owners) {
    if (parent === child) continue;
    const found = (telling: number) => add({ parent, telling, reading, how: 'key name', fact });
    if (wholly.includes(parent)) {
      found(0.93);
    } else if (wholly.length > 0) {
      // The key belongs to the table that is named so. Another that shares it is meant only by its own parts:
      // `person_phone.entity_id` is the person's, who in turn are entities.
      if (isPart(own, targets.of(parent)) && owners.some((one) => wholly.includes(one))) found(1.1);
    } else {
      const text = targets.of(parent).text;
      const close = text.endsWith(stem) || text.startsWith(stem) || stem.endsWith(text);
      // Two tables that share a key of which neither is the owner by its name.
      if (own.key === column.name && (!close || own.text.endsWith(stem))) continue;
      const known = close || targets.named(stem).some((one) => one.table === parent);
      if (reading.key !== undefined) found(known ? 0.86 : 0.68);
      // The `username` of users is the users' own.
      else if (!isText(column.type) || !stem.startsWith(own.text)) found(known ? 0.66 : 0.6);
    }
  }
}

function isPart(own: TargetTable, parent: TargetTable): boolean {
  if (parent.text === own.text || parent.text.length < 4) return false;
  return own.text.startsWith(parent.text) || parent.core.every((word, at) => own.core[at] === word);
}
