import type { Catalog, OtherObject } from '../catalog/catalog.ts';
import { compareText, qualified, qualifiedColumn, sameName } from '../catalog/names.ts';
import type { Table } from '../catalog/table.ts';
import { convertedIn, needsTimeZone } from '../catalog/time-zone.ts';
import type { Traits } from '../catalog/traits.ts';
import type { Item } from './items.ts';
import type { Context } from './outcome.ts';
import { ownerNotes } from './owner-notes.ts';
import { same } from './same.ts';

/** Where times become instants or the other way round: the zone that they are read by. `told`: a person named it. */
export interface TimeZone {
  readonly name: string;
  readonly told: boolean;
}

/** Differences that no change carries out, objects of which not all is known, and what was supposed. */
export function* notesOf(
  from: Catalog,
  to: Catalog,
  before: ReadonlyMap<string, Item>,
  after: ReadonlyMap<string, Item>,
  zone: TimeZone,
  { traits, owners }: Pick<Context, 'traits' | 'owners'>,
): Iterable<string> {
  if (traits.convertsTimesByZone) yield* zoneNotes(before, after, zone, traits);
  if (!owners) yield* ownerNotes(before, after);
  const tablesOf = ({ tables }: Catalog) => new Map(tables.map((table) => [qualified(table), table]));
  const [old, now] = [tablesOf(from), tablesOf(to)];
  for (const table of to.tables) {
    const was = old.get(qualified(table));
    if (!was) continue;
    const names = (one: typeof table) => one.columns.map((column) => column.name);
    const kept = names(was).filter((name) => names(table).includes(name));
    const added = names(table).filter((name) => !kept.includes(name));
    const parents = table.inherits.filter((one) => was.inherits.some((other) => sameName(one, other)));
    const joined = table.inherits.filter((one) => !parents.some((other) => sameName(one, other)));
    if (
      !same(
        was.inherits.filter((one) => parents.some((other) => sameName(one, other))),
        parents,
      )
    ) {
      yield `The parents of ${qualified(table)} stand in another order: that is left as it is.`;
    }
    for (const { name, local } of table.columns) {
      const has = (one: Table | undefined) => one?.columns.find((column) => column.name === name);
      const comesDown = parents.some((one) => has(old.get(qualified(one))) && has(now.get(qualified(one))));
      // A table brings its columns to a parent that it joins.
      const brings = !local && !comesDown && joined.some((one) => has(now.get(qualified(one))));
      if (brings || (comesDown && has(was) && has(was)?.local !== local)) {
        yield `Column ${qualifiedColumn(table, name)} is ${local ? '' : 'not '}to be the table's own besides its parent's: that is left as it is.`;
      }
    }
    if (!same([...kept, ...added], names(table))) {
      yield `The columns of ${qualified(table)} stand in another order: new columns are added at the end${traits.makesTablesAnew ? ', unless the table is made anew' : ''}.`;
    }
  }
  for (const [key, { object }] of after) {
    const was = before.get(key)?.object;
    if (object.kind === 'extension' && was?.kind === 'extension') {
      const [left, right] = [was.extension, object.extension];
      if (left.version !== right.version && !left.stubbed && !right.stubbed) {
        yield `Extension ${left.name} is of version ${left.version} on one side and ${right.version} on the other.`;
      }
    }
    if (object.kind !== 'other') continue;
    const { kind, definition } = object.other;
    if (definition === undefined && !was)
      yield `${told(object.other, key)} is of a kind that cannot be made from here.`;
    if (kind === 'user mapping' && !was) yield `${capital(key)} is made without a password, which is not read.`;
  }
  for (const [key, { object }] of before) {
    if (object.kind === 'other' && object.other.definition === undefined && !after.has(key)) {
      yield `${told(object.other, key)} is of a kind that cannot be dropped from here.`;
    }
  }
}

function* zoneNotes(
  before: ReadonlyMap<string, Item>,
  after: ReadonlyMap<string, Item>,
  { name, told }: TimeZone,
  { castsByOperator }: Traits,
): Iterable<string> {
  const converted: string[] = [];
  const left: string[] = [];
  for (const [key, { object, inherited }] of after) {
    const was = before.get(key)?.object;
    if (inherited || object.kind !== 'column' || was?.kind !== 'column') continue;
    const [old, now] = [was.column.type, object.column.type];
    if (old.text === now.text || !needsTimeZone(old, now)) continue;
    const inZone = castsByOperator && convertedIn(name, old, now, '') !== undefined;
    (inZone ? converted : left).push(qualifiedColumn(object.table, object.column.name));
  }
  const list = (names: readonly string[]) => [...names].sort(compareText).join(', ');
  if (converted.length > 0) {
    yield `${list(converted)}: times without a zone are taken as those of ${name}${told ? '' : '; --time-zone names another'}.`;
  }
  if (left.length > 0) {
    yield `${list(left)}: values are converted by the time zone of the session that does it; see that it is the one that was meant.`;
  }
}

/** That some of what is known of an object differs, which no statement from here changes. */
export function cannotChange(other: OtherObject, key: string, what: readonly string[]): string {
  return `${told(other, key)} differs and cannot be changed from here: ${what.toSorted(compareText).join(', ')}.`;
}

function told({ kind, name, on }: OtherObject, key: string): string {
  return capital(on ? `${kind} ${name}` : key);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
