import { type QualifiedName, sameName } from '../../../catalog/names.ts';
import { objectName } from '../../../catalog/object-name.ts';
import type { Index, KeyConstraint, Table } from '../../../catalog/table.ts';
import { columnInTrigger } from '../sql/column-in-trigger.ts';
import { withIdentifiers, withNamesAt } from '../sql/identifiers.ts';

/** The tables after one has got another name, as the engine rewrites what names it. */
export function withTableRenamed(tables: Map<string, Table>, from: QualifiedName, to: string): void {
  const names = new Map([[from.name.toLowerCase(), to]]);
  for (const [name, table] of [...tables]) {
    const foreignKeys = table.foreignKeys.map((key) =>
      sameName(key.references, from) ? { ...key, references: { ...key.references, name: to } } : key,
    );
    const triggers = table.triggers.map((trigger) => ({
      ...trigger,
      definition: withIdentifiers(trigger.definition, names),
    }));
    tables.delete(name);
    const next = name === from.name ? to : name;
    const moved = { ...table, name: next, foreignKeys, triggers };
    tables.set(next, next === name ? moved : withUsualNames(table, moved));
  }
}

/** The tables after a column has got another name. */
export function withColumnRenamed(tables: Map<string, Table>, of: string, from: string, to: string): void {
  const named = (names: readonly string[]) => names.map((name) => (name === from ? to : name));
  const before = [...tables];
  const columns = new Map(
    before.map(([name, table]) => [name.toLowerCase(), new Set(table.columns.map((one) => one.name.toLowerCase()))]),
  );
  const has = (table: string, column: string) => columns.get(table)?.has(column) === true;
  for (const [name, table] of before) {
    const triggers = table.triggers.map((trigger) => {
      const { definition } = trigger;
      const places = columnInTrigger(definition, name, { table: of, column: from }, has);
      return {
        ...trigger,
        columns: name === of ? named(trigger.columns) : trigger.columns,
        definition: withNamesAt(
          definition,
          places.map((token) => ({ token, to })),
        ),
      };
    });
    const own = { ...(name === of ? renamedIn(table, from, to) : table), triggers };
    tables.set(name, {
      ...own,
      foreignKeys: own.foreignKeys.map((key) =>
        key.references.name === of ? { ...key, referencedColumns: named(key.referencedColumns) } : key,
      ),
    });
  }
}

function renamedIn(table: Table, from: string, to: string): Table {
  const named = (names: readonly string[]) => names.map((name) => (name === from ? to : name));
  const identifiers = new Map([[from.toLowerCase(), to]]);
  const text = (sql: string) => withIdentifiers(sql, identifiers);
  const keyed = <T extends { readonly columns: readonly string[] }>(key: T): T => ({
    ...key,
    columns: named(key.columns),
  });
  const indexed = (index: Index): Index => ({
    ...index,
    keys: index.keys.map((key) => ({
      ...key,
      ...(key.column === undefined ? {} : { column: key.column === from ? to : key.column }),
      ...(key.expression === undefined ? {} : { expression: text(key.expression) }),
    })),
    ...(index.predicate === undefined ? {} : { predicate: text(index.predicate) }),
    expressionColumns: named(index.expressionColumns),
    predicateColumns: named(index.predicateColumns),
  });
  const next: Table = {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      name: column.name === from ? to : column.name,
      ...(column.generated
        ? { generated: { ...column.generated, expression: text(column.generated.expression) } }
        : {}),
    })),
    ...(table.primaryKey ? { primaryKey: keyed(table.primaryKey) } : {}),
    uniques: table.uniques.map(keyed),
    foreignKeys: table.foreignKeys.map(keyed),
    checks: table.checks.map((check) => ({ ...keyed(check), expression: text(check.expression) })),
    indexes: table.indexes.map(indexed),
  };
  return withUsualNames(table, next);
}

/** Constraints without a name of their own are called after the table and its columns: they follow these. */
function withUsualNames(before: Table, after: Table): Table {
  const names = new Map<string, string>();
  const follow = (list: 'uniques' | 'foreignKeys' | 'checks', suffix: string, most?: number) => {
    for (const [at, one] of before[list].entries()) {
      const next = after[list][at];
      const [old, now] = [
        usual(before.name, one.columns.slice(0, most), suffix),
        usual(after.name, (next ?? one).columns.slice(0, most), suffix),
      ];
      if (one.name.startsWith(old) && /^\d*$/.test(one.name.slice(old.length)))
        names.set(one.name, now + one.name.slice(old.length));
    }
  };
  follow('uniques', 'key');
  follow('foreignKeys', 'fkey');
  follow('checks', 'check', 1);
  const { primaryKey } = after;
  if (primaryKey && primaryKey.name === usual(before.name, [], 'pkey'))
    names.set(primaryKey.name, usual(after.name, [], 'pkey'));
  const named = <T extends { readonly name: string }>(one: T): T => ({ ...one, name: names.get(one.name) ?? one.name });
  const keyed = (one: KeyConstraint): KeyConstraint => ({ ...named(one), index: names.get(one.index) ?? one.index });
  return {
    ...after,
    ...(primaryKey ? { primaryKey: keyed(primaryKey) } : {}),
    uniques: after.uniques.map(keyed),
    foreignKeys: after.foreignKeys.map(named),
    checks: after.checks.map(named),
    indexes: after.indexes.map((index) =>
      index.constraint === undefined
        ? index
        : { ...named(index), constraint: names.get(index.constraint) ?? index.constraint },
    ),
  };
}

function usual(table: string, columns: readonly string[], suffix: string): string {
  return objectName([table, ...columns], suffix, Number.POSITIVE_INFINITY);
}
