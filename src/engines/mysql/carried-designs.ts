import type { Blueprint, BlueprintHistory, BlueprintTable, TimeUnit } from '../../catalog/blueprint.ts';
import type { CarriedDesigns, ExplainedStatement } from '../blueprints.ts';
import { type QueryWords, writeQuery } from '../designed/query.ts';
import { firstRows, type RowWords, samples } from '../designed/samples.ts';
import { quoteIdentifier } from './quote.ts';

/** How MySQL and MariaDB take a design over: both understand what stands here. */
export const carriedDesigns: CarriedDesigns = {
  head: [],
  query: (query, blueprint) => writeQuery(query, blueprint, words),
  samples: (blueprint) => samples(blueprint, rowWords),
  rows: (table) => firstRows(table, rowWords),
  // The driver has no name for the error of MariaDB's checks (4025).
  refuses: ({ code, message }) => refusals.has(code) || /^CONSTRAINT `.*` failed/.test(message),
  beside: (blueprint) => [
    ...blueprint.tables.flatMap((table) => uniqueAmongSome(table)),
    ...blueprint.tables.flatMap((table) => updatedAt(table)),
    ...blueprint.tables.flatMap((table) => searchIndex(table)),
    ...(blueprint.histories ?? []).flatMap((one) => history(one)),
  ],
  otherwise,
};

/** Errors of rows that keys, references, checks, NOT NULL, types and their ends refuse. */
const refusals: ReadonlySet<string> = new Set([
  'ER_BAD_NULL_ERROR',
  'ER_NO_DEFAULT_FOR_FIELD',
  'ER_DUP_ENTRY',
  'ER_NO_REFERENCED_ROW',
  'ER_NO_REFERENCED_ROW_2',
  'ER_CHECK_CONSTRAINT_VIOLATED',
  'ER_WARN_DATA_OUT_OF_RANGE',
  'ER_DATA_TOO_LONG',
  'WARN_DATA_TRUNCATED',
]);

const formats: Readonly<Record<Exclude<TimeUnit, 'day' | 'week'>, string>> = {
  hour: '%Y-%m-%d %H:00:00',
  month: '%Y-%m-01',
  year: '%Y-01-01',
};

const words: QueryWords = {
  quote: quoteIdentifier,
  parameter: () => '?',
  unitOf(expression, unit) {
    if (unit === 'day') return `DATE(${expression})`;
    return unit === 'week'
      ? `DATE(${expression} - INTERVAL WEEKDAY(${expression}) DAY)`
      : `DATE_FORMAT(${expression}, '${formats[unit]}')`;
  },
  search: ({ search }, own, parameter) => ({
    condition: `MATCH (${(search?.of ?? []).map(own).join(', ')}) AGAINST (${parameter()})`,
  }),
  // A comparison of rows is read without the index.
  comparesRows: false,
  lateral: false,
};

const rowWords: RowWords = {
  quote: quoteIdentifier,
  literal: (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`,
  instant: (text) => `'${text}:00'`,
  defaults: '() VALUES ()',
};

/**
 * Keys of some rows alone, for which there are no indexes: a column that is NULL in all other rows stands beside the
 * columns of the key, since NULLs repeat.
 */
function uniqueAmongSome({ name: table, uniques }: BlueprintTable): readonly ExplainedStatement[] {
  const made = new Set<string>();
  return uniques.flatMap(({ columns, when }) => {
    if (when.length === 0) return [];
    const parts = when.map(({ column, is }) => ({
      name: is === null ? `without_${column}` : typeof is === 'string' ? `${column}_${is}` : column,
      condition:
        is === null
          ? `${quoteIdentifier(column)} IS NULL`
          : `${quoteIdentifier(column)} = ${typeof is === 'string' ? rowWords.literal(is) : Number(is)}`,
    }));
    const mark = ['unique', ...parts.map((one) => one.name)].join('_').slice(0, 64);
    const condition = parts.map((one) => one.condition).join(' AND ');
    const key = [table, ...columns, ...parts.map((one) => one.name)].join('_').slice(0, 60);
    const column = `ADD COLUMN ${quoteIdentifier(mark)} tinyint GENERATED ALWAYS AS (CASE WHEN ${condition} THEN 1 END) VIRTUAL COMMENT 'NULL in rows that may repeat others.',\n  `;
    const isThere = made.has(mark);
    made.add(mark);
    return [
      {
        why: `No two rows of ${table} are alike in ${columns.join(' and ')} where ${condition.replaceAll('`', '')}: elsewhere ${mark} is NULL, and NULLs repeat.`,
        sql: `ALTER TABLE ${quoteIdentifier(table)}\n  ${isThere ? '' : column}ADD UNIQUE INDEX ${quoteIdentifier(`${key}_key`)} (${[...columns, mark].map(quoteIdentifier).join(', ')})`,
      },
    ];
  });
}

function updatedAt({ name, updatedAt: column }: BlueprintTable): readonly ExplainedStatement[] {
  if (column === undefined) return [];
  const now = 'CURRENT_TIMESTAMP(6)';
  return [
    {
      why: `Every update sets ${column}, whatever the application does.`,
      sql: `CREATE TRIGGER ${quoteIdentifier(`${name}_set_${column}`.slice(0, 64))} BEFORE UPDATE ON ${quoteIdentifier(name)} FOR EACH ROW\n  SET NEW.${quoteIdentifier(column)} = ${now}`,
    },
  ];
}

function searchIndex({ name, search }: BlueprintTable): readonly ExplainedStatement[] {
  return search
    ? [
        {
          why: `Finds rows of ${name} by words in ${search.of.join(' and ')}.`,
          sql: `ALTER TABLE ${quoteIdentifier(name)} ADD FULLTEXT INDEX ${quoteIdentifier(`${name}_search`)} (${search.of.map(quoteIdentifier).join(', ')})`,
        },
      ]
    : [];
}

/** Triggers that write what values were, and from when on; two changes are a microsecond apart at least. */
function history(one: BlueprintHistory): readonly ExplainedStatement[] {
  const kept = quoteIdentifier(one.table);
  const of = quoteIdentifier(one.of);
  const [reference = '', key = '', from = ''] = [one.reference, one.key, one.from].map(quoteIdentifier);
  const copied = [...one.columns, ...(one.tenant === undefined ? [] : [one.tenant])].map(quoteIdentifier);
  const into = (row: 'OLD' | 'NEW', moment: string) =>
    `INSERT INTO ${kept} (${[reference, ...copied, from].join(', ')}) VALUES (${[...[key, ...copied].map((name) => `${row}.${name}`), moment].join(', ')});`;
  const told = (row: 'OLD' | 'NEW') => one.needed.map((name) => `${row}.${quoteIdentifier(name)} IS NOT NULL`);
  const when = (conditions: readonly string[], statement: string) =>
    conditions.length === 0 ? statement : `IF ${conditions.join(' AND ')} THEN ${statement} END IF;`;
  const changed = one.columns.map((name) => `NOT (NEW.${quoteIdentifier(name)} <=> OLD.${quoteIdentifier(name)})`);
  const begun = one.begun === undefined ? "'1000-01-01'" : `OLD.${quoteIdentifier(one.begun)}`;
  const until = one.until === undefined ? undefined : quoteIdentifier(one.until);
  const name = [one.of, ...one.columns].join('_').slice(0, 48);
  return [
    {
      why: `What ${one.columns.join(' and ')} of ${one.of} ${one.columns.length > 1 ? 'were' : 'was'} stays in ${one.table}, whatever the application does.`,
      sql: `CREATE TRIGGER ${quoteIdentifier(`${name}_history_insert`)} AFTER INSERT ON ${of} FOR EACH ROW
BEGIN
  ${when(told('NEW'), into('NEW', 'CURRENT_TIMESTAMP(6)'))}
END`,
    },
    {
      why: 'A row that was there before this trigger leaves its former value at its first change.',
      sql: `CREATE TRIGGER ${quoteIdentifier(`${name}_history_update`)} AFTER UPDATE ON ${of} FOR EACH ROW
BEGIN
  DECLARE moment datetime(6);
  IF ${changed.join(' OR ')} THEN
    ${when([...told('OLD'), `NOT EXISTS (SELECT 1 FROM ${kept} WHERE ${reference} = OLD.${key})`], into('OLD', begun))}
    SELECT greatest(CURRENT_TIMESTAMP(6), coalesce(max(${from}) + INTERVAL 1 MICROSECOND, CURRENT_TIMESTAMP(6))) INTO moment FROM ${kept} WHERE ${reference} = NEW.${key};
${until === undefined ? '' : `    UPDATE ${kept} SET ${until} = moment WHERE ${reference} = NEW.${key} AND ${until} IS NULL;\n`}    ${when(told('NEW'), into('NEW', 'moment'))}
  END IF;
END`,
    },
  ];
}

function otherwise(blueprint: Blueprint): readonly string[] {
  return [
    ...blueprint.tables.flatMap(({ name, search }) =>
      search
        ? [
            `Words in ${search.of.join(' and ')} of ${name} are found by a FULLTEXT index; words of fewer letters than innodb_ft_min_token_size are not.`,
          ]
        : [],
    ),
    ...(blueprint.audit ? ['No trigger records changes: the application writes the audit trail.'] : []),
  ];
}
