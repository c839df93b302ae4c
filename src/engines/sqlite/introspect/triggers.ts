import { compareText } from '../../../catalog/names.ts';
import type { Trigger } from '../../../catalog/table.ts';
import { readCreateTrigger } from '../sql/create-trigger.ts';
import { withBareRelations } from '../sql/identifiers.ts';
import type { SchemaRow } from './rows.ts';

/** The triggers of a table or view, by name. */
export function triggersOf(relation: string, objects: readonly SchemaRow[]): readonly Trigger[] {
  const own = objects.filter(({ type, of }) => type === 'trigger' && of.toLowerCase() === relation.toLowerCase());
  if (own.length === 0) return [];
  const relations = new Set(
    objects.filter(({ type }) => type === 'table' || type === 'view').map((one) => one.name.toLowerCase()),
  );
  return own
    .map(
      ({ name, sql = '' }): Trigger => ({
        name,
        ...readCreateTrigger(sql),
        // The engine knows no other.
        forEach: 'row',
        enabled: 'origin',
        definition: withBareRelations(sql, relations),
      }),
    )
    .sort((a, b) => compareText(a.name, b.name));
}
