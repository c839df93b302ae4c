import type { Blueprint, BlueprintSummary, ColumnMeaning, NewIndexOf } from '../../../catalog/blueprint.ts';
import type { SampleRows } from '../../blueprints.ts';
import { amongValues } from '../../designed/query.ts';
import { quoteIdentifier, quoteLiteral } from '../quote.ts';
import { constraintName } from './checks.ts';
import { unitOf, writeQuery } from './queries.ts';

/** Materialised views, each with the unique index that lets it be refreshed while it is read. */
export function summaryViews(blueprint: Blueprint, index: (one: NewIndexOf['change']) => string): readonly string[] {
  return (blueprint.summaries ?? []).flatMap((one): readonly string[] => {
    if (one.kept !== 'view') return [];
    const { shape, query, refreshMinutes = 60 } = one;
    const name = quoteIdentifier(shape.name);
    const key = quoteIdentifier(constraintName([shape.name], 'key'));
    const every = everyMinutes(refreshMinutes);
    return [
      [
        `-- ${shape.about}`,
        `-- Refresh it ${every}; it can be read meanwhile: REFRESH MATERIALIZED VIEW CONCURRENTLY ${name};`,
        `CREATE MATERIALIZED VIEW ${name} AS`,
        `${writeQuery({ ...query, order: [] }, blueprint)};`,
      ].join('\n'),
      `CREATE UNIQUE INDEX ${key} ON ${name} (${shape.primaryKey.map(quoteIdentifier).join(', ')});`,
      ...shape.indexes.map((made) => `-- ${made.why}\n${index(made.change)};`),
      [
        `COMMENT ON MATERIALIZED VIEW ${name} IS ${quoteLiteral(`${shape.about} Refreshed ${every}.`)};`,
        ...shape.columns.map(
          (column) => `COMMENT ON COLUMN ${name}.${quoteIdentifier(column.name)} IS ${quoteLiteral(column.about)};`,
        ),
      ].join('\n'),
    ];
  });
}

function everyMinutes(minutes: number): string {
  if (minutes < 60) return `every ${minutes} minutes`;
  return minutes === 60 ? 'every hour' : minutes === 1440 ? 'once a day' : `every ${Math.round(minutes / 60)} hours`;
}

/** Triggers that keep tables of sums up: one statement for each change, whatever number of rows it changes. */
export function summaryTriggers(blueprint: Blueprint): readonly string[] {
  return (blueprint.summaries ?? []).flatMap((one): readonly string[] => {
    if (one.kept !== 'table') return [];
    const { shape, query } = one;
    const routine = quoteIdentifier(constraintName([shape.name], 'keep'));
    const kept = `public.${quoteIdentifier(shape.name)}`;
    const of = quoteIdentifier(query.table);
    const trigger = (event: string, rows: string) =>
      `CREATE TRIGGER ${quoteIdentifier(constraintName([shape.name, event], 'keep'))} AFTER ${event.toUpperCase()} ON ${of}${rows === '' ? '' : `\n  REFERENCING ${rows}`}\n  FOR EACH STATEMENT EXECUTE FUNCTION ${routine}();`;
    const key = shape.primaryKey.map(quoteIdentifier);
    return [
      `-- Every change of ${query.table} is added to ${shape.name}, whatever the application does.
CREATE FUNCTION ${routine}() RETURNS trigger
  LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    TRUNCATE ${kept};
    RETURN NULL;
  END IF;
  IF TG_OP = 'INSERT' THEN
${added(one, blueprint, [{ rows: 'come', sign: '' }])}
  ELSIF TG_OP = 'DELETE' THEN
${added(one, blueprint, [{ rows: 'gone', sign: '-' }])}
  ELSE
${added(one, blueprint, [
  { rows: 'come', sign: '' },
  { rows: 'gone', sign: '-' },
])}
  END IF;
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM ${kept} AS kept
      USING (SELECT DISTINCT ${dimensions(one, blueprint).join(', ')} FROM gone) AS touched
      WHERE kept.rows = 0 AND (${key.map((name) => `kept.${name}`).join(', ')}) = (${key.map((name) => `touched.${name}`).join(', ')});
  END IF;
  RETURN NULL;
END;
$$;`,
      [
        trigger('insert', 'NEW TABLE AS come'),
        trigger('update', 'OLD TABLE AS gone NEW TABLE AS come'),
        trigger('delete', 'OLD TABLE AS gone'),
        trigger('truncate', ''),
      ].join('\n'),
    ];
  });
}

/** What the kept rows are of, as columns of the table that is added up. */
function dimensions({ query }: BlueprintSummary, blueprint: Blueprint): readonly string[] {
  const { per, groupBy = [] } = query.summary ?? {};
  return [
    ...(per
      ? [
          `${unitOf(quoteIdentifier(per.column), per.unit, meaningIn(query.table, per.column, blueprint))} AS ${quoteIdentifier(per.unit)}`,
        ]
      : []),
    ...groupBy.map(({ column }) => quoteIdentifier(column)),
  ];
}

function meaningIn(table: string, column: string, { tables }: Blueprint): ColumnMeaning | undefined {
  return tables.find((one) => one.name === table)?.columns.find((one) => one.name === column)?.meaning;
}

/** The changed rows added up and put to the sums, in the order of the key, so that two changes never wait for each other. */
function added(
  one: BlueprintSummary,
  blueprint: Blueprint,
  sources: readonly { readonly rows: string; readonly sign: string }[],
): string {
  const { shape, query } = one;
  const sum = query.summary?.sum;
  const total = sum === undefined ? undefined : quoteIdentifier(`total_${sum}`);
  const conditions = [
    ...query.absent.map((column) => `${quoteIdentifier(column)} IS NULL`),
    ...(query.among ?? []).map(({ column, values }) => amongValues(quoteIdentifier(column), values)),
  ];
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  const changed = sources.map(
    ({ rows, sign }) =>
      `SELECT ${[
        ...dimensions(one, blueprint),
        `${sign}1 AS rows`,
        ...(sum === undefined ? [] : [`${sign}${quoteIdentifier(sum)} AS ${total}`]),
      ].join(', ')} FROM ${rows}${where}`,
  );
  const names = shape.columns.map((column) => quoteIdentifier(column.name));
  const key = shape.primaryKey.map(quoteIdentifier);
  const measures = ['rows', ...(total === undefined ? [] : [total])];
  const groups = names.filter((name) => !measures.includes(name));
  return [
    `INSERT INTO public.${quoteIdentifier(shape.name)} AS kept (${names.join(', ')})`,
    `  SELECT ${[...groups, ...measures.map((name) => `sum(${name})`)].join(', ')} FROM (`,
    ...changed.map((text, at) => `    ${at === 0 ? '' : 'UNION ALL '}${text}`),
    `  ) AS changed`,
    `  GROUP BY ${groups.join(', ')}`,
    `  ORDER BY ${key.join(', ')}`,
    `  ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${measures.map((name) => `${name} = kept.${name} + excluded.${name}`).join(', ')};`,
  ]
    .map((line) => `    ${line}`)
    .join('\n');
}

/** That what is read of the sums is what adding up gives, for the rows that are there. */
export function summaryEffects(blueprint: Blueprint, have: ReadonlySet<string>): SampleRows['effects'] {
  return (blueprint.summaries ?? []).flatMap(({ kept, query, shape, serves }) => {
    const used = [query.table, ...query.joins.map((one) => one.table)];
    if (!used.every((name) => have.has(name))) return [];
    const name = quoteIdentifier(shape.name);
    const touched = query.summary?.sum ?? query.summary?.groupBy[0]?.column ?? query.summary?.per?.column ?? '';
    const column = quoteIdentifier(touched);
    return serves.map(({ asked, reads }) => {
      const both = [asked, reads].map((one) => withValues(one, blueprint));
      const [slow = '', quick = ''] = both;
      return {
        what: `${shape.name} gives what adding up gives: ${asked.name}`,
        sql:
          kept === 'view'
            ? `REFRESH MATERIALIZED VIEW CONCURRENTLY ${name}`
            : `UPDATE ${quoteIdentifier(query.table)} SET ${column} = ${column}`,
        holds: `SELECT ${query.among ? '' : `EXISTS (SELECT FROM ${name}) AND `}NOT EXISTS (((${slow}) EXCEPT ALL (${quick})) UNION ALL ((${quick}) EXCEPT ALL (${slow})))`,
      };
    });
  });
}

/** The query of the first rows, over all times. */
function withValues(query: BlueprintSummary['query'], blueprint: Blueprint): string {
  const tables = new Map([[query.table, query.table], ...query.joins.map(({ as, table }) => [as, table] as const)]);
  const values = [
    ...query.equal.map(
      ({ of, column }) =>
        `(SELECT ${quoteIdentifier(column)} FROM ${quoteIdentifier(tables.get(of) ?? of)} ORDER BY 1 LIMIT 1)`,
    ),
    ...(query.range === undefined ? [] : ["'-infinity'", "'infinity'"]),
  ];
  const { limit: _, ...all } = query;
  return writeQuery(all, blueprint).replaceAll(/\$(\d+)/g, (text, number) => values[Number(number) - 1] ?? text);
}

/** Counts all rows anew, where rows were there before the triggers: nobody writes meanwhile. */
export function summaryFill(one: BlueprintSummary, blueprint: Blueprint): readonly string[] {
  const name = quoteIdentifier(one.shape.name);
  return [
    `LOCK TABLE ${quoteIdentifier(one.query.table)} IN SHARE MODE`,
    `TRUNCATE ${name}`,
    `INSERT INTO ${name} (${one.shape.columns.map((column) => quoteIdentifier(column.name)).join(', ')})\n${writeQuery({ ...one.query, order: [] }, blueprint)}`,
  ];
}
