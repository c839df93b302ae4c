import type { Dialect } from '../flavour.ts';
import { namesIn } from '../sql/expression.ts';
import { tokens } from '../sql/tokens.ts';
import { type Draft, type DraftColumn, type DraftTable, Refused, same } from './draft.ts';

/** What has another value for the same row another time, or in another session. */
const changing = new Set(
  (
    'current_timestamp curdate curtime sysdate localtime localtimestamp utc_date utc_time utc_timestamp uuid uuid_short rand ' +
    'connection_id user current_user session_user system_user database schema version last_insert_id found_rows row_count ' +
    'sleep get_lock release_lock is_free_lock is_used_lock load_file benchmark'
  ).split(' '),
);
const aggregates = new Set(
  'sum avg count min max group_concat std stddev stddev_pop stddev_samp variance var_pop var_samp bit_and bit_or bit_xor json_arrayagg json_objectagg'.split(
    ' ',
  ),
);
/** Words that stand among the arguments of functions, and name no column. */
const units =
  /^(?:(?:micro)?second|minute|hour|day|week|month|quarter|year|(?:second|minute|hour|day)_(?:microsecond|second|minute|hour)|year_month|sql_tsi_\w+|date|time|datetime|timestamp)$/i;

interface Expression {
  readonly text: string;
  /** What it belongs to, for the reader: `the check c of t`. */
  readonly what: string;
  /** Its value is kept, or decides which rows there are: it must not change. */
  readonly kept: boolean;
  readonly kind: 'check' | 'computed' | 'default';
  readonly column?: DraftColumn;
}

/**
 * What both servers ask of checks, computed values and defaults, seen on MariaDB 10.11: columns that the table has, no sums
 * over rows and no queries; of what is kept, no value that is another one the next time
 * (https://mariadb.com/kb/en/generated-columns/; https://dev.mysql.com/doc/refman/8.4/en/create-table-check-constraints.html).
 * `before`: the table as it was, whose parts stay.
 * @throws Refused
 */
export function requireExpressions(table: DraftTable, draft: Draft, before?: DraftTable): void {
  for (const one of expressionsOf(table, draft.dialect, before)) {
    requireColumnsOf(one, table, draft.dialect);
    requireCalls(one, draft.dialect);
    requireOrder(one, table, draft.dialect);
  }
}

function expressionsOf(table: DraftTable, { flavour }: Dialect, before?: DraftTable): readonly Expression[] {
  const columns = table.columns.filter((one) => !before?.columns.includes(one));
  const checks = table.checks.filter((one) => !before?.checks.includes(one));
  return [
    ...columns.flatMap((column): readonly Expression[] => {
      const what = `${table.name}.${column.name}`;
      const { generated, default: given } = column;
      if (generated && !/^row (?:start|end)$/.test(generated.expression)) {
        const kept = generated.stored || flavour === 'mysql';
        return [{ text: generated.expression, what: `the expression of ${what}`, kept, kind: 'computed', column }];
      }
      return given === undefined || /\b(?:nextval|lastval|setval)\s*\(/.test(given)
        ? []
        : [{ text: given, what: `the default of ${what}`, kept: false, kind: 'default', column }];
    }),
    ...checks.map(
      ({ name, own, expression }): Expression => ({
        text: expression,
        what:
          name === undefined || name === '' ? `a check of ${table.name}` : `the check ${own ?? name} of ${table.name}`,
        kept: true,
        kind: 'check',
      }),
    ),
  ];
}

function requireColumnsOf({ text, what, kept, kind }: Expression, table: DraftTable, dialect: Dialect): void {
  const names = namesIn(text, dialect) ?? [];
  for (const name of names) {
    const column = table.columns.find((one) => same(one.name, name));
    if (!column && !units.test(name)) throw new Refused(`${what} reads ${name}, which the table does not have`);
    if (column?.identity && kept && kind !== 'default')
      throw new Refused(`${what} reads ${name}, which is AUTO_INCREMENT: its number is not known yet`);
  }
}

function requireCalls({ text, what, kept, kind }: Expression, dialect: Dialect): void {
  const list = tokens(text, dialect);
  for (const [at, { kind: of, text: word }] of list.entries()) {
    const next = list[at + 1]?.text;
    if (of !== 'word') continue;
    const name = word.toLowerCase();
    if (kind === 'check' && name === 'select' && list[at - 1]?.text === '(')
      throw new Refused(`${what} holds a query: no check does, a trigger may`);
    if (next !== '(') continue;
    if (aggregates.has(name)) throw new Refused(`${what} calls ${name}(), which is of many rows`);
    const isNow = changing.has(name) || (name === 'unix_timestamp' && list[at + 2]?.text === ')');
    if (kept && isNow)
      throw new Refused(
        `${what} calls ${name}(), whose value changes: ${kind === 'check' ? 'let a trigger check it' : dialect.flavour === 'mariadb' ? 'make the column VIRTUAL, or let a trigger fill it' : 'let a default or a trigger fill the column'}`,
      );
  }
}

/** A computed value reads only computed values that stand before it. */
function requireOrder({ text, what, column }: Expression, table: DraftTable, dialect: Dialect): void {
  if (!column?.generated) return;
  const place = table.columns.indexOf(column);
  const later = (namesIn(text, dialect) ?? []).find((name) =>
    table.columns.some((one, at) => at >= place && one.generated !== undefined && same(one.name, name)),
  );
  if (later !== undefined) throw new Refused(`${what} reads ${later}, which is computed only after it: put it before`);
}
