import { displayName, type QualifiedName, qualified } from '../../catalog/names.ts';
import { objectKey } from '../../catalog/object.ts';
import type { MigrationDialect } from '../../engines/applying.ts';
import type { MigrationPlan, Step } from '../../plan/plan.ts';
import { commented, type ExportContext, isTogether, type Migration, stagesOf } from '../migrations/migration.ts';
import { scriptsOf, scriptText } from '../migrations/sql-script.ts';

/** A new column that must have a value in every row that is there, and nothing tells which. */
export interface Unfilled {
  readonly table: QualifiedName;
  readonly column: string;
  /** The statement that a person completes. */
  readonly statement: string;
}

/** Rows that come with the migration. */
export interface Filling {
  readonly table: string;
  /** The table is made by the migration, and others may refer to these rows: they come before the rest. */
  readonly isNew: boolean;
  readonly title: string;
  readonly statements: readonly string[];
}

/** Values that go from one table to another, which the plan alone would drop. */
export interface MovedRows {
  readonly title: string;
  readonly statements: readonly string[];
  /** What has no place. */
  readonly lost?: string;
}

/** What happens to rows beside the plans. */
export interface Fills {
  readonly unfilled: readonly Unfilled[];
  readonly fillings: readonly Filling[];
  readonly moved: readonly MovedRows[];
}

/**
 * migration.sql: the steps of plans in one file that runs on tables with rows, with the places at which the application is
 * deployed and values are filled in. Where rows are filled, the first plan makes what is filled, and the second does the
 * rest. It ends at the first step whose condition does not hold.
 */
export function migrationFile(
  plans: readonly MigrationPlan[],
  fills: Fills,
  dialect: MigrationDialect,
  now: Date,
): string {
  const { unfilled, fillings, moved } = fills;
  const context: ExportContext = { dialect, first: now, title: '' };
  const told = plans.flatMap((one) => [...(one.broken ?? []).map((why) => `It does not work yet: ${why}`)]);
  const notes = plans.flatMap((one) => one.notes.map((note) => `Note: ${note}`));
  const parts = [
    commented(
      [
        'From the design as it was to the design as it is. It runs on tables with rows: outside a transaction,',
        'stopping at the first error (psql -v ON_ERROR_STOP=1 -f migration.sql).',
        ...(unfilled.length > 0
          ? [
              `${unfilled.length === 1 ? 'One column needs values' : `${unfilled.length} columns need values`} that only you know: search for FILL IN. On tables without rows it runs as it is.`,
            ]
          : []),
        ...moved.flatMap(({ lost }) => (lost === undefined ? [] : [`Lost: ${lost}`])),
        ...new Set([...told, ...notes]),
      ],
      '--',
    ),
  ];
  const [first, second] = plans.map((plan) => planParts(plan, context));
  if ((first ?? []).length + (second ?? []).length === 0) parts.push('-- The schema stays as it is.');
  parts.push(...(first ?? []));
  if (second) parts.push(...betweenParts(fills, context), ...second);
  for (const one of fillings.filter(({ isNew }) => !isNew)) parts.push(rowsText(one, context));
  return `${parts.join('\n\n')}\n`;
}

function planParts(plan: MigrationPlan, context: ExportContext): readonly string[] {
  return stagesOf(plan).flatMap(({ until, migrations }) => [
    ...(until.length > 0 ? [commented(['Before what follows:', ...until.map((one) => `  ${one}`)], '--')] : []),
    ...grouped(migrations, plan).map((group) => groupText(group, context)),
  ]);
}

/** Rows of what is new, at once and again for those that an application of before has written since. */
function betweenParts({ unfilled, fillings, moved }: Fills, context: ExportContext): readonly string[] {
  const moves = moved.map((one) => rowsText(one, context));
  const written = unfilled.map(
    ({ table, column }) => `  The application writes ${qualified(table)}.${displayName(column)} in every new row.`,
  );
  const deployed = '  The application that works with the new schema is deployed everywhere.';
  return [
    ...fillings.filter(({ isNew }) => isNew).map((one) => rowsText(one, context)),
    ...moves,
    ...(moves.length > 0 || written.length > 0
      ? [commented(['Before what follows:', deployed, ...written], '--')]
      : []),
    ...moves.map((one) => `-- Once more, for rows that came meanwhile.\n${one}`),
    ...(unfilled.length > 0 ? [unfilled.map(fillIn).join('\n')] : []),
  ];
}

function rowsText({ title, statements }: Pick<MovedRows, 'title' | 'statements'>, context: ExportContext): string {
  const { everyRow } = context.dialect;
  const seen = everyRow && statements.some((sql) => everyRow.concerns(sql)) ? [everyRow.set(true)] : [];
  return [commented([title], '--'), scriptText({ together: true, statements: [...seen, ...statements] }, true)].join(
    '\n',
  );
}

function fillIn({ table, column, statement }: Unfilled): string {
  return commented(
    [
      `FILL IN: every row of ${qualified(table)} must have a value in ${displayName(column)}, and nothing tells which. Complete this and take`,
      'the comment away:',
      statement,
    ],
    '--',
  );
}

/** Neighbours that hold nothing up stand in one transaction: what is made new, and comments. */
function grouped(migrations: readonly Migration[], plan: MigrationPlan): readonly (readonly Migration[])[] {
  const steps = new Map(plan.steps.map((one) => [one.id, one]));
  const isLight = ({ id, up }: Migration) => {
    const step = steps.get(id);
    return step !== undefined && isTogether(up) && step.preconditions.length === 0 && holdsNothingUp(step, plan);
  };
  const groups: Migration[][] = [];
  let light = false;
  for (const one of migrations) {
    const last = groups.at(-1);
    if (last && light && isLight(one)) last.push(one);
    else groups.push([one]);
    light = isLight(one);
  }
  return groups;
}

function holdsNothingUp({ effects }: Step, { from }: MigrationPlan): boolean {
  return effects.locks.every(
    ({ blocks, kind, relation }) =>
      kind !== 'table' ||
      !blocks.includes('writes') ||
      from.objects?.[objectKey({ kind, schema: relation.schema, name: relation.name })] === undefined,
  );
}

function groupText(group: readonly Migration[], context: ExportContext): string {
  const [first] = group;
  if (first === undefined) return '';
  if (group.length === 1) {
    const { title, remarks } = first;
    const told = [title, ...remarks.filter((one) => !/^(?:Step \d|Lost on|No way back)/.test(one))];
    return [commented(told, '--'), ...scriptsOf(context, first, 'up', true).map((one) => scriptText(one, true))].join(
      '\n',
    );
  }
  const statements = group.flatMap(({ up }) =>
    up.flatMap((piece) => (piece.kind === 'together' ? piece.statements : [])),
  );
  const { lockTimeoutMilliseconds: lock } =
    group
      .flatMap(({ up }) => up.map(({ precautions }) => precautions))
      .find((one) => one.lockTimeoutMilliseconds !== undefined) ?? {};
  const titles = group.map(({ title }) => title).filter((one) => !one.startsWith('Set the comment'));
  return [
    commented(titles.length > 0 ? titles : ['Comments'], '--'),
    scriptText(
      {
        together: true,
        statements: [...(lock === undefined ? [] : [context.dialect.lockTimeout(lock, true)]), ...statements],
      },
      true,
    ),
  ].join('\n');
}
