import type { BlueprintHistory, BlueprintTable, TimeUnit } from '../../catalog/blueprint.ts';
import type { CarriedDesigns, ExplainedStatement } from '../blueprints.ts';
import { type QueryWords, writeQuery } from '../designed/query.ts';
import { firstRows, type RowWords, samples } from '../designed/samples.ts';
import { quoteIdentifier, quoteList, quoteLiteral } from './quote.ts';

/** How SQLite takes a design over: what its tables need besides is triggers, and a full-text table for search. */
export const carriedDesigns: CarriedDesigns = {
  head: ['PRAGMA foreign_keys = ON'],
  query: (query, blueprint) => writeQuery(query, blueprint, words),
  samples: (blueprint) => samples(blueprint, rowWords),
  rows: (table) => firstRows(table, rowWords),
  refuses: ({ message }) => /\bconstraint failed\b/.test(message),
  beside: (blueprint) => [
    ...blueprint.tables.flatMap(updatedAt),
    ...(blueprint.histories ?? []).flatMap(history),
    ...blueprint.tables.flatMap(searchTable),
  ],
  otherwise: (blueprint) => [
    ...blueprint.tables.flatMap(({ name, search, ...table }) =>
      search
        ? [
            searchKey(table) === undefined
              ? `Words in ${search.of.join(' and ')} of ${name} are looked for in every row (LIKE): its key is no number that a full-text table could refer to.`
              : `Words in ${search.of.join(' and ')} of ${name} are found by a full-text table (FTS5), which triggers keep up.`,
          ]
        : [],
    ),
    ...(blueprint.audit ? ['No trigger records changes: the application writes the audit trail.'] : []),
    'Foreign keys hold only in connections that say PRAGMA foreign_keys = ON.',
  ],
};

const formats: Readonly<Record<Exclude<TimeUnit, 'week'>, string>> = {
  hour: '%Y-%m-%d %H:00:00',
  day: '%Y-%m-%d',
  month: '%Y-%m-01',
  year: '%Y-01-01',
};

const words: QueryWords = {
  quote: quoteIdentifier,
  parameter: (number) => `?${number}`,
  // The Monday: the next Sunday, and six days back.
  unitOf: (expression, unit) =>
    unit === 'week' ? `date(${expression}, 'weekday 0', '-6 days')` : `strftime('${formats[unit]}', ${expression})`,
  search(table, own, parameter) {
    const key = searchKey(table);
    const beside = quoteIdentifier(searchName(table));
    if (key !== undefined)
      return { condition: `${own(key)} IN (SELECT rowid FROM ${beside} WHERE ${beside} MATCH ${parameter()})` };
    const text = (table.search?.of ?? []).map((one) => `coalesce(${own(one)}, '')`).join(" || ' ' || ");
    return { condition: `${text} LIKE '%' || ${parameter()} || '%'` };
  },
  comparesRows: true,
  lateral: false,
};

const rowWords: RowWords = {
  quote: quoteIdentifier,
  literal: quoteLiteral,
  instant: (text) => `'${text}:00'`,
  defaults: 'DEFAULT VALUES',
};

function updatedAt({ name, updatedAt: column, primaryKey }: BlueprintTable): readonly ExplainedStatement[] {
  if (column === undefined || primaryKey.length === 0) return [];
  const [table, own] = [quoteIdentifier(name), quoteIdentifier(column)];
  const row = primaryKey.map((one) => `${quoteIdentifier(one)} = NEW.${quoteIdentifier(one)}`).join(' AND ');
  return [
    {
      why: `Every update sets ${column}, whatever the application does.`,
      sql: `CREATE TRIGGER ${quoteIdentifier(`${name}_set_${column}`)} AFTER UPDATE ON ${table}
WHEN NEW.${own} IS OLD.${own}
BEGIN
  UPDATE ${table} SET ${own} = CURRENT_TIMESTAMP WHERE ${row};
END`,
    },
  ];
}

const form = "'%Y-%m-%d %H:%M:%f'";

/** Triggers that write what values were, and from when on; two changes are a thousandth of a second apart at least. */
function history(one: BlueprintHistory): readonly ExplainedStatement[] {
  const kept = quoteIdentifier(one.table);
  const [reference = '', key = '', from = ''] = [one.reference, one.key, one.from].map(quoteIdentifier);
  const copied = [...one.columns, ...(one.tenant === undefined ? [] : [one.tenant])];
  const into = (row: 'OLD' | 'NEW', moment: string) =>
    `INSERT INTO ${kept} (${[reference, ...copied.map(quoteIdentifier), from].join(', ')})
  VALUES (${[...[one.key, ...copied].map((name) => `${row}.${quoteIdentifier(name)}`), moment].join(', ')})`;
  const moment = `(SELECT max(strftime(${form}, 'now'), coalesce(strftime(${form}, max(${from}), '+0.001 seconds'), '')) FROM ${kept} WHERE ${reference} = NEW.${key})`;
  const told = (row: 'OLD' | 'NEW') => one.needed.map((name) => `${row}.${quoteIdentifier(name)} IS NOT NULL`);
  const when = told('NEW');
  const inserted = `${into('NEW', moment)}${';'}`;
  const changed = one.columns.map((name) => `NEW.${quoteIdentifier(name)} IS NOT OLD.${quoteIdentifier(name)}`);
  const begun = one.begun === undefined ? "'0001-01-01'" : `OLD.${quoteIdentifier(one.begun)}`;
  const before = [...told('OLD'), `NOT EXISTS (SELECT 1 FROM ${kept} WHERE ${reference} = OLD.${key})`].join(' AND ');
  const first = into('OLD', begun).replace(/\n {2}VALUES \((.*)\)$/s, `\n  SELECT $1 WHERE ${before};`);
  const until = one.until === undefined ? undefined : quoteIdentifier(one.until);
  const again =
    when.length === 0
      ? inserted
      : `${into('NEW', moment).replace(/\n {2}VALUES \((.*)\)$/s, `\n  SELECT $1 WHERE ${when.join(' AND ')};`)}`;
  const closed =
    until === undefined
      ? ''
      : `  UPDATE ${kept} SET ${until} = ${moment} WHERE ${reference} = NEW.${key} AND ${until} IS NULL;\n`;
  const name = [one.of, ...one.columns, 'history'].join('_');
  const of = quoteIdentifier(one.of);
  return [
    {
      why: `What ${one.columns.join(' and ')} of ${one.of} ${one.columns.length > 1 ? 'were' : 'was'} stays in ${one.table}, whatever the application does.`,
      sql: `CREATE TRIGGER ${quoteIdentifier(`${name}_insert`)} AFTER INSERT ON ${of}${when.length === 0 ? '' : `\nWHEN ${when.join(' AND ')}`}
BEGIN
  ${inserted.replace('\n', '\n  ')}
END`,
    },
    {
      why: 'A row that was there before this trigger leaves its former value at its first change.',
      sql: `CREATE TRIGGER ${quoteIdentifier(`${name}_update`)} AFTER UPDATE OF ${quoteList(one.columns)} ON ${of}
WHEN ${changed.join(' OR ')}
BEGIN
  ${first.replace('\n', '\n  ')}
${closed}  ${again.replace('\n', '\n  ')}
END`,
    },
  ];
}

/** The number by which a full-text table refers to a row: a primary key that numbers the rows. */
function searchKey({ columns, primaryKey }: Pick<BlueprintTable, 'columns' | 'primaryKey'>): string | undefined {
  const [only = '', ...more] = primaryKey;
  const column = columns.find((one) => one.name === only);
  return more.length === 0 && column?.meaning === 'identity' ? only : undefined;
}

function searchName({ name }: BlueprintTable): string {
  return `${name}_search`;
}

/** A full-text table over the columns that are searched, without a copy of them, and triggers that keep it up. */
function searchTable(table: BlueprintTable): readonly ExplainedStatement[] {
  const key = searchKey(table);
  if (!table.search || key === undefined) return [];
  const { of } = table.search;
  const beside = quoteIdentifier(searchName(table));
  const own = quoteIdentifier(table.name);
  const values = (row: 'OLD' | 'NEW') => [key, ...of].map((one) => `${row}.${quoteIdentifier(one)}`).join(', ');
  const into = `INSERT INTO ${beside} (rowid, ${quoteList(of)}) VALUES (${values('NEW')});`;
  const out = `INSERT INTO ${beside} (${beside}, rowid, ${quoteList(of)}) VALUES ('delete', ${values('OLD')});`;
  const trigger = (event: string, statements: readonly string[]): ExplainedStatement => ({
    why: `The words of ${table.name} follow every ${event.split(' ')[0]?.toLowerCase()}.`,
    sql: `CREATE TRIGGER ${quoteIdentifier(`${searchName(table)}_${event.split(' ')[0]?.toLowerCase()}`)} AFTER ${event} ON ${own}
BEGIN
${statements.map((one) => `  ${one}`).join('\n')}
END`,
  });
  return [
    {
      why: `Finds rows of ${table.name} by words in ${of.join(' and ')}.`,
      sql: `CREATE VIRTUAL TABLE ${beside} USING fts5(${quoteList(of)}, content = ${quoteLiteral(table.name)}, content_rowid = ${quoteLiteral(key)})`,
    },
    trigger('INSERT', [into]),
    trigger('DELETE', [out]),
    trigger(`UPDATE OF ${quoteList(of)}`, [out, into]),
  ];
}
