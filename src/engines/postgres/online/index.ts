import type { Change } from '../../../catalog/change.ts';
import { displayName, qualified } from '../../../catalog/names.ts';
import { inventedName } from '../../../catalog/object-name.ts';
import type { Table } from '../../../catalog/table.ts';
import type { DraftStep, Procedure, Situation } from '../../procedure.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { renderChange } from '../render.ts';
import { attachProven, detachConcurrently } from './attach-detach.ts';
import { withBreaksBack } from './breaks-back.ts';
import { changeType, whyNotReplaced } from './change-type.ts';
import { addColumn, awayAgain, dropColumnLate, quarantine } from './columns.ts';
import { columnsByExpression } from './columns-by-expression.ts';
import { turned, withConditionsBack } from './conditions-back.ts';
import { check, foreignKey, key } from './constraints.ts';
import { domainCheck, domainNotNull } from './domains.ts';
import { dropForeignKey } from './drop-foreign-key.ts';
import { dropKey } from './drop-key.ts';
import { exchangeKeys } from './exchange-keys.ts';
import { identityForm } from './identities.ts';
import { createIndex, dropIndex } from './indexes.ts';
import { exchangeBy } from './key-exchange.ts';
import { narrowedRight } from './narrowed-rights.ts';
import { notNullByDefault } from './not-null-by-default.ts';
import { renameNamed } from './old-names.ts';
import { partition } from './partition.ts';
import { partitionedKey } from './partitioned-key.ts';
import { plainSteps, undoOf } from './plain.ts';
import { dropPublished } from './publications.ts';
import { notReferenced, referencing } from './references.ts';
import { renameColumn, renameTable } from './renames.ts';
import { replaceType } from './replace-type.ts';
import { replacedOnline } from './replaced-online.ts';
import { step, undoBy, work } from './steps.ts';
import { blockers } from './watch.ts';
import { isRemadeWithType } from './with-type.ts';

/** The steps of one change: in its online form, where there is one and the mode asks for it; else as it is written. */
export function procedure(change: Change, situation: Situation): Procedure {
  const there = wayThere(change, situation);
  if (there.steps.length === 0) return there;
  const back = turned(situation);
  return withBreaksBack(withConditionsBack(there, change, situation, back), change, situation, back);
}

function wayThere(change: Change, situation: Situation): Procedure {
  const intended = partition(change, situation) ?? columnsByExpression(change, situation);
  if (intended) return intended;
  const online = situation.mode === 'zero-downtime' ? onlineForm(change, situation) : undefined;
  if (online) return online;
  if (change.kind === 'set schema' && change.object.kind === 'extension') return extensionMoved(change, situation);
  if (change.kind === 'rename enum value') return renamedInType(change, change.value, situation);
  if (change.kind === 'rename attribute') return renamedInType(change, change.attribute, situation);
  if (change.kind === 'set persistence' && change.persistence === 'unlogged' && !situation.isNew(change.table))
    return unlogged(change, situation);
  const why =
    situation.mode === 'zero-downtime' && isHeavy(change, situation) ? whyPlain(change, situation) : undefined;
  const steps = plainSteps(change, situation).map((one) => ({
    ...one,
    watch: one.watch ?? [blockers],
    ...(why === undefined ? {} : { why }),
  }));
  return { steps };
}

/** What is stored follows; whoever looks for what lies in it does not. */
function extensionMoved(change: Extract<Change, { readonly kind: 'set schema' }>, situation: Situation): Procedure {
  const [was, now] = [change.was ?? '', change.schema].map((name) => displayName(name));
  const breaks = `whatever finds what lies in ${displayName(change.object.name)} as that of ${was}, or without a schema and with no ${now} in its search_path`;
  return { steps: plainSteps(change, situation).map((one): DraftStep => ({ ...one, watch: [blockers], breaks })) };
}

/** A value or an attribute has one name at a time: whoever says the other one fails. So it comes when the application knows both. */
function renamedInType(
  change: Extract<Change, { readonly kind: 'rename enum value' | 'rename attribute' }>,
  value: string,
  situation: Situation,
): Procedure {
  const { type, to } = change;
  const steps = plainSteps(change, situation).map(
    (one): DraftStep => ({
      ...one,
      phase: 'contract',
      watch: [blockers],
      breaks: `whatever still says '${value}'`,
      needs: [
        `The application takes '${value}' and '${to}' of ${qualified(type)} for the same, and says '${to}' once '${value}' is refused.`,
      ],
    }),
  );
  return { steps, holds: [{ word: to }] };
}

/** Fast, and gone after a crash: whoever relies on the rows is to know. */
function unlogged(change: Extract<Change, { readonly kind: 'set persistence' }>, situation: Situation): Procedure {
  const table = qualified(change.table);
  const steps = plainSteps(change, situation).map(
    (one): DraftStep => ({
      ...one,
      why: anewUnderLock,
      watch: [blockers],
      breaks: `whoever needs the rows of ${table} after a crash, which empties it, or on a replica, which has none of them`,
    }),
  );
  return { steps };
}

const anewUnderLock =
  'What makes a table logged or unlogged writes it anew under the lock: there is no form of it that lets reads and writes go on.';

/** Another type under columns always writes their tables anew. */
function isHeavy(change: Change, { heavy, isNew }: Situation): boolean {
  return change.kind === 'replace type' ? change.columns.some(({ table }) => !isNew(table)) : heavy;
}

/** Why a change that works on rows under a lock stays as it is written. */
function whyPlain(change: Change, situation: Situation): string | undefined {
  if (change.kind === 'create' && change.object.kind === 'column' && change.object.column.generated?.stored)
    return 'A stored generated column is reckoned for every row under the lock: a plain column, which could be filled in batches, cannot become a generated one. A virtual one, from 18 on, writes no row.';
  if (change.kind === 'set persistence') return anewUnderLock;
  const reason = whyInPlace(change, situation);
  return reason && `Nothing can take its place while the table is in use: ${reason}.`;
}

/** Why nothing takes the place of a column, or of a type, beside the work of others. */
function whyInPlace(change: Change, situation: Situation): string | undefined {
  if (change.kind === 'change type')
    return situation.isNew(change.table) ? undefined : whyNotReplaced(change, situation);
  if (change.kind !== 'replace type') return undefined;
  const ground = replacedOnline(change, situation);
  return 'refused' in ground ? ground.refused : undefined;
}

function onlineForm(change: Change, situation: Situation): Procedure | undefined {
  switch (change.kind) {
    case 'create': {
      const { object } = change;
      const exchange = exchangeBy(change, situation);
      if (exchange) return exchangeKeys(exchange, situation);
      if (object.kind === 'index')
        return situation.isNew(object.relation) || isRemadeWithType(object, situation)
          ? undefined
          : createIndex(object, situation);
      if (object.kind === 'column') return situation.isNew(object.table) ? undefined : addColumn(object, situation);
      if (object.kind !== 'constraint' || situation.isNew(object.table)) return undefined;
      if (object.type === 'foreign key') return foreignKey(object, situation);
      if (object.type === 'check') return check(object, situation);
      return object.type === 'exclusion' ? undefined : (partitionedKey(object, situation) ?? key(object, situation));
    }
    case 'drop': {
      const { object } = change;
      if (object.kind === 'other') return dropPublished(change, situation);
      if (object.kind === 'index' && !object.partitioned && object.index.partitionOf === undefined)
        return isRemadeWithType(object, situation) ? undefined : dropIndex(object, situation);
      if (object.kind === 'column' && !object.foreign && !change.only)
        return dropColumnLate(object, situation, undoOf(change, situation), change.emptied);
      if (object.kind === 'constraint' && (object.type === 'primary key' || object.type === 'unique'))
        return dropKey(change, object, situation);
      if (object.kind === 'constraint' && object.type === 'foreign key')
        return dropForeignKey(change, object, situation);
      return object.kind === 'table' ? dropTable(change, situation) : undefined;
    }
    case 'attach partition':
      return attachProven(change, situation);
    case 'detach partition':
      return detachConcurrently(change, situation);
    case 'set not null':
      return situation.isNew(change.table) ? undefined : notNullByDefault(change, situation);
    case 'change type':
      return situation.heavy && !situation.isNew(change.table) ? changeType(change, situation) : undefined;
    case 'add identity':
    case 'drop identity':
    case 'set identity':
      return identityForm(change, situation);
    case 'add check to domain':
      return domainCheck(change, situation);
    case 'set domain nullable':
      return domainNotNull(change, situation);
    case 'replace type':
      return replaceType(change, situation);
    case 'revoke':
      return narrowedRight(change, situation);
    case 'set schema':
    case 'rename':
      if (change.object.kind === 'table') return renameTable(change, situation);
      if (change.kind === 'rename' && change.object.kind === 'column') return renameColumn(change, situation);
      return renameNamed(change, situation);
    default:
      return undefined;
  }
}

/** A partition of a table that foreign keys point at leaves it first: the engine keeps it otherwise. */
function dropReferenced(
  change: Extract<Change, { readonly kind: 'drop' }>,
  { schema, name, partitionOf }: Table,
  situation: Situation,
): Procedure | undefined {
  const partition = { schema, name };
  if (!partitionOf || referencing(partitionOf.parent, situation).length === 0) return undefined;
  const detach = renderChange(
    { kind: 'detach partition', table: partitionOf.parent, partition, bound: partitionOf.bound },
    situation.traits,
  );
  const steps = plainSteps(change, situation).map(
    (one): DraftStep => ({
      ...one,
      work: one.work.kind === 'statements' ? work(...detach, ...one.work.statements) : one.work,
      preconditions: [...(one.preconditions ?? []), ...notReferenced(partition, partitionOf.parent, situation)],
      watch: [blockers],
    }),
  );
  return { steps };
}

/** After the deploy, and after a quarantine under another name if one was asked for. */
function dropTable(change: Extract<Change, { readonly kind: 'drop' }>, situation: Situation): Procedure | undefined {
  const { object } = change;
  if (object.kind !== 'table') return undefined;
  const { table } = object;
  if (table.partitionOf) return dropReferenced(change, table, situation);
  const name = qualified(table);
  const needs = [`The application no longer uses ${name}.`];
  const [plain] = plainSteps(change, situation);
  if (!plain) return undefined;
  if (situation.quarantineSeconds === undefined || table.kind === 'foreign')
    return { steps: [{ ...plain, needs, watch: [blockers] }] };
  const away = inventedName([table.name], 'dropped', situation.traits.identifierBytes);
  const rename = (from: string, to: string) =>
    `ALTER TABLE ${quoteName({ schema: table.schema, name: from })} RENAME TO ${quoteIdentifier(to)}`;
  const steps: readonly DraftStep[] = [
    step(`Put table ${name} away as ${displayName(away)}`, 'contract', work(rename(table.name, away)), {
      why: 'Whoever still uses it fails now, while one statement brings it back with its rows.',
      undo: undoBy(rename(away, table.name)),
      needs,
      watch: [blockers],
    }),
    quarantine(name, situation.quarantineSeconds),
    {
      ...plain,
      work: work(`DROP TABLE ${quoteName({ schema: table.schema, name: away })}`),
      undo: awayAgain(plain.undo, rename(table.name, away)),
    },
  ];
  return { steps };
}
