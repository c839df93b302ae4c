import type { Catalog } from '../../catalog/catalog.ts';
import { qualified } from '../../catalog/names.ts';
import type { Column, Table, Trigger } from '../../catalog/table.ts';
import type { Dialect, Flavour } from './flavour.ts';
import { tokens } from './sql/tokens.ts';

type Lose = (what: string, why: string) => void;

/** Functions that one of the two has alone (https://mariadb.com/kb/en/function-differences-between-mariadb-1011-and-mysql-80/). */
const functions: Readonly<Record<Flavour, ReadonlySet<string>>> = {
  mysql: new Set(['REGEXP_LIKE', 'UUID_TO_BIN', 'BIN_TO_UUID']),
  mariadb: new Set(['NEXTVAL', 'LASTVAL', 'SETVAL']),
};

/** What SQL of one product says that the other does not know: `LATERAL`, `FOR SYSTEM_TIME`, a function. */
function unknownIn(sql: string, to: Dialect): string | undefined {
  const from = to.flavour === 'mariadb' ? 'mysql' : 'mariadb';
  const list = tokens(sql, to);
  for (const [at, { text, kind }] of list.entries()) {
    const next = list[at + 1]?.text.toUpperCase();
    const word = kind === 'word' ? text.toUpperCase() : undefined;
    if (word !== undefined && functions[from].has(word) && next === '(') return `${text}()`;
    if (from === 'mariadb') {
      if (word === 'FOR' && next === 'SYSTEM_TIME') return 'FOR SYSTEM_TIME';
      if (word === 'NEXT' && next === 'VALUE') return 'NEXT VALUE FOR';
    } else if (text === '->' || text === '->>' || word === 'LATERAL') return text;
    else if (word === 'MEMBER' && next === 'OF') return 'MEMBER OF';
  }
  return undefined;
}

/** `json_extract(j, '$.a')` for `j->'$.a'`, and `json_unquote(…)` of it for `->>`, which mean just that. */
function withoutArrows(sql: string, dialect: Dialect): string {
  const list = tokens(sql, dialect);
  let text = '';
  let end = 0;
  for (const [at, { text: arrow }] of list.entries()) {
    const path = list[at + 1];
    if ((arrow !== '->' && arrow !== '->>') || path?.kind !== 'string') continue;
    let first = at - 1;
    while (list[first - 1]?.text === '.') first -= 2;
    const [begin, last] = [list[first], list[at - 1]];
    if (!begin || !last || begin.start < end) continue;
    const read = `json_extract(${sql.slice(begin.start, last.end)}, ${sql.slice(path.start, path.end)})`;
    text += sql.slice(end, begin.start) + (arrow === '->' ? read : `json_unquote(${read})`);
    end = path.end;
  }
  return text + sql.slice(end);
}

/** A schema in the words that the other product knows, as far as these say the same. */
function inOtherWords(catalog: Catalog, to: Dialect): Catalog {
  if (to.flavour !== 'mariadb') return catalog;
  const said = (sql: string) => withoutArrows(sql, to);
  const ofTriggers = (triggers: readonly Trigger[]) =>
    triggers.map((one) => ({ ...one, definition: said(one.definition) }));
  return {
    ...catalog,
    tables: catalog.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) =>
        column.generated
          ? { ...column, generated: { ...column.generated, expression: said(column.generated.expression) } }
          : column,
      ),
      checks: table.checks.map((check) => ({ ...check, expression: said(check.expression) })),
      triggers: ofTriggers(table.triggers),
    })),
    views: catalog.views.map((view) => ({
      ...view,
      definition: said(view.definition),
      triggers: ofTriggers(view.triggers),
    })),
    routines: catalog.routines.map((one) => ({ ...one, body: said(one.body), definition: said(one.definition) })),
  };
}

/** A computed column whose expression the product does not know is a plain one. */
function withKnownExpression(
  table: Table,
  column: Column,
  word: (sql: string) => string | undefined,
  lose: Lose,
): Column {
  const { generated, ...rest } = column;
  const unknown = generated && word(generated.expression);
  if (unknown === undefined) return column;
  lose(`column ${table.name}.${column.name}`, `its expression, with ${unknown}: nothing computes it`);
  return rest;
}

/**
 * A schema in the words of the other product, without the checks, views, routines and triggers for which it has none, nor
 * the views that read those views.
 */
export function withoutUnknown(given: Catalog, to: Dialect, lose: Lose): Catalog {
  const catalog = inOtherWords(given, to);
  const product = to.flavour === 'mariadb' ? 'MariaDB' : 'MySQL';
  const unknown = (sql: string) => unknownIn(sql, to);
  const keeps = (what: string, sql: string): boolean => {
    const word = unknown(sql);
    if (word !== undefined) lose(what, `${product} does not know ${word}`);
    return word === undefined;
  };
  const kept = (triggers: readonly Trigger[]) =>
    triggers.filter(({ name, definition }) => keeps(`trigger ${name}`, definition));
  let views = catalog.views.filter(({ name, definition }) => keeps(`view ${name}`, definition));
  const gone = new Set(catalog.views.filter((view) => !views.includes(view)).map(qualified));
  for (let before = -1; before !== gone.size; ) {
    before = gone.size;
    views = views.filter((view) => {
      const read = view.reads.find((one) => gone.has(qualified(one)));
      if (!read) return true;
      lose(`view ${view.name}`, `it reads the view ${read.name}`);
      gone.add(qualified(view));
      return false;
    });
  }
  return {
    ...catalog,
    tables: catalog.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => withKnownExpression(table, column, unknown, lose)),
      checks: table.checks.filter(({ name, expression }) => keeps(`check ${name} of ${table.name}`, expression)),
      triggers: kept(table.triggers),
    })),
    views: views.map((view) => ({ ...view, triggers: kept(view.triggers) })),
    routines: catalog.routines.filter(({ name, definition }) => keeps(`routine ${name}`, definition)),
  };
}
