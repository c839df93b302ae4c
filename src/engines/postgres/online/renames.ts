import type { Change } from '../../../catalog/change.ts';
import { displayName, type QualifiedName, qualified, sameName } from '../../../catalog/names.ts';
import { inventedName } from '../../../catalog/object-name.ts';
import type { Table } from '../../../catalog/table.ts';
import type { Procedure, Situation } from '../../procedure.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { grantStatements } from '../schema/grants.ts';
import { columnDefinition, columnStorage } from '../schema/tables.ts';
import { canBatch, inBatches } from './batches.ts';
import { withoutDefaultRights } from './default-rights.ts';
import { differs } from './differs.ts';
import { renamedColumn, renamedIndex } from './expressions.ts';
import { formerOwner, ownerGiven } from './owners.ts';
import { guarded, noRows } from './preconditions.ts';
import { standInGone } from './stand-in-gone.ts';
import { buildConcurrently, dropConcurrently, nothingToUndo, step, undoBy, work } from './steps.ts';
import { firing, passedOver, syncTrigger, triggersMet } from './sync.ts';
import { batchWatch, blockers, indexProgress, oldTransactions } from './watch.ts';

type Rename = Extract<Change, { readonly kind: 'rename' }>;
type Move = Extract<Change, { readonly kind: 'set schema' }>;

/**
 * The table gets its new name at once; a view of the old name, through which rows can be read and written, stands in for
 * it until the application knows the new one.
 */
export function renameTable(change: Rename | Move, situation: Situation): Procedure | undefined {
  const { object } = change;
  const old = { schema: object.schema ?? '', name: object.name };
  const hop = nameAfter(change);
  const next = nextName(hop, situation);
  const now = next ? nameAfter(next) : hop;
  const table = situation.before(now) ?? situation.before(old);
  if (!table || object.form === 'foreign' || table.partitionOf) return undefined;
  // A view without it would let everybody see what policies hide.
  if (table.rowSecurity !== 'off' && !situation.traits.invokerViews) return undefined;
  const rights = table.grants.flatMap((grant) => viewGrant(grant));
  // Named, and no star: made again on the way back, it is not to hold columns that came meanwhile.
  const columns = table.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const view = [
    `CREATE VIEW ${quoteName(old)}${situation.traits.invokerViews ? ' WITH (security_invoker = true)' : ''} AS SELECT ${columns} FROM ${quoteName(now)}`,
    ...grantStatements(`TABLE ${quoteName(old)}`, rights),
    ...withoutDefaultRights({ kind: 'view', ...old }, rights, situation),
    ...ownerGiven(
      { kind: 'view', ...old },
      formerOwner(situation)({ kind: 'table', table, identities: [] }),
      rights,
      situation,
    ),
  ];
  const title =
    old.schema === now.schema
      ? `Rename table ${qualified(old)} to ${displayName(now.name)}`
      : `Move table ${qualified(old)} to the schema ${displayName(now.schema)}${old.name === now.name ? '' : ` as ${displayName(now.name)}`}`;
  const dropView = `DROP VIEW IF EXISTS ${quoteName(old)}`;
  const gone = standInGone(
    { what: 'view', old, for: qualified(now), now, create: view, drop: dropView },
    object,
    situation,
  );
  return {
    steps: [
      step(`${title}, with a view of the old name`, 'expand', work(...renamed(old, hop, now), ...view), {
        why: 'Both names work until the application is deployed: rows are read and written through either.',
        undo: undoBy(dropView, ...renamed(now, hop, old)),
        watch: [blockers],
      }),
      gone.step,
    ],
    holds: [{ relation: now, kinds: ['change type', 'replace type', 'set generated', 'drop generated'] }],
    includes: [...(next ? [next] : []), ...gone.includes],
  };
}

function nameAfter(change: Rename | Move): QualifiedName {
  const { schema = '', name } = change.object;
  return change.kind === 'rename' ? { schema, name: change.to } : { schema: change.schema, name };
}

/**
 * The change that gives the table one more name at once: under the one between nobody is to find it. Other things may get
 * theirs meanwhile, but none that it would meet.
 */
function nextName(hop: QualifiedName, { changes, at }: Situation): Rename | Move | undefined {
  for (const [place, change] of changes.slice(at + 1).entries()) {
    if (change.kind !== 'rename' && change.kind !== 'set schema') return undefined;
    if (!isRenameOf(hop, change)) continue;
    const name = nameAfter(change);
    const meanwhile = changes
      .slice(at + 1, at + 1 + place)
      .filter((one) => one.kind === 'rename' || one.kind === 'set schema');
    const meets = meanwhile.some(
      (one) =>
        sameName({ schema: one.object.schema ?? '', name: one.object.name }, name) || sameName(nameAfter(one), name),
    );
    return meets ? undefined : change;
  }
  return undefined;
}

/** Whether it gives the table of that name another one. */
function isRenameOf({ schema, name }: QualifiedName, change: Change): change is Rename | Move {
  if (change.kind !== 'rename' && change.kind !== 'set schema') return false;
  const { object } = change;
  return object.kind === 'table' && sameName({ schema: object.schema ?? '', name: object.name }, { schema, name });
}

/** The statements that give a table one name after the other, each of which differs in the schema or in the name. */
function renamed(...names: readonly QualifiedName[]): readonly string[] {
  return names.slice(1).flatMap((to, at) => {
    const from = names[at];
    if (!from || sameName(from, to)) return [];
    const how =
      from.schema === to.schema ? `RENAME TO ${quoteIdentifier(to.name)}` : `SET SCHEMA ${quoteIdentifier(to.schema)}`;
    return [`ALTER TABLE ${quoteName(from)} ${how}`];
  });
}

/** Views know no TRUNCATE, REFERENCES, TRIGGER or MAINTAIN that would mean anything here. */
function viewGrant(grant: Table['grants'][number]): readonly Table['grants'][number][] {
  const kept = (words: readonly string[]) => words.filter((word) => /^(select|insert|update|delete)$/i.test(word));
  const one = { ...grant, privileges: kept(grant.privileges), grantable: kept(grant.grantable) };
  return one.privileges.length + one.grantable.length === 0 ? [] : [one];
}

/**
 * A column of the new name is added beside the old one, kept equal by a trigger and filled in batches. When the
 * application uses it, it goes, and the column itself gets its name: so all that hangs on the column stays as it is.
 */
export function renameColumn({ object, to }: Rename, situation: Situation): Procedure | undefined {
  const { of: table, name: old } = object;
  if (!table) return undefined;
  const before = situation.before(table);
  const column = before?.columns.find((one) => one.name === old);
  if (!before || !column?.local || column.generated || column.identity) return undefined;
  if (before.kind === 'foreign' || before.partitionOf || !canBatch(before)) return undefined;
  const from = quoteIdentifier(old);
  const name = quoteIdentifier(to);
  const alter = `ALTER TABLE ${quoteName(table)}`;
  const { default: _, notNull: __, statisticsTarget: ___, ...rest } = column;
  const copy = { ...rest, name: to, nullable: true };
  const sync = syncTrigger({ ...before, ...table, triggers: triggersMet(table, situation) }, to, 'sync', [
    "IF TG_OP = 'INSERT' THEN",
    `  IF NEW.${name} IS NULL THEN NEW.${name} := NEW.${from}; ELSE NEW.${from} := NEW.${name}; END IF;`,
    `ELSIF ${differs(column.type, `NEW.${from}`, `OLD.${from}`)} THEN NEW.${name} := NEW.${from};`,
    `ELSIF ${differs(column.type, `NEW.${name}`, `OLD.${name}`)} THEN NEW.${from} := NEW.${name};`,
    `ELSE NEW.${name} := NEW.${from}; END IF;`,
  ]);
  const grants = [
    ...grantStatements(
      `TABLE ${quoteName(table)}`,
      before.grants.filter((grant) => grant.column === old).map((grant) => ({ ...grant, column: to })),
    ),
  ];
  const definition = columnDefinition({ inherits: [] }, copy, new Map());
  const added = [`${alter} ADD COLUMN ${definition}`, ...columnStorage(table, copy), ...sync.create, ...grants];
  const fill = inBatches(
    {
      table: { ...before, ...table },
      set: `SET ${name} = target.${from}`,
      where: differs(column.type, `target.${name}`, `target.${from}`),
    },
    situation,
  );
  const both = `${qualified(table)}.${displayName(old)} and ${displayName(to)}`;
  const indexes = before.partitioning
    ? []
    : before.indexes.filter((index) => index.keys.some((key) => key.column === old));
  const built = indexes.map((index) => {
    const copyName = {
      schema: table.schema,
      name: inventedName([index.name], 'copy', situation.traits.identifierBytes),
    };
    const definition = renamedIndex(
      index.definition.replace('CREATE UNIQUE INDEX', 'CREATE INDEX'),
      copyName.name,
      table,
      (sql) => renamedColumn(sql, old, to),
    );
    return step(
      `Build index ${qualified(copyName)} for queries by the new name`,
      'migrate',
      buildConcurrently(definition, copyName),
      {
        undo: { work: [dropConcurrently(copyName)] },
        builds: [{ table, index: copyName }],
        watch: [indexProgress(table), oldTransactions, blockers],
      },
    );
  });
  const swap = [...sync.drop, `${alter} DROP COLUMN ${name}`, `${alter} RENAME COLUMN ${from} TO ${name}`];
  return {
    steps: [
      step(
        `Add column ${qualified(table)}.${displayName(to)}, kept equal to ${displayName(old)} by a trigger`,
        'expand',
        work(...added),
        {
          why: 'The application as it is uses one name, the new one the other; both must work until the deploy is over.',
          undo: undoBy(...sync.drop, `${alter} DROP COLUMN IF EXISTS ${name}`),
          watch: [blockers],
        },
      ),
      step(`Make ${both} equal in batches${firing(before)}`, 'migrate', fill, {
        undo: nothingToUndo,
        watch: batchWatch(table),
      }),
      ...built,
      step(`Give ${qualified(table)}.${displayName(old)} its new name ${displayName(to)}`, 'contract', work(...swap), {
        why: 'The column itself is renamed, and its copy goes: keys, indexes and all else that hangs on it stay.',
        preconditions: [
          guarded(
            noRows(
              table,
              differs(column.type, name, from),
              `Every row of ${qualified(table)} holds the same in ${displayName(old)} and ${displayName(to)}. ${passedOver}`,
            ),
          ),
        ],
        undo: { work: [work(`${alter} RENAME COLUMN ${name} TO ${from}`, ...added), fill] },
        needs: [`The application uses ${qualified(table)}.${displayName(to)}, no longer ${displayName(old)}.`],
        watch: [blockers],
      }),
    ],
    holds: [{ relation: table, word: to }],
  };
}
