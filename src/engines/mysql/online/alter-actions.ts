import { type Draft, type DraftColumn, type DraftTable, same, tableNamed } from '../read/draft.ts';
import { readName } from '../read/names.ts';
import { type Reader, readerOf } from '../sql/reader.ts';
import { takeSettings } from '../sql/settings.ts';

/** What an action of ALTER TABLE does, as far as the manner of doing it hangs on it. */
export type AlterAction =
  /** `clauses`: what its definition brings besides: checks, keys, references. */
  | { readonly kind: 'add column'; readonly name: string; readonly placed: boolean; readonly text: string }
  | { readonly kind: 'drop column'; readonly name: string }
  | {
      readonly kind: 'change column';
      readonly from: string;
      readonly to: string;
      readonly place?: 'first' | { readonly after: string };
      readonly text: string;
    }
  | { readonly kind: 'add index'; readonly type: 'index' | 'primary' | 'fulltext' | 'spatial'; readonly name?: string }
  | { readonly kind: 'drop index'; readonly name: string }
  | { readonly kind: 'rename index' | 'hide index' | 'add period' | 'drop period' }
  | { readonly kind: 'add foreign key' | 'drop foreign key' | 'drop check' }
  | { readonly kind: 'add check' | 'alter check'; readonly enforced: boolean }
  | { readonly kind: 'option'; readonly name: string; readonly value: string }
  | { readonly kind: 'convert' }
  | { readonly kind: 'partition'; readonly verb: string }
  | { readonly kind: 'drop constraint'; readonly name: string }
  | { readonly kind: 'force' | 'order' | 'rename' | 'manner' | 'keys' | 'add versioning' | 'drop versioning' };

/** The table that an ALTER TABLE, CREATE INDEX or DROP INDEX alters, and its actions; nothing for other statements. */
export function readAlter(
  sql: string,
  draft: Draft,
): { readonly table: DraftTable; readonly actions: readonly AlterAction[] } | undefined {
  const reader = readerOf(sql, draft.dialect, draft.ansiQuotes);
  takeSettings(reader);
  if (reader.take('ALTER')) {
    reader.take('ONLINE');
    reader.take('IGNORE');
    if (!reader.take('TABLE')) return undefined;
    reader.take('IF', 'EXISTS');
    const table = tableNamed(draft, readName(reader, draft).name);
    return { table, actions: partsOf(reader).flatMap((part) => actionsOf(part, table)) };
  }
  if (reader.take('CREATE')) {
    reader.take('OR', 'REPLACE');
    const type = typeOf(reader);
    if (!reader.take('INDEX')) return undefined;
    while (!reader.done() && !reader.sees('ON')) reader.next();
    reader.expect('ON');
    return { table: tableNamed(draft, readName(reader, draft).name), actions: [{ kind: 'add index', type }] };
  }
  if (reader.take('DROP', 'INDEX')) {
    reader.take('IF', 'EXISTS');
    const name = reader.name();
    reader.expect('ON');
    return { table: tableNamed(draft, readName(reader, draft).name), actions: [{ kind: 'drop index', name }] };
  }
  return undefined;
}

/** The actions of an ALTER TABLE between the commas; what divides a table into partitions has none before it. */
export function partsOf(reader: Reader): readonly Reader[] {
  return reader.parts().flatMap((part) => {
    const start = part.at();
    let at: number | undefined;
    const probe = part.part(start, reader.sql.length);
    for (let first = true; !probe.done(); first = false) {
      if (!first && (probe.sees('PARTITION', 'BY') || probe.sees('REMOVE', 'PARTITIONING'))) {
        at = probe.at();
        break;
      }
      probe.next();
    }
    return at === undefined ? [part] : [part.part(start, at), part.part(at, reader.sql.length)];
  });
}

function typeOf(reader: Reader): 'index' | 'fulltext' | 'spatial' {
  if (reader.take('FULLTEXT')) return 'fulltext';
  if (reader.take('SPATIAL')) return 'spatial';
  if (!reader.take('UNIQUE')) reader.take('VECTOR');
  return 'index';
}

function actionsOf(reader: Reader, table: DraftTable): readonly AlterAction[] {
  const before = reader.part(reader.at(), reader.sql.length).rest();
  if (reader.take('ADD')) return added(reader, before);
  if (reader.take('DROP')) return [dropped(reader)];
  if (reader.take('MODIFY') || reader.sees('CHANGE')) {
    const renames = reader.take('CHANGE');
    reader.take('COLUMN');
    reader.take('IF', 'EXISTS');
    const from = reader.name();
    const to = renames ? reader.name() : from;
    const place = placeOf(reader);
    return [{ kind: 'change column', from, to, ...(place === undefined ? {} : { place }), text: before }];
  }
  if (reader.take('ALTER')) return [altered(reader)];
  if (reader.take('RENAME')) {
    if (reader.take('COLUMN')) {
      const from = reader.name();
      reader.expect('TO');
      return [{ kind: 'change column', from, to: reader.name(), text: before }];
    }
    return [{ kind: reader.take('INDEX') || reader.take('KEY') ? 'rename index' : 'rename' }];
  }
  if (reader.take('CONVERT')) return [{ kind: 'convert' }];
  if (reader.take('ORDER', 'BY')) return [{ kind: 'order' }];
  if (reader.take('FORCE')) return [{ kind: 'force' }];
  if (reader.take('WITH', 'SYSTEM', 'VERSIONING')) return [{ kind: 'add versioning' }];
  if (reader.take('WITHOUT', 'SYSTEM', 'VERSIONING')) return [{ kind: 'drop versioning' }];
  if (/^(?:DISABLE|ENABLE)$/.test(reader.peek()?.value ?? '')) return [{ kind: 'keys' }];
  if (/^(?:ALGORITHM|LOCK|WAIT|NOWAIT|WITH|WITHOUT)$/.test(reader.peek()?.value ?? '')) return [{ kind: 'manner' }];
  const verb =
    /^(?:PARTITION|REMOVE|REORGANIZE|TRUNCATE|EXCHANGE|COALESCE|REBUILD|ANALYZE|CHECK|OPTIMIZE|REPAIR|DISCARD|IMPORT)$/.exec(
      reader.peek()?.value ?? '',
    );
  if (verb) return [{ kind: 'partition', verb: verb[0].toLowerCase() }];
  return optionsOf(reader, table);
}

function added(reader: Reader, text: string): readonly AlterAction[] {
  if (reader.take('SYSTEM', 'VERSIONING')) return [{ kind: 'add versioning' }];
  if (reader.take('PERIOD', 'FOR')) return [{ kind: 'add period' }];
  if (reader.take('PARTITION')) return [{ kind: 'partition', verb: 'add' }];
  let name: string | undefined;
  if (reader.take('CONSTRAINT')) {
    reader.take('IF', 'NOT', 'EXISTS');
    if (!/^(?:PRIMARY|UNIQUE|FOREIGN|CHECK)$/.test(wordOf(reader))) name = reader.name();
  }
  const key = wordOf(reader);
  if (key === 'PRIMARY') return [{ kind: 'add index', type: 'primary', name: 'PRIMARY' }];
  if (key === 'FOREIGN') return [{ kind: 'add foreign key' }];
  if (key === 'CHECK') return [{ kind: 'add check', enforced: !/\bNOT\s+ENFORCED\s*$/i.test(text) }];
  if (/^(?:UNIQUE|FULLTEXT|SPATIAL|VECTOR|INDEX|KEY)$/.test(key)) {
    const type = typeOf(reader);
    if (!reader.take('INDEX')) reader.take('KEY');
    reader.take('IF', 'NOT', 'EXISTS');
    const own = reader.peek()?.text === '(' ? name : reader.name();
    return [{ kind: 'add index', type, ...(own === undefined ? {} : { name: own }) }];
  }
  reader.take('COLUMN');
  reader.take('IF', 'NOT', 'EXISTS');
  if (reader.peek()?.text === '(') {
    return reader
      .brackets()
      .parts()
      .flatMap((part) => added(part, part.part(part.at(), part.sql.length).rest()));
  }
  const own = reader.name();
  return [{ kind: 'add column', name: own, placed: placeOf(reader) !== undefined, text }];
}

function wordOf(reader: Reader): string {
  const token = reader.peek();
  return token?.kind === 'word' ? token.value : '';
}

function dropped(reader: Reader): AlterAction {
  if (reader.take('SYSTEM', 'VERSIONING')) return { kind: 'drop versioning' };
  if (reader.take('PERIOD', 'FOR')) return { kind: 'drop period' };
  if (reader.take('PRIMARY')) return { kind: 'drop index', name: 'PRIMARY' };
  if (reader.take('FOREIGN', 'KEY')) return { kind: 'drop foreign key' };
  if (reader.take('PARTITION')) return { kind: 'partition', verb: 'drop' };
  const key = wordOf(reader);
  if ((key === 'INDEX' || key === 'KEY') && reader.peek(1)) {
    reader.next();
    reader.take('IF', 'EXISTS');
    return { kind: 'drop index', name: reader.name() };
  }
  if (key === 'CHECK' || key === 'CONSTRAINT') {
    reader.next();
    reader.take('IF', 'EXISTS');
    return key === 'CHECK' ? { kind: 'drop check' } : { kind: 'drop constraint', name: reader.name() };
  }
  reader.take('COLUMN');
  reader.take('IF', 'EXISTS');
  return { kind: 'drop column', name: reader.name() };
}

function altered(reader: Reader): AlterAction {
  if (reader.take('INDEX') || reader.take('KEY')) return { kind: 'hide index' };
  if (reader.take('CHECK') || reader.take('CONSTRAINT'))
    return { kind: 'alter check', enforced: !/\bNOT\s+ENFORCED\s*$/i.test(reader.rest()) };
  reader.take('COLUMN');
  const name = reader.name();
  return { kind: 'change column', from: name, to: name, text: '' };
}

function placeOf(reader: Reader): 'first' | { readonly after: string } | undefined {
  while (!reader.done()) {
    if (reader.take('FIRST') && reader.done()) return 'first';
    if (reader.sees('AFTER') && reader.peek(1) && !reader.peek(2)) {
      reader.next();
      return { after: reader.name() };
    }
    reader.next();
  }
  return undefined;
}

/** Options of a table, which may stand without commas between. */
function optionsOf(reader: Reader, table: DraftTable): readonly AlterAction[] {
  const found: AlterAction[] = [];
  while (!reader.done()) {
    reader.take('DEFAULT');
    let name = (reader.next()?.value ?? '').toLowerCase();
    if (name === 'character' && reader.take('SET')) name = 'charset';
    reader.take('=');
    const value = reader.next()?.value ?? '';
    if (name === 'collate' && found.some((one) => one.kind === 'option' && one.name === 'charset')) continue;
    found.push({ kind: 'option', name, value: name === 'engine' && same(value, table.engine) ? 'same' : value });
  }
  return found;
}

/** The column of a table by a name. */
export function columnOf(table: DraftTable, name: string): DraftColumn | undefined {
  return table.columns.find((one) => same(one.name, name));
}
