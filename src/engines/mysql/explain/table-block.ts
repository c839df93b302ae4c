import type { Block, TableStep } from './json.ts';
import type { ExplainedRow } from './table.ts';

/**
 * The rows of EXPLAIN's table as the blocks that FORMAT=JSON tells of the same plan
 * (https://dev.mysql.com/doc/refman/8.4/en/explain-output.html, https://mariadb.com/docs/server/reference/sql-statements/administrative-sql-statements/analyze-and-explain-statements/explain).
 * What the table does not tell is left out: the conditions, and which step a subquery belongs to.
 */
export function blockOf(rows: readonly ExplainedRow[]): Block {
  const blocks = new Map<string, ExplainedRow[]>();
  const unions = new Map<string, Union>();
  let head = '';
  for (const row of rows) {
    const [, listed] = /^<(?:union|intersect|except|unit)([\d,]+)>$/.exec(row['table'] ?? '') ?? [];
    if (listed !== undefined) {
      const [first = '', ...others] = listed.split(',');
      unions.set(first, { result: row, parts: [first, ...others] });
      continue;
    }
    const id = row['id'] ?? head;
    if (!/UNION$/.test(row['select_type'] ?? '')) head = id;
    else if (!blocks.has(id) && !unions.has(head)) unions.set(head, { parts: [head, id] });
    else if (!blocks.has(id)) unions.get(head)?.parts.push(id);
    blocks.set(id, [...(blocks.get(id) ?? []), row]);
  }
  return outermost({ rows: blocks, unions, taken: new Set() });
}

interface Union {
  /** The row that tells of the table its result is kept in; absent of UNION ALL. */
  readonly result?: ExplainedRow;
  readonly parts: string[];
}

/** The blocks of a plan, each taken once into the step that reads it. */
interface Known {
  readonly rows: ReadonlyMap<string, readonly ExplainedRow[]>;
  readonly unions: ReadonlyMap<string, Union>;
  /** Blocks that have their place. */
  readonly taken: Set<string>;
}

function outermost(known: Known): Block {
  const [first = ''] = known.rows.keys();
  const block = whole(first, known);
  const subqueries = [...known.rows.keys()].flatMap((id) => {
    if (known.taken.has(id)) return [];
    const dependent = /^(?:DEPENDENT|UNCACHEABLE)\b/.test(known.rows.get(id)?.[0]?.['select_type'] ?? '');
    return [{ ...(dependent ? { dependent: true } : {}), query_block: whole(id, known) }];
  });
  return subqueries.length === 0 ? block : { ...block, subqueries };
}

/** A block with those that it is united with. */
function whole(id: string, known: Known): Block {
  const union = known.unions.get(id);
  if (!union) return single(id, known);
  for (const part of union.parts) known.taken.add(part);
  return {
    select_id: id,
    union_result: {
      ...(union.result ? resultOf(union.result) : {}),
      query_specifications: union.parts.map((part) => ({ query_block: single(part, known) })),
    },
  };
}

function single(id: string, known: Known): Block {
  known.taken.add(id);
  const rows = known.rows.get(id) ?? [];
  const extras = rows.flatMap((row) => extrasOf(row));
  let loops: number | undefined = 1;
  const steps: Block[] = rows.map((row) => {
    const table = stepOf(row, /^DEPENDENT/.test(row['select_type'] ?? '') ? undefined : loops, known);
    loops = rowsAfter(table, loops);
    return { table };
  });
  let block: Block = { nested_loop: steps };
  if (extras.includes('Using temporary')) block = { temporary_table: block };
  if (extras.includes('Using filesort')) block = { filesort: block };
  return { select_id: id, ...block };
}

function stepOf(row: ExplainedRow, loops: number | undefined, known: Known): TableStep {
  const { table, type = 'ALL', key, ref } = row;
  const extras = extrasOf(row);
  if (table === undefined) return { message: extras.join('; ') };
  const [, made] = /^<(?:derived|subquery)(\d+)>$/.exec(table) ?? [];
  const has = (words: RegExp) => extras.some((one) => words.test(one));
  const merged = extras.map((one) => /^Using ((?:sort_union|union|sort_intersect|intersect)\(.*\))/.exec(one)?.[1]);
  return {
    table_name: table,
    // The server writes `ref|filter` where it looks rows up, and keeps those whose numbers a second index has.
    access_type: type.replace(/\|.*$/, ''),
    ...withKey(merged.find((one) => one !== undefined) ?? key?.replace(/\|.*$/, '')),
    ...(ref === undefined ? {} : { ref: ref.split(',') }),
    ...numbersOf(row, loops, has(/^Using join buffer/)),
    ...(has(/^Using (?:where; )?index$/) ? { using_index: true } : {}),
    ...(has(/^Using index for (?:group-by|skip scan)/) ? { using_index_for_group_by: true } : {}),
    ...(has(/^FirstMatch|^Start temporary/) ? { first_match: true } : {}),
    ...(has(/^Not exists/) ? { not_exists: true } : {}),
    ...joinBuffer(extras),
    ...(made !== undefined && known.rows.has(made) && !known.taken.has(made)
      ? { materialized: { query_block: whole(made, known) } }
      : {}),
  };
}

/** The table that a union goes through, to have no row twice. */
function resultOf(row: ExplainedRow): Block {
  return { table_name: row['table'], access_type: row['type'] ?? 'ALL', ...numbersOf(row, 1, false) };
}

function extrasOf(row: ExplainedRow): readonly string[] {
  return (row['extra'] ?? '').split('; ').filter((one) => one !== '');
}

function withKey(key: string | undefined): Pick<TableStep, 'key'> {
  return key === undefined ? {} : { key };
}

function joinBuffer(extras: readonly string[]): Pick<TableStep, 'using_join_buffer'> {
  const how = extras.map((one) => /^Using join buffer \((.*)\)$/.exec(one)?.[1]).find((one) => one !== undefined);
  return how === undefined ? {} : { using_join_buffer: how };
}

/**
 * `10 (50%)`: the second index keeps half of them. What was counted is told of one run, and not how often it ran; of a join
 * by a buffer, that is read once for all that goes into it, the share that is kept is one of the pairs.
 */
function numbersOf(row: ExplainedRow, loops: number | undefined, buffered: boolean): Readonly<Record<string, number>> {
  const [, rows, share] = /^([\d.]+)(?: \((\d+)%\))?$/.exec(row['rows'] ?? '') ?? [];
  const filtered = row['filtered'] ?? share;
  const found = /^[\d.]+/.exec(row['r_rows'] ?? '')?.[0];
  const kept = Number(row['r_filtered'] ?? 100);
  return {
    ...(rows === undefined ? {} : { rows: Number(rows) }),
    ...(filtered === undefined ? {} : { filtered: Number(filtered) }),
    ...('r_rows' in row && loops !== undefined
      ? {
          r_loops: found === undefined ? 0 : buffered ? 1 : loops,
          r_rows: Number(found ?? 0),
          ...(buffered ? { r_joined: kept } : { r_filtered: kept }),
        }
      : {}),
  };
}

/** Each row that is left runs the next step once. */
function rowsAfter(step: TableStep, before: number | undefined): number | undefined {
  const [loops, rows, kept, joined] = [step['r_loops'], step['r_rows'], step['r_filtered'], step['r_joined']];
  if (loops === undefined || before === undefined) return undefined;
  const runs = joined === undefined ? Number(loops) : before;
  return Math.max(1, Math.round((runs * Number(rows) * Number(kept ?? joined)) / 100));
}
