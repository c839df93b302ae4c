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
  /** The table is made by the migration, and others may refer to these rows: they come with it. */
  readonly isNew: boolean;
  readonly title: string;
  readonly statements: readonly string[];
}

/**
 * migration.sql: the steps of a plan in one file that runs on tables with rows, with the places at which the application is
 * deployed and values are filled in. It ends at the first step whose condition does not hold.
 */
export function migrationFile(
  plan: MigrationPlan,
  unfilled: readonly Unfilled[],
  fillings: readonly Filling[],
  dialect: MigrationDialect,
  now: Date,
): string {
  const context: ExportContext = { dialect, first: now, title: '' };
  const withTables = new Map(
    fillings.filter((one) => one.isNew).map((one) => [`Create table public.${one.table}`, one]),
  );
  const stages = stagesOf({ ...plan, steps: plan.steps.map((step) => withRows(step, withTables.get(step.title))) });
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
        ...(plan.broken ?? []).map((one) => `It does not work yet: ${one}`),
        ...plan.notes.map((one) => `Note: ${one}`),
      ],
      '--',
    ),
  ];
  if (stages.length === 0) parts.push('-- The schema stays as it is.');
  let open = unfilled;
  const fill = () => {
    if (open.length > 0) parts.push(open.map(fillIn).join('\n'));
    open = [];
  };
  for (const { until, migrations } of stages) {
    if (until.length > 0) {
      parts.push(commented(['Before what follows:', ...until.map((one) => `  ${one}`)], '--'));
      fill();
    }
    for (const group of grouped(migrations, plan)) parts.push(groupText(group, context));
  }
  for (const { title, statements } of fillings.filter((one) => !one.isNew))
    parts.push([commented([title], '--'), scriptText({ together: true, statements }, true)].join('\n'));
  return `${parts.join('\n\n')}\n`;
}

/** The step with the rows that its table begins with. */
function withRows(step: Step, filling: Filling | undefined): Step {
  const { work } = step;
  if (!filling || work.kind !== 'statements') return step;
  const more = filling.statements.map((sql) => ({ sql, transactional: true }));
  return { ...step, work: { ...work, statements: [...work.statements, ...more] } };
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
