import { compareText } from '../../../catalog/names.ts';
import type { Trigger } from '../../../catalog/table.ts';
import { readCreateTrigger } from '../sql/create-trigger.ts';
import type { SchemaRow } from './rows.ts';

/** The triggers of a table or view, by name. */
export function triggersOf(relation: string, objects: readonly SchemaRow[]): readonly Trigger[] {
  return objects
    .filter(({ type, of }) => type === 'trigger' && of.toLowerCase() === relation.toLowerCase())
    .map(
      ({ name, sql = '' }): Trigger => ({
        name,
        ...readCreateTrigger(sql),
        // The engine knows no other.
        forEach: 'row',
        enabled: 'origin',
        definition: sql,
      }),
    )
    .sort((a, b) => compareText(a.name, b.name));
}
