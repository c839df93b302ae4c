import type { Lookups } from '../../catalog/lookups.ts';
import type { Table } from '../../catalog/table.ts';
import { isWhole, type Named, type NameIndex, nameIndex, push } from './name-index.ts';
import { type NameParts, nameParts } from './name-parts.ts';
import { describeTables, type TargetTable } from './target-table.ts';

/** The tables that may be referred to from one schema, by the texts that may name them: its own before all others. */
export interface Targets {
  named(text: string): readonly Named[];
  /** The tables that the text names by their whole name. */
  wholly(text: string): readonly Table[];
  /** Tables of this schema whose name, one word without separators, ends in the text. */
  endingIn(text: string): readonly Table[];
  /** Tables whose primary key is one column of this name. */
  keyed(column: string): readonly Table[];
  /** The tables that the longest proper end of a text, of at least so many letters, names by their whole name. */
  longestEnd(text: string, least: number): readonly Table[];
  /** The one table of this schema whose name, one word, has the longest common end with the text, at least eight letters. */
  sharedEnd(text: string): Table | undefined;
  /** Tables of this schema whose name has the same words, written out or cut short: `vuln_record` for vulnerability_records. */
  shortened(stem: readonly string[]): readonly Table[];
  of(table: Table): TargetTable;
}

/** A name that more tables of other schemas bear tells none of them. */
const few = 6;
/** Names that end alike by so many letters do so for a reason. */
const leastShared = 8;
const none: readonly never[] = [];

/** For each schema the tables that its columns may refer to: those with a key. */
export function makeTargets(tables: readonly Table[], lookups: Lookups): (schema: string) => Targets {
  const described = describeTables(tables, lookups);
  const targets = [...described.values()].filter(({ table }) => lookups.uniqueKeys(table).length > 0);
  const bySchema = new Map<string, TargetTable[]>();
  for (const target of targets) push(bySchema, target.table.schema, target);
  const everywhere = nameIndex(targets, bySchema.size <= 1);
  const made = new Map<string, Targets>();
  return (schema) => {
    let known = made.get(schema);
    if (!known) {
      const members = bySchema.get(schema) ?? [];
      const own = bySchema.size > 1 ? nameIndex(members, true) : everywhere;
      known = targetsOf(own, everywhere, nameParts(members), described);
      made.set(schema, known);
    }
    return known;
  };
}

function targetsOf(
  own: NameIndex,
  everywhere: NameIndex,
  parts: NameParts,
  described: ReadonlyMap<Table, TargetTable>,
): Targets {
  const nearest = <Value>(of: (index: NameIndex) => readonly Value[] | undefined): readonly Value[] => {
    const found = of(own);
    if (found || own === everywhere) return found ?? none;
    const others = of(everywhere) ?? none;
    return others.length <= few ? others : none;
  };
  const wholly = (text: string) => nearest((index) => index.wholly.get(text));
  return {
    named(text) {
      const found = own.named.get(text);
      if (own === everywhere) return found ?? none;
      if (!found) return nearest((index) => index.named.get(text));
      // A table of another schema that is called so is likelier than one of this whose name ends so.
      if (found.some((one) => isWhole(one.naming)) || !everywhere.wholly.has(text)) return found;
      return [...found, ...wholly(text).map((table): Named => ({ table, naming: 'whole' }))];
    },
    wholly,
    endingIn: parts.endingIn,
    keyed: (column) => nearest((index) => index.keyed.get(column)),
    longestEnd(text, least) {
      for (let at = 1; text.length - at >= least; at++) {
        const found = wholly(text.slice(at));
        if (found.length > 0) return found;
      }
      return none;
    },
    sharedEnd: (text) => parts.sharedEnd(text, leastShared),
    shortened: (stem) => (stem.length < 2 ? none : parts.shortened(stem)),
    of(table) {
      const found = described.get(table);
      if (!found) throw new Error(`not a table of this catalog: ${table.name}`);
      return found;
    },
  };
}
