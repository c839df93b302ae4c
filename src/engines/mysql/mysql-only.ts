import type { Catalog } from '../../catalog/catalog.ts';
import { qualified } from '../../catalog/names.ts';
import type { Trigger } from '../../catalog/table.ts';
import type { Dialect } from './flavour.ts';
import { tokens } from './sql/tokens.ts';

/** Functions of MySQL that MariaDB does not have (https://mariadb.com/kb/en/function-differences-between-mariadb-1011-and-mysql-80/). */
const functions: ReadonlySet<string> = new Set(['REGEXP_LIKE', 'UUID_TO_BIN', 'BIN_TO_UUID']);

/** What SQL of MySQL says that MariaDB 10.11 does not know: `->`, `LATERAL`, a function. */
function mysqlOnly(sql: string, dialect: Dialect): string | undefined {
  const list = tokens(sql, dialect);
  for (const [at, { text, kind }] of list.entries()) {
    const next = list[at + 1]?.text.toUpperCase();
    const word = kind === 'word' ? text.toUpperCase() : undefined;
    if (text === '->' || text === '->>' || word === 'LATERAL') return text;
    if (word === 'MEMBER' && next === 'OF') return 'MEMBER OF';
    if (word !== undefined && functions.has(word) && next === '(') return `${text}()`;
  }
  return undefined;
}

/** Without the checks, views, routines and triggers that say so, nor the views that read those views. */
export function withoutMysqlOnly(
  catalog: Catalog,
  dialect: Dialect,
  lose: (what: string, why: string) => void,
): Catalog {
  const keeps = (what: string, sql: string): boolean => {
    const word = mysqlOnly(sql, dialect);
    if (word !== undefined) lose(what, `MariaDB does not know ${word}`);
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
      checks: table.checks.filter(({ name, expression }) => keeps(`check ${name} of ${table.name}`, expression)),
      triggers: kept(table.triggers),
    })),
    views: views.map((view) => ({ ...view, triggers: kept(view.triggers) })),
    routines: catalog.routines.filter(({ name, definition }) => keeps(`routine ${name}`, definition)),
  };
}
