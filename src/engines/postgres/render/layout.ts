import type { QualifiedName } from '../../../catalog/names.ts';
import type { Statement } from '../../engine.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';

/** Reports are 80 columns wide and indent what they quote. */
const width = 72;

/** One line where the parts fit, else the first part alone and each of the others on a line of its own. */
export function layout(...parts: readonly (string | undefined)[]): string {
  const given = parts.filter((part) => part !== undefined && part !== '');
  const line = given.join(' ');
  return line.length <= width && !line.includes('\n') ? line : given.join('\n  ');
}

/** Items in parentheses; more than a line of them goes over several lines. */
export function list(items: readonly string[]): string {
  const line = `(${items.join(', ')})`;
  if (line.length <= width) return line;
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last === undefined || last.length + item.length + 6 > width) lines.push(item);
    else lines[lines.length - 1] = `${last}, ${item}`;
  }
  return `(\n    ${lines.join(',\n    ')}\n  )`;
}

export function columnList(columns: readonly string[]): string {
  return list(columns.map(quoteIdentifier));
}

/** `ALTER TABLE schema.table` and what is to be done to it. */
export function alterTable(table: QualifiedName, ...parts: readonly (string | undefined)[]): Statement {
  return transactional(layout(`ALTER TABLE ${quoteName(table)}`, ...parts));
}

/** A statement that may run in a transaction. */
export function transactional(sql: string): Statement {
  return { sql, transactional: true };
}

/** A statement that the engine refuses inside a transaction. */
export function alone(sql: string): Statement {
  return { sql, transactional: false };
}
