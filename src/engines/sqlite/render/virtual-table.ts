import type { Catalog, OtherObject } from '../../../catalog/catalog.ts';
import type { Change } from '../../../catalog/change.ts';
import { quoteIdentifier, quoteList } from '../quote.ts';
import { createVirtualTable, readVirtualTable, type VirtualTable } from '../sql/virtual-table.ts';

/** Another form of a virtual table in the place of one: with its rows, as far as they can be taken along. */
export interface Remade {
  readonly statements: readonly string[];
  /** What is not taken along, in words. */
  readonly lost: readonly string[];
}

/** `temporary`: a name that nothing has. Indexes of other tables' rows are filled by {@link refills}. */
export function remade(before: OtherObject, after: OtherObject, temporary: string): Remade {
  const [old, made] = [tableOf(before), tableOf(after)];
  const drop = `DROP TABLE ${quoteIdentifier(before.name)}`;
  const anew = [drop, ...(after.definition === undefined ? [] : [after.definition])];
  if (!old || !made) return { statements: anew, lost: [`the rows of ${before.name}`] };
  const lost = lossesBetween(old, made);
  const columns = common(old, made);
  const isFilledFrom = made.keeps === 'rows' || made.keeps === 'index alone';
  if (!isFilledFrom || !isReadable(old) || columns.length === 0) return { statements: anew, lost };
  const number = old.numbered && made.numbered ? ['rowid'] : [];
  const list = quoteList([...number, ...columns]);
  return {
    statements: [
      createVirtualTable(made, temporary),
      `INSERT INTO ${quoteIdentifier(temporary)} (${list})\n  SELECT ${list} FROM ${quoteIdentifier(before.name)}`,
      // The engine then does not look into views and triggers, while the table that they name is away.
      'PRAGMA legacy_alter_table = ON',
      drop,
      `ALTER TABLE ${quoteIdentifier(temporary)} RENAME TO ${quoteIdentifier(made.name)}`,
      'PRAGMA legacy_alter_table = OFF',
    ],
    lost,
  };
}

/**
 * Changes in which a virtual table whose name is written in another case is replaced: case does not count, so both cannot
 * be there, and the rows of the one are those of the other.
 */
export function withSameNames(changes: readonly Change[]): readonly Change[] {
  const dropped = new Map<string, Extract<Change, { readonly kind: 'drop' }>>();
  for (const change of changes)
    if (change.kind === 'drop' && change.object.kind === 'other')
      dropped.set(change.object.other.name.toLowerCase(), change);
  const replaced = new Set<Change>();
  const result = changes.map((change): Change => {
    if (change.kind !== 'create' || change.object.kind !== 'other') return change;
    const drop = dropped.get(change.object.other.name.toLowerCase());
    if (!drop) return change;
    replaced.add(drop);
    return { kind: 'replace', object: change.object, was: drop.object };
  });
  return result.filter((change) => !replaced.has(change));
}

/** What goes with a virtual table, in words; nothing where its rows are elsewhere. */
export function lostWith(other: OtherObject): readonly string[] {
  return other.holdsRows ? [`the rows of ${other.name}`] : [];
}

/** Whether the rows of a virtual table go with it. */
export function holdsRows({ keeps }: VirtualTable): boolean {
  return keeps === 'rows' || keeps === 'index alone' || keeps === 'unknown';
}

/** The statements that fill the indexes of rows that were there before, which changes make: they come last. */
export function refills(changes: readonly Change[], from: Catalog): readonly string[] {
  return changes.flatMap((change) => {
    if ((change.kind !== 'create' && change.kind !== 'replace') || change.object.kind !== 'other') return [];
    const made = tableOf(change.object.other);
    if (made?.keeps !== 'index of a table') return [];
    const of = made.content?.toLowerCase();
    if (![...from.tables, ...from.views].some(({ name }) => name.toLowerCase() === of)) return [];
    const name = quoteIdentifier(made.name);
    return [`INSERT INTO ${name} (${name}) VALUES ('rebuild')`];
  });
}

function tableOf({ definition }: OtherObject): VirtualTable | undefined {
  return definition === undefined ? undefined : readVirtualTable(definition);
}

/** One without a table behind it gives back no texts, and one of an unknown module nobody knows what. */
function isReadable({ keeps }: VirtualTable): boolean {
  return keeps === 'rows' || keeps === 'index of a table';
}

function common(old: VirtualTable, made: VirtualTable): readonly string[] {
  const had = new Set(old.columns.map((name) => name.toLowerCase()));
  return made.columns.filter((name) => had.has(name.toLowerCase()));
}

function lossesBetween(old: VirtualTable, made: VirtualTable): readonly string[] {
  if (!holdsRows(old)) return [];
  if (old.keeps === 'index alone') return [`the index of ${old.name}, whose texts it does not keep`];
  if (old.keeps === 'unknown' || made.keeps === 'unknown') return [`the rows of ${old.name}`];
  if (made.keeps === 'index alone') return [`the texts of ${old.name}: only their index is kept`];
  const kept = new Set(common(old, made).map((name) => name.toLowerCase()));
  if (made.keeps !== 'rows' || kept.size === 0) return [`the rows of ${old.name}`];
  const gone = old.columns.filter((name) => !kept.has(name.toLowerCase()));
  return gone.map((name) => `the values of ${old.name}.${name}`);
}
