import type { Lookups } from '../../catalog/lookups.ts';
import { displayName, qualified, sameName } from '../../catalog/names.ts';
import type { ForeignKey, Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { stated } from '../../findings/evidence.ts';
import { replaceForeignKey } from '../foreign-key-change.ts';
import { columnPairs, keyText } from '../foreign-key-text.ts';
import { neverNull, nullableAmong } from '../nullability.ts';
import { type Draft, defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'overlapping-foreign-key',
  category: 'keys and relations',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'Foreign keys share a column in a way that makes one moot or lets them work against each other.',
  headline: (count) => `${count} foreign keys overlap with another`,
  why: 'A key that another one implies is checked for nothing; one column that refers to two tables takes only values that both have; an action that empties a shared column breaks the other key.',
  effort: 'hours',
  tradeOff:
    'Dropping an implied key changes nothing that is checked; changing an action changes what a delete of the parent does.',
  needs: ['catalog'],
  settings: {},
  *check({ lookups, traits }) {
    for (const table of lookups.ownTables) {
      const keys = table.foreignKeys.filter((key) => !key.inherited && key.enforced);
      // One finding for each key, the gravest: later ones of the same key are left out.
      const said = new Set<string>();
      for (const draft of overlaps(table, keys, lookups, traits)) {
        const [name = ''] = draft.at.names ?? [];
        if (!said.has(name)) yield draft;
        said.add(name);
      }
    }
  },
});

function* overlaps(table: Table, keys: readonly ForeignKey[], lookups: Lookups, traits: Traits): Generator<Draft> {
  for (const key of keys) {
    const emptied = emptiesShared(table, key, keys, lookups);
    if (!emptied) continue;
    const name = lookups.freeConstraintName(table, key.columns, 'fkey', traits.identifierBytes);
    yield emptiedDraft(table, key, emptied, traits.deleteActionColumns ? name : undefined);
  }
  for (const key of keys) {
    const other = keys.find((one) => one !== key && implies(table, one, key, lookups));
    if (other) yield impliedDraft(table, key, other);
  }
  for (const [at, key] of keys.entries()) {
    const other = keys.slice(0, at).find((one) => twoTargets(one, key));
    if (other) yield twoTargetsDraft(table, key, other, lookups);
  }
}

/** The longer key checks all that the shorter one does: same table, the shorter's pairs among its own, no null to escape by. */
function implies(table: Table, longer: ForeignKey, shorter: ForeignKey, lookups: Lookups): boolean {
  if (!sameName(longer.references, shorter.references) || longer.columns.length <= shorter.columns.length) return false;
  const pairs = new Set(columnPairs(longer));
  return (
    columnPairs(shorter).every((pair) => pairs.has(pair)) &&
    longer.validated &&
    nullableAmong(lookups, table, longer.columns).length === 0
  );
}

function impliedDraft(table: Table, key: ForeignKey, other: ForeignKey): Draft {
  const acts = key.onDelete !== other.onDelete && key.onDelete !== 'no action';
  return {
    at: { kind: 'constraint', object: table, names: [key.name] },
    message: `${qualified(table)}: foreign key ${displayName(key.name)}, ${keyText(key)}, is implied by ${displayName(other.name)}, ${keyText(other)}${acts ? `, but on delete one says ${key.onDelete.toUpperCase()}, the other ${other.onDelete.toUpperCase()}` : ''}`,
    evidence: [
      stated(`${displayName(other.name)} refers to the same row by more columns, and none of its columns can be NULL`),
    ],
    severity: acts ? 'medium' : 'low',
    changes: acts ? [] : [{ kind: 'drop constraint', table, name: key.name }],
  };
}

function twoTargets(a: ForeignKey, b: ForeignKey): boolean {
  const columns = new Set(a.columns);
  return (
    !sameName(a.references, b.references) &&
    a.columns.length === b.columns.length &&
    b.columns.every((column) => columns.has(column))
  );
}

/** Unless the one target itself is part of the other, as in a chain of one-to-one tables. */
function twoTargetsDraft(table: Table, key: ForeignKey, other: ForeignKey, lookups: Lookups): Draft {
  const [upper, lower] = chained(key, other, lookups) ? [key, other] : chained(other, key, lookups) ? [other, key] : [];
  const columns = key.columns.map(displayName).join(', ');
  if (upper && lower) {
    return {
      at: { kind: 'constraint', object: table, names: [upper.name] },
      message: `${qualified(table)}: foreign key ${displayName(upper.name)}, ${keyText(upper)}, is implied by ${displayName(lower.name)}, ${keyText(lower)}, whose table refers there itself`,
      evidence: [
        stated(
          `${qualified(lower.references)}(${lower.referencedColumns.map(displayName).join(', ')}) refers to ${qualified(upper.references)} with the same values`,
        ),
      ],
      severity: 'low',
      changes: upper.onDelete === 'no action' ? [{ kind: 'drop constraint', table, name: upper.name }] : [],
    };
  }
  return {
    at: { kind: 'constraint', object: table, names: [key.name] },
    message: `${qualified(table)}(${columns}) refers to both ${qualified(other.references)} and ${qualified(key.references)}: a value must be in both`,
    evidence: [stated(`${displayName(other.name)} is ${keyText(other)}, ${displayName(key.name)} is ${keyText(key)}`)],
    severity: 'medium',
    changes: [],
    questions: [
      {
        question: 'Where one column refers to two tables: which of them is meant?',
        changes: 'which foreign key is dropped, or whether each gets a column of its own',
      },
    ],
  };
}

/** Whether what `lower` refers to refers, by the same columns, to what `upper` refers to. */
function chained(upper: ForeignKey, lower: ForeignKey, lookups: Lookups): boolean {
  const between = lookups.table(lower.references);
  if (!between) return false;
  return between.foreignKeys.some(
    (key) =>
      sameName(key.references, upper.references) &&
      key.validated &&
      upper.columns.every((column, at) => {
        const middle = lower.referencedColumns[lower.columns.indexOf(column)];
        const place = key.columns.indexOf(middle ?? '');
        return (
          place >= 0 &&
          key.referencedColumns[place] === upper.referencedColumns[at] &&
          neverNull(lookups.column(between, middle ?? ''))
        );
      }),
  );
}

interface Emptied {
  readonly columns: readonly string[];
  readonly other: ForeignKey | undefined;
  readonly refused: readonly string[];
}

/** The columns that the key's ON DELETE SET NULL empties though they are not its own alone, or cannot be null. */
function emptiesShared(
  table: Table,
  key: ForeignKey,
  keys: readonly ForeignKey[],
  lookups: Lookups,
): Emptied | undefined {
  if (key.onDelete !== 'set null' || key.columns.length < 2) return undefined;
  const columns = key.onDeleteColumns ?? key.columns;
  const refused = columns.filter((name) => lookups.column(table, name)?.nullable === false);
  const other = keys.find((one) => one !== key && one.columns.some((column) => columns.includes(column)));
  const shared = columns.filter((name) => refused.includes(name) || other?.columns.includes(name));
  return shared.length === 0 || shared.length === columns.length ? undefined : { columns: shared, other, refused };
}

function emptiedDraft(
  table: Table,
  key: ForeignKey,
  { columns, other, refused }: Emptied,
  name: string | undefined,
): Draft {
  const own = (key.onDeleteColumns ?? key.columns).filter((name) => !columns.includes(name));
  const shown = columns.map(displayName).join(', ');
  const consequence =
    refused.length > 0
      ? `${refused.map(displayName).join(', ')} cannot be NULL, so every such delete fails`
      : `${displayName(other?.name ?? '')} then checks nothing`;
  return {
    at: { kind: 'constraint', object: table, names: [key.name] },
    message: `${qualified(table)}: when the parent is deleted, foreign key ${displayName(key.name)}, ${keyText(key)}, also empties ${shown}${other ? `, which ${displayName(other.name)} shares` : ''}: ${consequence}`,
    evidence: [
      stated(
        `ON DELETE SET NULL of ${displayName(key.name)} sets ${(key.onDeleteColumns ?? key.columns).map(displayName).join(', ')} to NULL`,
      ),
    ],
    severity: 'high',
    changes: name === undefined ? [] : replaceForeignKey(table, key, name, { onDeleteColumns: own }),
  };
}
