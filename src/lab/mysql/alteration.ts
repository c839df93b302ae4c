import type { QualifiedName } from '../../catalog/names.ts';
import type { Connection, EngineError } from '../../engines/connection.ts';
import { isDraft } from '../../engines/mysql/draft-connection.ts';
import { copyingTools, keysPointingAt } from '../../engines/mysql/migration/tools.ts';
import {
  type AlterClass,
  classText,
  metadataLock,
  modeOf,
  takesWritersOff,
} from '../../engines/mysql/online/alter-class.ts';
import { askServerOn } from '../../engines/mysql/online/ask.ts';
import { type Asked, asAsked, askedBySql } from '../../engines/mysql/online/asked.ts';
import { classifyAlter } from '../../engines/mysql/online/classify.ts';
import {
  copyOf,
  type Draft,
  type DraftTable,
  schemaName,
  tableNamed,
  tentativeCopy,
} from '../../engines/mysql/read/draft.ts';
import { carryOut } from '../../engines/mysql/render.ts';
import { type Effects, noEffects, type RelationLock } from '../effects.ts';
import type { ScriptRehearsal } from '../rehearse-script.ts';

type Altered = Pick<ScriptRehearsal, keyof Effects | 'manner' | 'otherWays'>;

/**
 * Carries an alteration of a table out in the lab, by asking the server for the least way, or on what was read, by what
 * servers were seen to do. `draft` is the schema before it, and is left alone.
 */
export async function alteration(
  connection: Connection,
  sql: string,
  draft: Draft,
): Promise<Altered | { readonly error: EngineError } | undefined> {
  const asked = askedBySql(sql, draft);
  if (!asked || ![...draft.tables.keys()].some((name) => name.toLowerCase() === asked.table.toLowerCase()))
    return undefined;
  const found = isDraft(connection)
    ? await byFacts(connection, sql, draft)
    : // Of a refused manner it is done all the same: the server was asked for the least one that it takes.
      await askServerOn(connection, sql, tableNamed(draft, asked.table).name, draft, asked.saying);
  if ('error' in found) return found;
  const manner = asAsked(found, asked, draft.dialect);
  if ('refused' in manner) return { error: { code: 'ER_ALTER_OPERATION_NOT_SUPPORTED', message: manner.refused } };
  const known = isDraft(connection) ? 'documented' : 'seen';
  const otherWays = takesWritersOff(manner) ? toolsFor(asked, sql, draft) : [];
  return {
    ...effectsOf(asked, sql, draft, manner, known),
    manner: classText(manner),
    ...(otherWays.length === 0 ? {} : { otherWays }),
  };
}

async function byFacts(
  connection: Connection,
  sql: string,
  draft: Draft,
): Promise<AlterClass | { readonly error: EngineError }> {
  const found = classifyAlter(sql, draft);
  const { error } = await connection.batch([sql]);
  if (error) return { error };
  return (
    found ?? {
      algorithm: 'COPY',
      lock: 'SHARED',
      rebuilds: true,
      why: 'how it is done is not known, so a copy is feared',
    }
  );
}

function effectsOf(asked: Asked, sql: string, draft: Draft, manner: AlterClass, known: RelationLock['known']): Effects {
  const before = tableNamed(draft, asked.table);
  const table: QualifiedName = { schema: schemaName, name: before.name };
  const copies = manner.rebuilds || manner.copies === true || (manner.untold === true && movesRows(sql, before));
  const after = copyOf(draft);
  carryOut(sql, after);
  const made = (after.tables.get(before.name)?.indexes ?? []).filter(
    ({ name }) => !before.indexes.some((one) => one.name === name),
  );
  const built = copies || manner.algorithm === 'INSTANT' ? [] : made;
  const isBrief = manner.algorithm === 'INSTANT' && !copies;
  const own: RelationLock = {
    relation: table,
    kind: 'table',
    mode: modeOf(manner),
    known,
    ...(isBrief || manner.untold ? {} : { atEnd: metadataLock }),
  };
  return {
    ...noEffects,
    locks: [own, ...locksOnParents(asked, sql, draft, after)],
    rewritten: copies ? [table] : [],
    scanned: copies || built.length > 0 ? [table] : [],
    built: built.map(({ name }) => ({ schema: schemaName, name, table })),
  };
}

/** Of what says nothing of its manner: partitions by value that come, go or are emptied leave the rows of the others alone. */
function movesRows(sql: string, { options }: DraftTable): boolean {
  if (/\bADD\s+PARTITION\b/i.test(sql) && /^(?:linear )?(?:hash|key)\b/i.test(options['partition_by'] ?? ''))
    return true;
  return !/\b(?:ADD|DROP|TRUNCATE|EXCHANGE|ANALYZE|CHECK)\s+PARTITION\b/i.test(sql);
}

/** MySQL locks what a foreign key ties together (https://dev.mysql.com/doc/refman/8.4/en/metadata-locking.html). */
function locksOnParents({ table }: Asked, sql: string, before: Draft, after: Draft): readonly RelationLock[] {
  if (before.dialect.flavour !== 'mysql' || !/\bREFERENCES\b/i.test(sql)) return [];
  const name = tableNamed(before, table).name;
  const old = new Set(before.tables.get(name)?.foreignKeys.map((key) => key.name));
  const parents = (after.tables.get(name)?.foreignKeys ?? [])
    .filter((key) => !old.has(key.name) && key.references.name !== name && before.tables.has(key.references.name))
    .map((key) => key.references.name);
  return [...new Set(parents)].sort().map((parent) => ({
    relation: { schema: schemaName, name: parent },
    kind: 'table',
    mode: metadataLock,
    known: 'documented',
  }));
}

function toolsFor(asked: Asked, sql: string, draft: Draft): ScriptRehearsal['otherWays'] & object {
  const before = tableNamed(draft, asked.table);
  const goal: Draft = tentativeCopy(draft);
  carryOut(sql, goal);
  const after = goal.tables.get(before.name);
  if (!after || before.engine.toLowerCase() !== 'innodb') return [];
  const actions = asked.actions.map((action) => ({ sql: action, title: '' }));
  return copyingTools(before.name, actions, {
    flavour: draft.dialect.flavour,
    before,
    after,
    pointedAtBy: keysPointingAt(before.name, draft.tables.values()),
  });
}
