import type { Column, ForeignKey, Index, ReferentialAction, Table } from '../../../catalog/table.ts';
import type { Naming } from '../../receiving.ts';
import { keySize, typeIn } from './key-bytes.ts';
import type { Limits } from './limits.ts';

type Lose = (what: string, why: string) => void;

const clears = (action: ReferentialAction) => action === 'set null' || action === 'set default';

/**
 * Tables with foreign keys that the server takes: over columns of one kind, to a key that begins with all of them, in its
 * order, and with actions that set nothing which must not be set
 * (https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html).
 */
export function withFittingForeignKeys(
  tables: readonly Table[],
  limits: Limits,
  naming: Naming,
  lose: Lose,
): readonly Table[] {
  return tables.map((table) => {
    const foreignKeys = table.foreignKeys.flatMap((key) => {
      const target = tables.find(({ name }) => name === key.references.name);
      const ordered = target ? fitting(key, table, target, limits, lose) : key;
      return ordered ? [withActions(ordered, table, lose)] : [];
    });
    return beside({ ...table, foreignKeys }, limits, naming, lose);
  });
}

function fitting(key: ForeignKey, table: Table, target: Table, limits: Limits, lose: Lose): ForeignKey | undefined {
  const what = `foreign key ${key.name} of ${table.name}`;
  for (const [at, name] of key.columns.entries()) {
    const own = columnOf(table, name);
    const other = columnOf(target, key.referencedColumns[at] ?? '');
    if (!own || !other) continue;
    const [kind, otherKind] = [kindOf(own, table), kindOf(other, target)];
    if (kind !== otherKind) return void lose(what, `${name} is ${kind}, and what it refers to ${otherKind}`);
    const computed = [own, other].find(({ generated }) => generated && !generated.stored);
    if (computed && !limits.virtualForeignKeys)
      return void lose(what, `${computed.name} is computed when it is read, and no foreign key is over such a value`);
  }
  const bytes = key.columns.reduce((sum, name) => {
    const own = columnOf(table, name);
    return sum + (own ? (keySize(own, table).bytes ?? Number.POSITIVE_INFINITY) : 0);
  }, 0);
  if (bytes > limits.keyBytes)
    return void lose(what, `its columns have more than the ${limits.keyBytes} bytes of a key`);
  const order = orderIn(target.indexes, key);
  if (!order)
    return void lose(what, `no key of ${target.name} begins with the whole of ${key.referencedColumns.join(', ')}`);
  return {
    ...key,
    columns: order.map((at) => key.columns[at] ?? ''),
    referencedColumns: order.map((at) => key.referencedColumns[at] ?? ''),
  };
}

function columnOf({ columns }: Table, name: string): Column | undefined {
  return columns.find((one) => one.name === name);
}

/** What must be one in a foreign key: of a text its collation, of a whole number its size and sign, of another value its type. */
function kindOf({ type: { text }, collation }: Column, { options }: Table): string {
  const { family, name, text: own } = typeIn(text);
  if (family === 'text') return `a text of ${collation?.name ?? options['collation']}`;
  return family === 'decimal' || family === 'binary' || family === 'timestamp' || family === 'time' ? name : own;
}

/** The places of a foreign key's columns in the order of a key that begins with them: a unique one, and none longer, first. */
function orderIn(indexes: readonly Index[], { referencedColumns }: ForeignKey): readonly number[] | undefined {
  const candidates = indexes
    .filter(({ method }) => method === 'btree')
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap(({ keys }) => {
      const order = keys
        .slice(0, referencedColumns.length)
        .map(({ column }) => referencedColumns.indexOf(column ?? ''));
      const isWhole = order.length === referencedColumns.length && !order.includes(-1);
      return isWhole && new Set(order).size === order.length ? [order] : [];
    });
  const asWritten = candidates.find((order) => order.every((place, at) => place === at));
  return asWritten ?? candidates[0];

  function rank({ unique, keys }: Index): number {
    return unique && keys.length === referencedColumns.length ? 0 : 1;
  }
}

/** Nothing is set that is never NULL, or that is computed: such a row stays as it is, and so does the other. */
function withActions(key: ForeignKey, table: Table, lose: Lose): ForeignKey {
  const set = (columns: readonly string[]) => key.columns.some((name) => columns.includes(name));
  const never = table.columns.filter(({ nullable }) => !nullable).map(({ name }) => name);
  const computed = table.columns.filter(({ generated }) => generated).map(({ name }) => name);
  const refused = (action: ReferentialAction, deleted: boolean): string | undefined => {
    const changes = clears(action) || (!deleted && action === 'cascade');
    if (action === 'set default') return 'no foreign key does so here';
    if (action === 'set null' && set(never)) return 'a column of it is never NULL';
    return changes && set(computed) ? 'a column of it is computed' : undefined;
  };
  const action = (given: ReferentialAction, deleted: boolean): ReferentialAction => {
    const why = refused(given, deleted);
    if (why === undefined) return given;
    const row = deleted ? 'deleted' : 'given another key';
    lose(
      `foreign key ${key.name} of ${table.name}`,
      `ON ${deleted ? 'DELETE' : 'UPDATE'} ${given.toUpperCase()}, since ${why}: a row that is referred to is not ${row}`,
    );
    return 'restrict';
  };
  return { ...key, onDelete: action(key.onDelete, true), onUpdate: action(key.onUpdate, false) };
}

/** What stands beside foreign keys: values that are computed from what they set, and indexes of their names. */
function beside(table: Table, { storedBesideCascade }: Limits, naming: Naming, lose: Lose): Table {
  const setting = table.foreignKeys.filter(
    ({ onDelete, onUpdate }) =>
      clears(onDelete) ||
      clears(onUpdate) ||
      onUpdate === 'cascade' ||
      (!storedBesideCascade && onDelete === 'cascade'),
  );
  const set = new Set(setting.flatMap(({ columns }) => columns).map((name) => name.toLowerCase()));
  const inPrimary = new Set(table.primaryKey?.columns);
  const columns = table.columns.map((column) => {
    const { generated, name } = column;
    if (!generated?.stored || set.size === 0 || inPrimary.has(name)) return column;
    const words: readonly string[] = generated.expression.toLowerCase().match(/[\w$]+/g) ?? [];
    const source = words.find((word) => set.has(word));
    if (source === undefined) return column;
    lose(
      `column ${table.name}.${name}`,
      `that it is stored: a foreign key sets ${source}, so it is computed when read`,
    );
    return { ...column, generated: { ...generated, stored: false } };
  });
  const names = new Set(table.indexes.map(({ name }) => naming.folded(name, 'index')));
  const foreignKeys = table.foreignKeys.map((key) => {
    const served = table.indexes.some(({ keys }) => key.columns.every((column, at) => keys[at]?.column === column));
    if (served || !names.has(naming.folded(key.name, 'index'))) return key;
    const name = `${naming.legal(key.name, 'foreign key', '_fkey'.length)}_fkey`;
    lose(
      `foreign key ${key.name} of ${table.name}, here ${name}`,
      'its name: its index has it too, and another one has that',
    );
    return { ...key, name };
  });
  return { ...table, columns, foreignKeys };
}
