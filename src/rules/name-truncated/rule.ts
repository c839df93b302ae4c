import type { Catalog } from '../../catalog/catalog.ts';
import { displayName, type QualifiedName, qualified } from '../../catalog/names.ts';
import { words } from '../../catalog/words.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import type { Subject } from '../../findings/finding.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'name-truncated',
  category: 'names and habits',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'A name was too long, and the engine cut it.',
  headline: (count) => `${count} names seem to have been cut`,
  why: 'The engine cuts longer names without an error: the name in the migration is not the one in the database, statements that look it up by its full text find nothing, and a second name with the same beginning fails or hits the wrong object.',
  effort: 'minutes',
  tradeOff: 'Migrations and programs that know the cut name must be changed with it.',
  needs: ['catalog'],
  settings: {},
  *check({ catalog, traits }) {
    for (const named of names(catalog, (name) => isAsLongAs(name, traits.identifierBytes))) {
      const ending = cutWord(named);
      if (ending === 'whole') continue;
      const own = named.at.names === undefined;
      yield {
        at: named.at,
        message: `${own ? '' : `${qualified(named.at.object)}: `}the ${named.at.kind} name ${displayName(named.name)} has exactly the ${traits.identifierBytes} bytes that a name can have${ending ? `, and ends in “${ending.cut}”, the beginning of ${displayName(ending.word)}` : ''}`,
        evidence: [
          stated(`names are cut to ${traits.identifierBytes} bytes`),
          presumed(
            ending ? `it was cut within the word ${ending.word}` : 'few names have this length by chance',
            ending ? 'strong' : 'fair',
          ),
        ],
        changes: [],
      };
    }
  },
});

interface Named {
  readonly name: string;
  readonly at: Subject;
  /** Words that the name may be made of: its table's and columns'. */
  readonly vocabulary: readonly string[];
}

/** The names that are as long as names can be. */
function* names(catalog: Catalog, isLongest: (name: string) => boolean): Generator<Named> {
  const long = (named: { readonly name: string }) => isLongest(named.name);
  for (const table of catalog.tables) {
    if (table.partitionOf) continue;
    const vocabulary = () => [table.name, ...table.columns.map((column) => column.name)];
    const part = (kind: Subject['kind'], name: string, known: readonly string[]): Named => ({
      name,
      vocabulary: known,
      at: { kind, object: table, names: [name] },
    });
    if (long(table)) yield { name: table.name, vocabulary: [], at: { kind: 'table', object: table } };
    for (const { name } of table.columns.filter(long)) yield part('column', name, []);
    for (const { name, constraint } of table.indexes.filter(long))
      if (constraint === undefined) yield part('index', name, vocabulary());
    const keys = table.primaryKey ? [table.primaryKey, ...table.uniques] : table.uniques;
    for (const constraints of [keys, table.foreignKeys, table.checks, table.exclusions]) {
      for (const { name } of constraints.filter(long)) yield part('constraint', name, vocabulary());
    }
    for (const { name } of table.triggers.filter(long)) yield part('trigger', name, vocabulary());
    for (const { name } of table.policies.filter(long)) yield part('policy', name, vocabulary());
  }
  const alone = (kind: Subject['kind'], object: QualifiedName): Named => ({
    name: object.name,
    vocabulary: [],
    at: { kind, object },
  });
  for (const view of catalog.views.filter(long)) yield alone('view', view);
  for (const type of catalog.types.filter(long)) yield alone('type', type);
  for (const routine of catalog.routines.filter(long)) {
    yield { ...alone('routine', routine), at: { kind: 'routine', object: routine, names: [routine.signature] } };
  }
}

const endings = [
  'index',
  'idx',
  'fkey',
  'foreign',
  'unique',
  'constraint',
  'check',
  'key',
  'pkey',
  'primary',
  'trigger',
  'seq',
  'not_null',
  'excl',
  'fk',
  'uniq',
  'uindex',
];

/**
 * The word within which the name ends; `whole` when it ends as a name should, which the engine's own shortening of
 * `table_column_idx` always does: it cuts the parts before the ending. Nothing when it cannot be told.
 */
function cutWord({ name, vocabulary }: Named): 'whole' | { readonly cut: string; readonly word: string } | undefined {
  const lower = name.toLowerCase();
  if (endings.some((ending) => new RegExp(`[_ -]${ending}\\d*$`).test(lower))) return 'whole';
  const last = words(name).at(-1) ?? '';
  const known = [...vocabulary.map((word) => word.toLowerCase()), ...vocabulary.flatMap(words)];
  if (known.some((word) => word.length > 2 && lower.endsWith(word))) return 'whole';
  if (last === '' || vocabulary.length === 0) return undefined;
  const word = [...known, ...endings]
    .filter((candidate) => candidate.length > last.length && candidate.startsWith(last))
    .sort()[0];
  return word === undefined ? undefined : { cut: last, word };
}

const encoder = new TextEncoder();

/** A code unit takes three bytes at most: most names need no encoding to be ruled out. */
function isAsLongAs(name: string, bytes: number): boolean {
  return name.length * 3 >= bytes && name.length <= bytes && encoder.encode(name).length === bytes;
}
