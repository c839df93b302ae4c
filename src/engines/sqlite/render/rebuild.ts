import type { Table } from '../../../catalog/table.ts';
import type { Statement } from '../../engine.ts';
import type { Precondition } from '../../procedure.ts';
import type { CheckedKeys } from '../preconditions/checked-keys.ts';
import { quoteIdentifier, quoteLiteral } from '../quote.ts';
import { createTable, isRowNumber } from './create-table.ts';
import { alone, transactional } from './layout.ts';
import { createIndex } from './objects.ts';

/**
 * The statements that put a table of another form in the place of one, with its rows: the twelve steps of
 * https://sqlite.org/lang_altertable.html#otheralter, to be run by {@link inOneTransaction}. Indexes and triggers are those
 * of the new form; views stay as they are. `values`: what columns of the new form are filled with, where that is not the
 * column of the same name. `temporary`: the name of the new one until then.
 */
export function rebuild(
  from: Table,
  to: Table,
  values: ReadonlyMap<string, string>,
  temporary: string,
): readonly Statement[] {
  const [old, made] = [quoteIdentifier(from.name), quoteIdentifier(temporary)];
  const statements = [createTable(to, temporary)];
  const filled = to.columns.filter(
    ({ name, generated }) => !generated && (values.has(name) || from.columns.some((column) => column.name === name)),
  );
  const columns = filled.map(({ name }) => name);
  const selected = filled.map(({ name }) => values.get(name) ?? quoteIdentifier(name));
  const rowNumber = keptRowNumber(from, to);
  // What a constraint does with rows against it (ignore, replace) is for those to come: here they would be gone.
  const insert = Object.keys(to.options).some((name) => name.startsWith('on_conflict:'))
    ? 'INSERT OR ABORT INTO'
    : 'INSERT INTO';
  if (columns.length > 0) {
    statements.push(
      `${insert} ${made} (${[...rowNumber, ...columns.map(quoteIdentifier)].join(', ')})\n  SELECT ${[...rowNumber, ...selected].join(', ')} FROM ${old}`,
    );
  }
  if (grows(from) && grows(to)) {
    // What was the highest number ever is not used again, though its row is gone.
    statements.push(
      `DELETE FROM sqlite_sequence WHERE name = ${quoteLiteral(temporary)}`,
      `INSERT INTO sqlite_sequence (name, seq) SELECT ${quoteLiteral(temporary)}, seq FROM sqlite_sequence WHERE name = ${quoteLiteral(from.name)}`,
    );
  }
  statements.push(
    // The engine then does not look into views and triggers, while the table that they name is away.
    'PRAGMA legacy_alter_table = ON',
    `DROP TABLE ${old}`,
    `ALTER TABLE ${made} RENAME TO ${quoteIdentifier(to.name)}`,
    'PRAGMA legacy_alter_table = OFF',
  );
  for (const index of to.indexes) if (index.constraint === undefined) statements.push(createIndex(to, index));
  for (const trigger of to.triggers) statements.push(trigger.definition);
  return statements.map(transactional);
}

function grows(table: Table): boolean {
  return table.columns.some(({ identity }) => identity !== undefined);
}

/** The number of a row stays the same where no column names it after. */
function keptRowNumber(from: Table, to: Table): readonly string[] {
  const hasNumbers = (table: Table) =>
    table.options['without_rowid'] !== 'true' && !table.columns.some(({ name }) => name.toLowerCase() === 'rowid');
  const isNamed = to.columns.some(({ name }) => isRowNumber(name, to));
  return hasNumbers(from) && hasNumbers(to) && !isNamed ? ['rowid'] : [];
}

/**
 * Statements that rebuild tables, as one transaction. Foreign keys are switched off before it, since they cannot be inside
 * and dropping a table would delete what refers to its rows; before it ends, no more of `keys` may be broken than were.
 * `kept`: what must hold of rows, of which the engine would not say that it does not.
 */
export function inOneTransaction(
  statements: readonly Statement[],
  keys: CheckedKeys,
  kept: readonly Precondition[] = [],
): readonly Statement[] {
  const broken = (tables: readonly string[], more: readonly string[] = []) =>
    [...tables.map((name) => `SELECT count(*) FROM pragma_foreign_key_check(${quoteLiteral(name)})`), ...more]
      .map((counted) => `(${counted})`)
      .join(' + ');
  const isBrokenBefore = keys.before.length + keys.alsoBefore.length > 0;
  const isChecked = keys.after.length > 0;
  const [begun, ended] = [
    [
      'CREATE TEMP TABLE relvar_broken_keys (number INTEGER CONSTRAINT "PRAGMA foreign_key_check lists more rows that refer to none" CHECK (number <= 0))',
      isBrokenBefore
        ? `-- Rows that refer to none already stay as they are: PRAGMA foreign_key_check lists them.\nINSERT INTO relvar_broken_keys SELECT 0 - (${broken(keys.before, keys.alsoBefore)})`
        : 'INSERT INTO relvar_broken_keys VALUES (0)',
    ],
    [`UPDATE relvar_broken_keys SET number = number + ${broken(keys.after)}`, 'DROP TABLE relvar_broken_keys'],
  ];
  return [
    alone('PRAGMA foreign_keys = OFF'),
    alone('BEGIN IMMEDIATE'),
    ...kept.flatMap(guard).map(transactional),
    ...(isChecked ? begun.map(transactional) : []),
    ...statements,
    ...(isChecked ? ended.map(transactional) : []),
    alone('COMMIT'),
    alone('PRAGMA foreign_keys = ON'),
  ];
}

/** Fails where rows stand against it. */
function guard({ holds, count }: Precondition): readonly string[] {
  return [
    `CREATE TEMP TABLE relvar_altered_values (number INTEGER CONSTRAINT ${quoteIdentifier(`not so: ${holds}`)} CHECK (number = 0))`,
    `INSERT INTO relvar_altered_values ${count}`,
    'DROP TABLE relvar_altered_values',
  ];
}
