import { columnOf } from '../../advisor/candidates/values.ts';
import { filledInDays } from '../../advisor/cost/writes.ts';
import { type QualifiedName, qualified } from '../../catalog/names.ts';
import type { PlanNode } from '../../catalog/query-plan.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import type { Table } from '../../catalog/table.ts';
import type { Engine } from '../../engines/engine.ts';
import { oriented } from '../../engines/oriented.ts';
import type { Condition, QueryFacts } from '../../engines/query-facts.ts';
import { RelvarError } from '../../findings/error.ts';
import type { Lab } from '../../lab/lab.ts';
import { spanOf } from '../../scale/derive/times.ts';

/** A statement that finds again only what has gathered since its last run. */
export interface RecurringWrite {
  readonly table: string;
  /** Rows of one run. */
  readonly rows: number;
  /** True where the workload tells them; else a share of the rows was taken, by the calls. */
  readonly told: boolean;
  /** The share of the table that the first run finds, by the planner. */
  readonly share: number;
  /** False where the planner cannot be told of fewer rows: no bound of a column whose values are known stands in it. */
  readonly planned: boolean;
}

/** What is known beside the statement. */
export interface RecurringContext {
  readonly lab: Pick<Lab, 'plan'>;
  readonly engine: Pick<Engine, 'supposing'>;
  readonly tables: readonly Table[];
  /** Complete: read, declared or derived. */
  readonly statistics: Statistics;
  /** Rows that a second brings to a table, by what the workload inserts; nothing where no statement of it does. */
  readonly inserted: (table: QualifiedName) => number | undefined;
}

interface Asked {
  readonly sql: string;
  readonly planned?: string;
  readonly facts: QueryFacts;
  readonly samples?: readonly (string | null)[];
  readonly callsPerSecond?: number;
  readonly rowsPerCall?: number;
}

/** A run that finds no more of the rows than this is planned as it is, where nobody told how many it finds. */
const few = 0.02;

/**
 * A DELETE, and an UPDATE of what it asks for, leaves nothing behind that it would find again: each run but the first
 * finds what has gathered since. The planner knows the table only as it is, or as it was derived, where all that ever
 * gathered is there. So the statement is planned with a bound that few rows are beyond.
 */
export async function withRecurringWrite(
  asked: Asked,
  context: RecurringContext,
): Promise<{ readonly planned?: string; readonly recurring?: RecurringWrite; readonly rowsWritten?: number }> {
  const found = selfEmptying(asked.facts, context.tables);
  if (!found) return {};
  const { table, conditions } = found;
  const { planned = asked.sql, samples, callsPerSecond = 1, rowsPerCall } = asked;
  const total = context.statistics.tables[qualified(table)]?.rows ?? 0;
  const first = await rowsOf(planned, samples, context.lab);
  if (first === undefined || total <= 0 || callsPerSecond === 0) return {};
  if (rowsPerCall === undefined && first / total <= few) return {};
  const arriving = context.inserted(table) ?? total / filledInDays / 86_400;
  const rows = Math.max(1, rowsPerCall ?? arriving / callsPerSecond);
  if (rows >= first) return {};
  const recurring = {
    table: qualified(table),
    rows,
    told: rowsPerCall !== undefined,
    share: Math.min(1, first / total),
  };
  for (const condition of conditions) {
    const supposed = boundFor(condition, table, rows / total, context.statistics);
    const sql = supposed && (await context.engine.supposing(planned, supposed));
    if (sql !== undefined) return { planned: sql, recurring: { ...recurring, planned: true }, rowsWritten: rows };
  }
  return { recurring: { ...recurring, planned: false }, rowsWritten: rows };
}

/** The one table that such a statement reads, with its conditions. */
function selfEmptying(
  { kind, target, assigned, blocks }: QueryFacts,
  tables: readonly Table[],
): { readonly table: Table; readonly conditions: readonly Condition[] } | undefined {
  const [main, ...others] = blocks;
  const [relation, ...more] = main?.relations ?? [];
  if ((kind !== 'delete' && kind !== 'update') || !target || !main || !relation) return undefined;
  if (others.length > 0 || more.length > 0) return undefined;
  const table = tables.find((one) => one.schema === target.schema && one.name === target.name);
  if (!table) return undefined;
  const conditions = main.conditions.map((one) => oriented(one, relation.alias, table));
  const isEmptied =
    kind === 'delete' || conditions.some(({ left }) => left?.column && assigned.includes(left.column.column));
  return isEmptied && conditions.length > 0 ? { table, conditions } : undefined;
}

/** Rows that the planner expects the statement to find; nothing where it refuses it. */
async function rowsOf(
  sql: string,
  samples: readonly (string | null)[] | undefined,
  lab: Pick<Lab, 'plan'>,
): Promise<number | undefined> {
  try {
    const { plan } = await lab.plan({ sql, ...(samples ? { samples } : {}) });
    return found(plan.root);
  } catch (error) {
    if (!(error instanceof RelvarError)) throw error;
    return undefined;
  }
}

/** A statement that gives no rows back has none: those below it count. */
function found(node: PlanNode): number {
  return Math.max(node.rows, ...node.children.map(found));
}

/** The bound of a column beyond which so small a share of the rows is. */
function boundFor(
  { kind, operator = '', left, right }: Condition,
  table: Table,
  share: number,
  statistics: Statistics,
) {
  const column = table.columns.find((one) => one.name === left?.column?.column);
  if (kind !== 'comparison' || !/^[<>]=?$/.test(operator) || !left || !right || !column) return undefined;
  if (left.functions.length > 0 || left.cast !== undefined || right.column || right.block !== undefined)
    return undefined;
  const known = columnOf(statistics, table, column.name);
  // A histogram has the values that are there.
  const part = share / Math.max(share, 1 - (known?.nullFraction ?? 0));
  const value = quantile(known?.histogram ?? [], operator.startsWith('<') ? part : 1 - part);
  return value === undefined ? undefined : { beside: left.text, operand: right.text, value, type: column.type.text };
}

/** The value below which a share of the values lies, by bounds between which as many lie each. */
function quantile(bounds: readonly string[], share: number): string | undefined {
  const at = Math.max(0, Math.min(1, share)) * (bounds.length - 1);
  const [low, high] = [bounds[Math.floor(at)], bounds[Math.ceil(at)]];
  if (low === undefined || high === undefined) return undefined;
  const part = at - Math.floor(at);
  const numbers = [Number(low), Number(high)] as const;
  if (numbers.every(Number.isFinite)) {
    const between = numbers[0] + part * (numbers[1] - numbers[0]);
    return String(numbers.every(Number.isInteger) ? Math.round(between) : between);
  }
  const [from, to] = [spanOf(low), spanOf(high)];
  if (from === undefined || to === undefined) return part < 0.5 ? low : high;
  const moment = new Date(from + part * (to - from)).toISOString();
  return /[+-]\d\d(?::?\d\d)?$/.test(low.slice(10)) ? moment : moment.slice(0, -1);
}
