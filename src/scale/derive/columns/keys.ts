import { displayName } from '../../../catalog/names.ts';
import { tableName } from '../table-names.ts';
import type { Case, ColumnContext } from './guess.ts';

const sequential = /^nextval\(/;
const ordered = /uuidv7|uuid_generate_v7|uuid_generate_v1|ulid|ksuid|snowflake|next_id|generate_id/i;

/** Whether the column's values come in the order of the rows: from a sequence, or time-ordered UUIDs. */
export function isSequential({ column }: Pick<ColumnContext, 'column'>): boolean {
  return column.identity !== undefined || column.ownedSequence !== undefined || sequential.test(column.default ?? '');
}

/** A column that is unique by itself: the key, an e-mail address, a code. */
export const uniqueColumn: Case = (context) => {
  const { column, type, unique, link } = context;
  if (!unique || (link && !link.own)) return undefined;
  const what = context.table.primaryKey?.columns.includes(column.name) ? 'the key' : 'unique';
  if (type.family === 'integer') {
    const drawn = isSequential(context) || /(?:^| )(?:id|no|nr|number|num)$/.test(context.name);
    const [from, to] = context.arrival.place ?? [0, 1];
    const all = to > from ? context.rows / (to - from) : context.rows;
    const last = Math.min(all * to, largest(type.bytes));
    return {
      distinct: -1,
      histogram: context.histograms.integers(
        Math.max(1, Math.round(Math.min(all * from, last))),
        Math.max(1, Math.round(last)),
      ),
      correlation: drawn ? 1 : 0,
      reason: drawn ? `${what}, counted up` : what,
    };
  }
  if (type.family === 'uuid') {
    const inOrder = ordered.test(column.default ?? '');
    return {
      distinct: -1,
      correlation: inOrder ? 1 : 0,
      reason: inOrder ? `${what}, in the order of time` : `${what}, random`,
    };
  }
  return undefined;
};

/** The greatest value of an integer of so many bytes that a double holds. */
function largest(bytes = 8): number {
  return bytes === 2 ? 32_767 : bytes === 4 ? 2_147_483_647 : Number.MAX_SAFE_INTEGER;
}

/** References that few rows have. */
const seldom =
  /^(?:coupon|discount|promo|promotion|voucher|referr|replac|cancel|approv|delet|remov|merged|duplicate|archiv|lock|assist|secondary|alternat|previous|next)/;

/** A reference has as many values as parents that rows drawn by chance hit. */
export const reference: Case = (context) => {
  const { link, rows, type } = context;
  if (!link) return undefined;
  const { parent, presumed } = link.link;
  const verb = presumed ? 'looks like a reference to' : 'refers to';
  const reason = `${verb} ${displayName(parent.name)}`;
  const numbers =
    type.family === 'integer' && link.parentRows > 1
      ? { histogram: context.histograms.integers(1, Math.min(link.parentRows, largest(type.bytes))) }
      : {};
  if (context.unique)
    return { distinct: -1, ...numbers, correlation: link.own ? 0.9 : 0, reason: `${reason}, once each` };
  const parents = Math.max(1, link.parentRows);
  const distinct = Math.max(1, Math.min(rows, parents * -Math.expm1(-rows / parents)));
  const together = link.own && !link.list && tableName(context.table.name).kind === 'part';
  return {
    distinct,
    ...numbers,
    correlation: together ? 0.95 : 0,
    nulls: link.link.parent === link.link.child ? 0.3 : seldom.test(context.name) ? 0.8 : 0.15,
    reason: together ? `${reason}, written together` : reason,
  };
};
