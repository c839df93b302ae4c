import { compareText } from '../../../catalog/names.ts';
import type {
  CheckConstraint,
  ConstraintState,
  ExclusionConstraint,
  ForeignKey,
  Index,
  KeyConstraint,
  ReferentialAction,
  Table,
} from '../../../catalog/table.ts';
import type { Row } from '../../connection.ts';
import type { Facts } from './facts.ts';
import { classes } from './query.ts';
import { flag, numbers, optional, text } from './rows.ts';
import { lasting } from './sql-text.ts';

type Constraints = Pick<Table, 'primaryKey' | 'uniques' | 'foreignKeys' | 'checks' | 'exclusions'>;

/** Reads the constraints of a table, each kind by name; `indexes` are the table's. */
export function readConstraints(relation: string, indexes: readonly Index[], facts: Facts): Constraints {
  const rows = [...facts.of.constraints(relation)].sort((a, b) => compareText(text(a, 'name'), text(b, 'name')));
  const of = (kind: string) => rows.filter((row) => row['kind'] === kind);
  const common = (row: Row) => ({
    name: text(row, 'name'),
    ...state(row),
    columns: columnsOf(relation, row, 'columns', facts),
    ...facts.comment(classes.constraint, text(row, 'oid')),
  });
  const key = (row: Row): KeyConstraint => {
    const index = facts.relation(text(row, 'index'))?.name ?? '';
    const behind = indexes.find((one) => one.name === index);
    return {
      ...common(row),
      include: behind?.include ?? [],
      nullsNotDistinct: behind?.nullsNotDistinct ?? false,
      withoutOverlaps: flag(row, 'period'),
      index,
    };
  };
  return {
    ...optional('primaryKey', of('p').map(key)[0]),
    uniques: of('u').map(key),
    foreignKeys: of('f')
      .filter((row) => !isShare(row, facts))
      .map((row) => ({ ...common(row), ...foreignKey(relation, row, facts) })),
    checks: of('c').map(
      (row): CheckConstraint => ({
        ...common(row),
        columns: columnsOf(relation, row, 'columns', facts).toSorted(compareText),
        expression: lasting(text(row, 'expression')),
        noInherit: flag(row, 'no_inherit'),
        inherited: !flag(row, 'local'),
      }),
    ),
    exclusions: of('x').map(
      (row): ExclusionConstraint => ({
        ...common(row),
        columns: columnsOf(relation, row, 'columns', facts).filter((column) => column !== ''),
        definition: text(row, 'expression'),
        index: facts.relation(text(row, 'index'))?.name ?? '',
      }),
    ),
  };
}

/** A foreign key to a partitioned table has a share for each of its partitions, beside it on the same table. */
function isShare(row: Row, facts: Facts): boolean {
  const parent = text(row, 'parent');
  return parent !== '0' && facts.of.constraints(text(row, 'relation')).some((one) => text(one, 'oid') === parent);
}

function state(row: Row): ConstraintState {
  return {
    validated: flag(row, 'validated'),
    enforced: flag(row, 'enforced'),
    deferrable: flag(row, 'deferrable'),
    initiallyDeferred: flag(row, 'deferred'),
  };
}

function columnsOf(relation: string, row: Row, column: string, facts: Facts): readonly string[] {
  return numbers(row, column).map((place) => facts.columnName(relation, place));
}

const actions: Readonly<Record<string, ReferentialAction>> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};

function foreignKey(relation: string, row: Row, facts: Facts) {
  const referenced = text(row, 'referenced');
  const deleteColumns = columnsOf(relation, row, 'delete_columns', facts);
  return {
    references: facts.relation(referenced) ?? { schema: '', name: referenced },
    referencedColumns: columnsOf(referenced, row, 'referenced_columns', facts),
    ...optional('referencedIndex', facts.relation(text(row, 'index'))?.name),
    onDelete: actions[text(row, 'on_delete')] ?? 'no action',
    onUpdate: actions[text(row, 'on_update')] ?? 'no action',
    ...(deleteColumns.length === 0 ? {} : { onDeleteColumns: deleteColumns }),
    match: row['match'] === 'f' ? 'full' : 'simple',
    period: flag(row, 'period'),
    inherited: text(row, 'parent') !== '0',
  } satisfies Omit<ForeignKey, keyof ConstraintState | 'name' | 'columns' | 'comment'>;
}
