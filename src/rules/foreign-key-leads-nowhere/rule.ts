import type { Lookups } from '../../catalog/lookups.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import type { Column, ForeignKey, Table } from '../../catalog/table.ts';
import { stated } from '../../findings/evidence.ts';
import { closedListName } from '../closed-lists.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'foreign-key-leads-nowhere',
  category: 'keys and relations',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A foreign key refers to a table that is not there, or to columns that are not unique.',
  headline: (count) => `${count} foreign keys lead nowhere`,
  why: 'The engine takes the declaration as it stands and finds out when a row is written: with foreign keys switched on, every such write fails; switched off, nothing is checked.',
  effort: 'minutes',
  tradeOff: 'A unique index is kept up to date by every write, and is refused where values repeat.',
  needs: ['catalog'],
  when: (traits) => !traits.enforcesForeignKeys,
  settings: {},
  *check({ lookups, catalog }) {
    const others = new Set(catalog.others.map(({ name }) => name.toLowerCase()));
    for (const table of lookups.ownTables) {
      for (const key of table.foreignKeys) {
        // What is known by its statement alone may be anything.
        if (others.has(key.references.name.toLowerCase())) continue;
        const fault = faultOf(key, lookups);
        if (fault === undefined) continue;
        yield {
          at: { kind: 'constraint', object: table, names: [key.name] },
          message: `${qualified(table)} (${key.columns.map(displayName).join(', ')}) refers to ${fault.to}`,
          evidence: [stated(fault.why)],
          changes:
            fault.unique === undefined
              ? []
              : [
                  {
                    kind: 'create index',
                    table: fault.unique,
                    name: `${fault.unique.name}_${key.referencedColumns.join('_')}_key`,
                    keys: key.referencedColumns.map((column) => ({ column })),
                    unique: true,
                  },
                ],
        };
      }
    }
  },
});

/** Whether a column says of what kind a row is: no unique index can be made over it. */
function holdsKinds(table: Table, column: Column): boolean {
  return column.type.family === 'boolean' || closedListName(table, column) !== undefined;
}

interface Fault {
  readonly to: string;
  readonly why: string;
  /** The table that a unique index would mend. */
  readonly unique?: Table;
}

function faultOf({ references, referencedColumns }: ForeignKey, lookups: Lookups): Fault | undefined {
  const target = lookups.table(references);
  const name = displayName(references.name);
  if (!target) return { to: `${name}, which is not there`, why: `the schema holds no table ${name}` };
  if (referencedColumns.length === 0)
    return {
      to: `the primary key of ${name}, which has none`,
      why: `${name} declares no primary key, and no column is named`,
    };
  const missing = referencedColumns.find((column) => !lookups.column(target, column));
  if (missing !== undefined)
    return {
      to: `${name}.${displayName(missing)}, which is not there`,
      why: `${name} has no column ${displayName(missing)}`,
    };
  const columns = [...referencedColumns].sort().join('\0');
  const isUnique =
    target.primaryKey?.columns.toSorted().join('\0') === columns ||
    target.indexes.some(
      ({ unique, predicate, keys }) =>
        unique &&
        predicate === undefined &&
        keys.every(({ collation }) => collation === undefined) &&
        keys
          .map(({ column = '' }) => column)
          .sort()
          .join('\0') === columns,
    );
  if (isUnique) return undefined;
  const list = referencedColumns.map(displayName).join(', ');
  const [only, ...others] = referencedColumns.flatMap((column) => lookups.column(target, column) ?? []);
  const repeats = only !== undefined && others.length === 0 && holdsKinds(target, only);
  return {
    to: `${name} (${list}), which no unique index keeps apart`,
    why: `no primary key, unique constraint or unique index of ${name} is over ${list} and nothing else${repeats ? `, and ${list} looks like one of few values, which many rows share` : ''}`,
    ...(repeats ? {} : { unique: target }),
  };
}
