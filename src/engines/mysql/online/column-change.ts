import type { Dialect } from '../flavour.ts';
import { characterSetOf } from '../read/charsets.ts';
import { compressedValues } from '../read/column.ts';
import type { DraftColumn } from '../read/draft.ts';

/** What a column's new definition asks of the engine; the strongest first. */
export type ColumnDemand =
  | { readonly kind: 'copy'; readonly why: string }
  /** NULL becomes NOT NULL, or the other way round. */
  | { readonly kind: 'nullability'; readonly why: string }
  /** Indexes over it are made anew, where there are any. */
  | { readonly kind: 'reindex'; readonly why: string }
  /** A length that stays within its bytes: in place for MySQL. */
  | { readonly kind: 'lengthen'; readonly why: string }
  | { readonly kind: 'dictionary'; readonly why: string };

/** How a column is found: by no index, by one beside the rows, or by that which the rows are stored in the order of. */
export type Indexed = 'not' | 'beside' | 'stored by';

/** Compares two definitions of a column, its place aside. */
export function columnDemand(from: DraftColumn, to: DraftColumn, indexed: Indexed, dialect: Dialect): ColumnDemand {
  const copy = (why: string): ColumnDemand => ({ kind: 'copy', why });
  if (
    (from.generated === undefined) !== (to.generated === undefined) ||
    from.generated?.stored !== to.generated?.stored
  )
    return copy('a column becomes, or stops being, computed');
  if (from.generated?.expression !== to.generated?.expression) {
    const inPlace = dialect.flavour === 'mariadb' && to.generated?.stored === false && indexed === 'not';
    return inPlace
      ? { kind: 'dictionary', why: 'a virtual column holds nothing' }
      : copy('computed values become others');
  }
  if (to.identity && !from.identity) return copy('values are to be counted');
  if (from.options?.[compressedValues] !== to.options?.[compressedValues])
    return copy('values become compressed, or stop being so');
  const typed = from.type.text === to.type.text ? undefined : typeDemand(from, to, dialect);
  if (typed?.kind === 'copy') return typed;
  const collated = collationDemand(from, to, indexed, dialect);
  if (collated?.kind === 'copy') return collated;
  if (from.nullable && !to.nullable && dialect.flavour === 'mariadb' && to.type.name === 'timestamp')
    return copy('NULL in a timestamp means its default, which the engine does not fill in in place');
  if (from.nullable !== to.nullable)
    return { kind: 'nullability', why: to.nullable ? 'rows get room for NULL' : 'rows lose their room for NULL' };
  return collated ?? typed ?? { kind: 'dictionary', why: 'only the definition changes' };
}

/** Whether more values, or longer ones, fit without a row being written. */
function typeDemand(from: DraftColumn, to: DraftColumn, dialect: Dialect): ColumnDemand | undefined {
  const copy: ColumnDemand = { kind: 'copy', why: `${from.type.text} is stored otherwise than ${to.type.text}` };
  if (dialect.flavour === 'mariadb' && from.type.family === 'geometry' && to.type.text === 'geometry')
    return { kind: 'dictionary', why: 'any shape is a geometry' };
  if (from.type.name !== to.type.name) return copy;
  if (from.type.name === 'enum' || from.type.name === 'set') {
    const [old, now] = [membersOf(from), membersOf(to)];
    const appended = old.every((member, at) => now[at] === member) && from.type.bytes === to.type.bytes;
    return appended ? { kind: 'dictionary', why: 'members are added at the end' } : copy;
  }
  if (from.type.name !== 'varchar' && from.type.name !== 'varbinary') return copy;
  const [old, now] = [bytesOf(from), bytesOf(to)];
  if (now < old) return copy;
  const within = old > 255 === now > 255;
  // MariaDB 10.4 writes the length in two bytes from the beginning on where a value may get there; up to 127 it can tell.
  if (within || (dialect.flavour === 'mariadb' && old <= 127))
    return { kind: 'lengthen', why: 'longer values fit as they are stored' };
  return { kind: 'copy', why: 'the length takes another byte from 256 bytes on' };
}

function collationDemand(
  from: DraftColumn,
  to: DraftColumn,
  indexed: Indexed,
  { flavour }: Dialect,
): ColumnDemand | undefined {
  if (from.ownCollation === to.ownCollation || from.ownCollation === undefined || to.ownCollation === undefined)
    return undefined;
  const [old, now] = [characterSetOf(from.ownCollation), characterSetOf(to.ownCollation)];
  if (flavour === 'mysql') {
    return { kind: 'copy', why: old === now ? 'values are compared otherwise' : 'values get another character set' };
  }
  if (old !== now && !(old === 'utf8mb3' && now === 'utf8mb4'))
    return { kind: 'copy', why: 'values get another character set' };
  if (to.type.name === 'enum' || to.type.name === 'set')
    return { kind: 'copy', why: 'members are listed in another collation' };
  if (indexed === 'not') return { kind: 'dictionary', why: 'values stay the bytes that they are' };
  if (/text$/.test(to.type.name)) return { kind: 'copy', why: 'an index has the beginnings of its values' };
  if (from.ownCollation.replace(/^utf8mb3/, 'utf8mb4') === to.ownCollation)
    return { kind: 'dictionary', why: 'values stay the bytes that they are, in the same order' };
  return indexed === 'stored by'
    ? { kind: 'copy', why: 'rows are stored in another order' }
    : { kind: 'reindex', why: 'values are sorted otherwise in its indexes' };
}

function membersOf({ type }: DraftColumn): readonly string[] {
  return [...type.text.matchAll(/'(?:[^']|'')*'/g)].map(([member]) => member);
}

const widest: Readonly<Record<string, number>> = {
  utf8mb4: 4,
  utf8mb3: 3,
  ucs2: 2,
  utf16: 4,
  utf32: 4,
  gbk: 2,
  gb18030: 4,
  sjis: 2,
  cp932: 2,
  euckr: 2,
  big5: 2,
  ujis: 3,
};

/** As many bytes as the longest value of a text or of bytes takes; 0 of what has no declared length. */
export function bytesOf({ type, ownCollation }: DraftColumn): number {
  const length = type.length ?? Number(/\((\d+)\)/.exec(type.text)?.[1] ?? 0);
  return length * (ownCollation === undefined ? 1 : (widest[characterSetOf(ownCollation)] ?? 1));
}
