import type { Catalog } from '../catalog/catalog.ts';
import { qualified } from '../catalog/names.ts';
import type { Item } from './items.ts';
import { same } from './same.ts';

/** Differences that no change carries out, and objects of which not all is known. */
export function* notesOf(
  from: Catalog,
  to: Catalog,
  before: ReadonlyMap<string, Item>,
  after: ReadonlyMap<string, Item>,
): Iterable<string> {
  const old = new Map(from.tables.map((table) => [qualified(table), table]));
  for (const table of to.tables) {
    const was = old.get(qualified(table));
    if (!was) continue;
    const names = (one: typeof table) => one.columns.map((column) => column.name);
    const kept = names(was).filter((name) => names(table).includes(name));
    const added = names(table).filter((name) => !kept.includes(name));
    if (!same([...kept, ...added], names(table))) {
      yield `The columns of ${qualified(table)} stand in another order: new columns are added at the end.`;
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
    if (definition === undefined && !was) yield `${capital(key)} is of a kind that cannot be made from here.`;
    if (kind === 'foreign server' && !was)
      yield `${capital(key)} is made without options and user mappings, which are not read.`;
  }
  for (const [key, { object }] of before) {
    if (object.kind === 'other' && object.other.definition === undefined && !after.has(key)) {
      yield `${capital(key)} is of a kind that cannot be dropped from here.`;
    }
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
