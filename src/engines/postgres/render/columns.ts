import type { Sequence } from '../../../catalog/catalog.ts';
import type { Change } from '../../../catalog/change.ts';
import { qualified } from '../../../catalog/names.ts';
import { objectName } from '../../../catalog/object-name.ts';
import type { Traits } from '../../../catalog/traits.ts';
import type { Statement } from '../../engine.ts';
import { dollarQuoted, parenthesized, quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { countOn } from '../schema/count-on.ts';
import { addNotNull, identity as identityClause, sequenceType } from '../schema/tables.ts';
import { createSequence } from '../schema/types.ts';
import { alterTable, layout, transactional } from './layout.ts';

type Of<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;

export function addColumn(change: Of<'add column'>): readonly Statement[] {
  return [
    alterTable(
      change.table,
      `ADD COLUMN ${quoteIdentifier(change.column)} ${change.type}`,
      change.default === undefined ? undefined : `DEFAULT ${change.default}`,
      change.generated === undefined ? undefined : `GENERATED ALWAYS AS ${parenthesized(change.generated)} STORED`,
      change.identity === undefined ? undefined : `GENERATED ${change.identity.toUpperCase()} AS IDENTITY`,
      change.nullable ? undefined : 'NOT NULL',
    ),
  ];
}

/** A not-null constraint that is more than the flag. */
export function addNotNullConstraint({ table, column, constraint }: Of<'set not null'>): string {
  const state = constraint?.validated === false ? ' NOT VALID' : '';
  const notNull = constraint === undefined ? {} : { notNull: constraint };
  return `${addNotNull(quoteName(table), { name: column, ...notNull })}${state}`;
}

/** The identity counts on behind the values that are there. */
export function addIdentity(change: Of<'add identity'>): readonly Statement[] {
  const { table, column, identity, sequence } = change;
  const sequences = new Map(sequence ? [[qualified(sequence), sequence]] : []);
  const type = change.type ?? sequence?.type;
  const action = `ALTER COLUMN ${quoteIdentifier(column)} ADD ${identityClause(type ? { identity, type } : { identity }, sequences)}`;
  const typed = type ? [...sequenceType({ identity, type }, sequences)] : [];
  return [alterTable(table, action), ...[...typed, countOn(table, column, sequence)].map(transactional)];
}

/**
 * A default that the new type cannot take over is dropped before and set again after, in the same statement.
 *
 * Time stamps known to be UTC become instants, and instants such time stamps, without a rewrite when the session's zone is
 * UTC, since both kinds are stored alike (ATColumnChangeRequiresRewrite in src/backend/commands/tablecmds.c, from
 * PostgreSQL 12).
 */
export function changeType(change: Of<'change type'>): readonly Statement[] {
  const column = `ALTER COLUMN ${quoteIdentifier(change.column)}`;
  const inPlace = staysInUtc(change);
  const using = change.using === undefined || inPlace ? undefined : `USING ${change.using}`;
  const collation = change.collation && `COLLATE ${quoteName(change.collation)}`;
  const converted = layout(`${column} TYPE ${change.type}`, collation, using);
  const altered =
    change.default === undefined
      ? alterTable(change.table, converted)
      : alterTable(change.table, `${column} DROP DEFAULT,`, `${converted},`, `${column} SET DEFAULT ${change.default}`);
  if (!inPlace) return [altered];
  return [
    transactional(
      block('-- Values stay as they are in this zone: no rewrite.', `SET LOCAL TimeZone = 'UTC';`, `${altered.sql};`),
    ),
  ];
}

/** Whether the values are left as they are stored. */
export function staysInUtc(change: Of<'change type'>): boolean {
  if (!/^(timestamptz|timestamp)(\(\d\))?( with(out)? time zone)?$/i.test(change.type)) return false;
  const zone = /^\(*(.+?)\)* at time zone '(utc|gmt|etc\/utc|z)'(::text)?\)*$/i.exec(change.using ?? '');
  return zone !== null && [change.column, quoteIdentifier(change.column)].includes(zone[1] ?? '');
}

/** Steps that stand or fall together, as one statement. */
function block(...lines: readonly string[]): string {
  return `DO ${dollarQuoted(`BEGIN\n${lines.map((line) => line.replaceAll(/^/gm, '  ')).join('\n')}\nEND`)}`;
}

/**
 * The identity gets a sequence of the old one's name, which then goes on from the old one's state, read at that
 * moment: so an empty table starts where it would have, too. One block, so that no insert can come between.
 */
export function serialToIdentity(change: Of<'serial to identity'>, traits: Traits): readonly Statement[] {
  const sequence = quoteName(change.sequence);
  const oldName = objectName([change.sequence.name], 'old', traits.identifierBytes);
  const old = quoteName({ schema: change.sequence.schema, name: oldName });
  const column = `ALTER COLUMN ${quoteIdentifier(change.column)}`;
  const increment = change.increment === undefined || change.increment === 1 ? '' : ` INCREMENT BY ${change.increment}`;
  const steps = [
    layout(`ALTER TABLE ${quoteName(change.table)}`, `${column} DROP DEFAULT`),
    layout(`ALTER SEQUENCE ${sequence}`, `RENAME TO ${quoteIdentifier(oldName)}`),
    layout(
      `ALTER TABLE ${quoteName(change.table)}`,
      `${column} ADD GENERATED BY DEFAULT AS IDENTITY`,
      `(SEQUENCE NAME ${sequence}${increment})`,
    ),
    layout(`PERFORM setval(${quoteLiteral(sequence)}, last_value, is_called)`, `FROM ${old}`),
    `DROP SEQUENCE ${old}`,
    ...(change.grants ?? []).flatMap((grant) => grantOnSequence(sequence, grant)),
  ];
  return [transactional(block(...steps.map((step) => `${step};`)))];
}

/** One block, so that no insert can come between; the old sequence's place is read before it goes with the identity. */
export function identityToSerial(
  change: Extract<Change, { readonly kind: 'identity to serial' }>,
  traits: Traits,
): Statement {
  const { table, column, sequence, was } = change;
  const aside = { schema: was.schema, name: objectName([was.name], 'old', traits.identifierBytes) };
  const alter = (action: string) =>
    layout(`ALTER TABLE ${quoteName(table)}`, `ALTER COLUMN ${quoteIdentifier(column)} ${action}`);
  const steps = [
    layout(`ALTER SEQUENCE ${quoteName(was)}`, `RENAME TO ${quoteIdentifier(aside.name)}`),
    createSequence(sequence),
    layout(
      `PERFORM setval(${quoteLiteral(quoteName(sequence))}, ${within(sequence, was)}, is_called)`,
      `FROM ${quoteName(aside)}`,
    ),
    alter('DROP IDENTITY'),
    alter(`SET DEFAULT ${change.default}`),
  ];
  return transactional(block(...steps.map((step) => `${step};`)));
}

/** Where the old sequence is, as far as the new one goes. */
function within(to: Sequence, from: Sequence): string {
  const above = from.minimum < to.minimum ? `greatest(last_value, ${to.minimum})` : 'last_value';
  return from.maximum > to.maximum ? `least(${above}, ${to.maximum})` : above;
}

type Grant = NonNullable<Of<'serial to identity'>['grants']>[number];

function grantOnSequence(sequence: string, grant: Grant): readonly string[] {
  const to = grant.grantee === '' ? 'PUBLIC' : quoteIdentifier(grant.grantee);
  const statement = (privileges: readonly string[], option?: string) =>
    privileges.length === 0
      ? []
      : [layout(`GRANT ${privileges.join(', ')}`, `ON SEQUENCE ${sequence}`, `TO ${to}`, option)];
  return [
    ...statement(grant.privileges.filter((privilege) => !grant.grantable.includes(privilege))),
    ...statement(grant.grantable, 'WITH GRANT OPTION'),
  ];
}

/**
 * The function is made in the table's schema, once for all tables that name the column so, with an empty search
 * path: it needs nothing from it. A function that does it already is used instead where the change names it.
 */
export function maintainUpdatedAt(change: Of<'maintain updated at'>, traits: Traits): readonly Statement[] {
  const name = objectName([change.column], 'on_update', traits.identifierBytes);
  const made = { schema: change.table.schema, name };
  const body = `BEGIN\n  NEW.${quoteIdentifier(change.column)} := now();\n  RETURN NEW;\nEND`;
  const create = transactional(
    `CREATE OR REPLACE FUNCTION ${quoteName(made)}() RETURNS trigger\n  LANGUAGE plpgsql SET search_path = ''\nAS ${dollarQuoted(body)}`,
  );
  const trigger = transactional(
    layout(
      `CREATE TRIGGER ${quoteIdentifier(name)}`,
      `BEFORE UPDATE ON ${quoteName(change.table)}`,
      `FOR EACH ROW EXECUTE FUNCTION ${quoteName(change.function ?? made)}()`,
    ),
  );
  return change.function === undefined ? [create, trigger] : [trigger];
}
