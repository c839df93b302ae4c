import type { Catalog } from '../../../catalog/catalog.ts';
import type { Change } from '../../../catalog/change.ts';
import { sameName } from '../../../catalog/names.ts';
import type { Statement } from '../../engine.ts';
import type { SaferContext, SaferStatement } from '../../migration-reading.ts';
import type { DraftStep, Precondition, Situation } from '../../procedure.ts';
import { migrationDialect } from '../apply/migrations.ts';
import { procedure } from '../online/index.ts';
import { staysInUtc } from '../render/columns.ts';
import { transactional } from '../render/layout.ts';
import { renderChange } from '../render.ts';

const batch: Situation['batch'] = { rows: 5000, pauseMilliseconds: 100 };

/**
 * The steps by which a plan brings changes of one statement about while the application goes on, each headed by what it
 * does and what it waits for; nothing where the plan knows no other way than the statement itself.
 */
export function plannedForm(changes: readonly Change[], context: SaferContext): readonly SaferStatement[] | undefined {
  // Stored alike: the form that says so writes no row.
  if (changes.every((one) => one.kind === 'change type' && one.using !== undefined && staysInUtc(one)))
    return changes.flatMap((one) => renderChange(one, context.traits));
  const procedures = changes.map((change, at) => procedure(change, { ...situationOf(changes, context), at }));
  const steps = procedures.flatMap((one) => one.steps);
  return steps.length > changes.length ? steps.flatMap(written) : undefined;
}

/** What is known where the changes of one statement are laid down as a plan does it. */
export function situationOf(changes: readonly Change[], { catalog, traits, lookups, isNew }: SaferContext): Situation {
  return {
    traits,
    mode: 'zero-downtime',
    from: catalog,
    to: withTypes(catalog, changes),
    changes,
    at: 0,
    before: (table) => lookups.table(table),
    isNew,
    heavy: true,
    isHeavy: () => true,
    batch,
    intents: [],
  };
}

/** The schema with the types that the changes give its columns. */
function withTypes(catalog: Catalog, changes: readonly Change[]): Catalog {
  return {
    ...catalog,
    tables: catalog.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => {
        const change = changes.find(
          (one) => one.kind === 'change type' && sameName(one.table, table) && one.column === column.name,
        );
        return change?.kind === 'change type'
          ? {
              ...column,
              type: { ...column.type, text: change.type, name: change.type },
              ...(change.collation === undefined ? {} : { collation: change.collation }),
            }
          : column;
      }),
    })),
  };
}

/** What stands or falls together in a transaction of its own, batches as a loop that commits each. */
function written(step: DraftStep): readonly SaferStatement[] {
  return [...(step.preconditions ?? []).flatMap(guardOf), ...writtenWork(step)];
}

/** What fails where the step would lose values. */
function guardOf({ holds, guard }: Precondition): readonly SaferStatement[] {
  if (guard === undefined) return [];
  const one = transactional(guard);
  return [{ ...one, sql: `-- ${holds}\n${guard}`, tries: [one] }];
}

function writtenWork({ title, needs = [], work }: DraftStep): readonly SaferStatement[] {
  const head = [title, ...needs.map((need) => `First: ${need}`)].map((line) => `-- ${line}\n`).join('');
  if (work.kind === 'wait') return [];
  if (work.kind === 'batches') {
    const loop = migrationDialect.loop(work, {});
    return [{ sql: head + loop, transactional: false, tries: [transactional(work.sql.replaceAll('$1', 'NULL'))] }];
  }
  const [first, ...more] = work.statements;
  if (!first) return [];
  if (more.length === 0) return [{ ...first, sql: head + first.sql }];
  const whole = ['BEGIN', ...work.statements.map((one: Statement) => one.sql), 'COMMIT'].join(';\n');
  return [{ sql: head + whole, transactional: false, tries: work.statements }];
}
