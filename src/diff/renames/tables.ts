import type { Catalog } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import { compareText, qualified, sameName } from '../../catalog/names.ts';
import { objectKey } from '../../catalog/object.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { same } from '../same.ts';
import { type Gone, pairUp } from './rename.ts';
import { nameSimilarity } from './similar.ts';

/** Tables that may have been renamed or moved to another schema. */
export function tableRenames(from: Catalog, to: Catalog): readonly Gone[] {
  const names = (catalog: Catalog) => new Set(catalog.tables.map(qualified));
  const [before, after] = [names(from), names(to)];
  return pairUp(
    from.tables.filter((table) => !after.has(qualified(table))),
    to.tables.filter((table) => !before.has(qualified(table))),
    (gone, added) => {
      if (gone.kind !== added.kind) return undefined;
      const moved = gone.schema !== added.schema;
      const alike = columnsInCommon(gone, added);
      const similar = nameSimilarity(gone.name, added.name);
      const [pointing, later] = [pointingAt(from, gone), pointingAt(to, added)];
      const used = pointing.length > 0 && pointing.length === later.length;
      const pointedAt = pointing.some((one) => later.includes(one));
      const names = namesOf(gone).filter((name) => namesOf(added).includes(name)).length;
      const common = names / Math.max(1, gone.columns.length + added.columns.length - names);
      const identical = alike === 1 && same(shape(gone), shape(added));
      const twofold = moved && gone.name !== added.name;
      const types = same(typesOf(gone), typesOf(added));
      const score = Math.min(
        1,
        0.65 * Math.max(alike, 0.8 * common) + 0.25 * similar + (used || pointedAt ? 0.1 : 0) + (types ? 0.15 : 0),
      );
      // Whatever became of their types, so many names are not the same by chance; nor are they where keys point at both.
      const named = gone.columns.length >= 3 && same(namesOf(gone), namesOf(added));
      const changed = (names >= 3 && common >= 0.5) || (names >= 2 && common >= 0.3 && similar >= 0.5);
      const takesPlace = pointedAt && names >= 1;
      if (twofold && !changed && !(names >= 3 && common >= 0.4) && (!identical || gone.columns.length < 3))
        return undefined;
      // Of the same name in another schema it may be the same, whatever became of its types.
      const shares =
        moved && !twofold && gone.columns.some((one) => added.columns.some((other) => other.name === one.name));
      const asked = identical || named || shares || changed || takesPlace || (twofold && names >= 3);
      if (!asked && (alike < 0.4 || score < 0.45)) return undefined;
      const reasons = [
        identical
          ? 'the same columns in the same order'
          : named
            ? 'columns of the same names'
            : alike >= common || alike >= 0.4
              ? `${Math.round(alike * 100)}% of the columns in common`
              : `${names} ${names === 1 ? 'column' : 'columns'} of the same ${names === 1 ? 'name' : 'names'}`,
        ...(moved && !twofold ? ['the same name in another schema'] : similar >= 0.4 ? ['similar names'] : []),
        ...(pointedAt
          ? ['foreign keys of the same columns point at it']
          : used
            ? ['the same number of foreign keys to it']
            : []),
      ];
      const reference = { kind: 'table', schema: gone.schema, name: gone.name } as const;
      const form = gone.kind === 'foreign' ? { form: 'foreign' as const } : {};
      const change: Change = moved
        ? { kind: 'set schema', object: { ...reference, ...form }, schema: added.schema }
        : { kind: 'rename', object: { ...reference, ...form }, to: added.name };
      return {
        key: objectKey({ ...reference, schema: added.schema, name: added.name }),
        name: moved ? qualified(added) : added.name,
        score,
        reasons,
        change,
        ...(twofold ? { twofold } : {}),
        // Of a few columns of common types there may be two by chance.
        sure: identical && !twofold && (moved || used || similar >= 0.4 || gone.columns.length >= 3),
      };
    },
    (gone) => ({
      key: objectKey({ kind: 'table', schema: gone.schema, name: gone.name }),
      holdsData: gone.kind === 'table',
    }),
  );
}

const described = ({ name, type }: Column) => `${name} ${type.text}`;

/** Columns of both by name and type, among the columns of either. */
function columnsInCommon(a: Table, b: Table): number {
  const left = new Set(a.columns.map(described));
  const shared = b.columns.filter((column) => left.has(described(column))).length;
  const all = a.columns.length + b.columns.length - shared;
  return all === 0 ? 0 : shared / all;
}

function namesOf(table: Table): readonly string[] {
  return table.columns.map((column) => column.name).sort(compareText);
}

function typesOf(table: Table): readonly string[] {
  return table.columns.map((column) => column.type.text);
}

function shape(table: Table): unknown {
  return {
    columns: table.columns.map((column) => [described(column), column.nullable, column.identity?.generation]),
    key: table.primaryKey?.columns,
    partitioning: table.partitioning?.definition,
    keys: table.foreignKeys.length,
  };
}

/** The columns of foreign keys that point at a table: `public.orders customer_id`. */
function pointingAt(catalog: Catalog, table: Table): readonly string[] {
  return catalog.tables.flatMap((one) =>
    one.foreignKeys
      .filter(({ references }) => sameName(references, table))
      .map(
        ({ columns }) => `${qualified(sameName(one, table) ? { schema: '', name: '' } : one)} ${columns.join(', ')}`,
      ),
  );
}
