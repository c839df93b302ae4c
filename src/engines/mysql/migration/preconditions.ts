import type { Precondition } from '../../procedure.ts';
import { quoteIdentifier } from '../quote.ts';
import type { DraftTable } from '../read/draft.ts';

/** Rows that would make an alteration of a table fail, or lose what they hold. */
export function preconditionsOf(before: DraftTable, after: DraftTable): readonly Precondition[] {
  return [
    ...nulls(before, after),
    ...lengths(before, after),
    ...duplicates(before, after),
    ...violations(before, after),
  ];
}

function counted(table: string, holds: string, condition: string): Precondition {
  const from = `FROM ${quoteIdentifier(table)} WHERE ${condition}`;
  return { holds, count: `SELECT count(*) ${from}`, list: `SELECT * ${from} LIMIT 100` };
}

function nulls(before: DraftTable, after: DraftTable): readonly Precondition[] {
  return after.columns.flatMap(({ name, nullable, generated }) => {
    const was = before.columns.find((one) => one.name === name);
    if (nullable || generated || !was?.nullable) return [];
    return [counted(before.name, `No row of ${before.name} lacks ${name}.`, `${quoteIdentifier(name)} IS NULL`)];
  });
}

function lengths(before: DraftTable, after: DraftTable): readonly Precondition[] {
  return after.columns.flatMap(({ name, type }) => {
    const was = before.columns.find((one) => one.name === name);
    const length = type.length;
    if (!was || length === undefined || was.type.family !== 'text') return [];
    if (was.type.length !== undefined && was.type.length <= length) return [];
    const condition = `CHAR_LENGTH(${quoteIdentifier(name)}) > ${length}`;
    return [counted(before.name, `No ${name} of ${before.name} is longer than ${length}.`, condition)];
  });
}

function duplicates(before: DraftTable, after: DraftTable): readonly Precondition[] {
  return after.indexes.flatMap(({ kind, name, keys }) => {
    if (kind !== 'unique' && kind !== 'primary') return [];
    const known = before.indexes.find((one) => one.name === name && one.kind === kind);
    const columns = keys.flatMap(({ column }) => column ?? []);
    const isOld = columns.every((column) => before.columns.some((one) => one.name === column));
    if (columns.length < keys.length || !isOld || (known && JSON.stringify(known.keys) === JSON.stringify(keys)))
      return [];
    const list = columns.map(quoteIdentifier).join(', ');
    const groups = `SELECT ${list}, count(*) AS alike FROM ${quoteIdentifier(before.name)} WHERE ${columns.map((one) => `${quoteIdentifier(one)} IS NOT NULL`).join(' AND ')} GROUP BY ${list} HAVING count(*) > 1`;
    return [
      {
        holds: `No rows of ${before.name} are alike in ${columns.join(', ')}.`,
        count: `SELECT count(*) FROM (${groups}) AS alike`,
        list: `${groups} LIMIT 100`,
      },
    ];
  });
}

function violations(before: DraftTable, after: DraftTable): readonly Precondition[] {
  return after.checks.flatMap(({ name, expression, enforced, columns }) => {
    if (!enforced || before.checks.some((one) => one.name === name && one.expression === expression)) return [];
    if (!columns.every((column) => before.columns.some((one) => one.name === column))) return [];
    return [counted(before.name, `Every row of ${before.name} passes the check ${name}.`, `NOT (${expression})`)];
  });
}
