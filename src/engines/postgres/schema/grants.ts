import type { Catalog } from '../../../catalog/catalog.ts';
import type { Grant } from '../../../catalog/table.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { kindWord, routineName } from './comments.ts';
import { otherName } from './others.ts';

/** `GRANT` for everything that is granted on the objects of a catalog. */
export function* grants(catalog: Catalog): Iterable<string> {
  for (const schema of catalog.schemas) {
    const name = `SCHEMA ${quoteIdentifier(schema.name)}`;
    // Everybody may use the schema public unless that is taken away.
    if (schema.name === 'public') yield `REVOKE ALL ON ${name} FROM PUBLIC`;
    yield* grantStatements(name, schema.grants);
  }
  for (const table of [...catalog.tables, ...catalog.views]) {
    yield* grantStatements(`TABLE ${quoteName(table)}`, table.grants);
  }
  for (const sequence of catalog.sequences) yield* grantStatements(`SEQUENCE ${quoteName(sequence)}`, sequence.grants);
  for (const type of catalog.types) yield* withDefault(`TYPE ${quoteName(type)}`, 'usage', type.grants);
  for (const routine of catalog.routines) {
    const kind = routine.kind === 'procedure' ? kindWord(routine) : 'FUNCTION';
    yield* withDefault(`${kind} ${routineName(routine)}`, 'execute', routine.grants);
  }
  for (const other of catalog.others) {
    if (!other.grants) continue;
    if (other.kind === 'language') yield* withDefault(otherName(other), 'usage', other.grants);
    else yield* grantStatements(`${other.kind.toUpperCase()} ${quoteIdentifier(other.name)}`, other.grants);
  }
}

/** On objects that everybody may use unless that is taken away. */
function* withDefault(object: string, privilege: string, given: readonly Grant[]): Iterable<string> {
  const everybody = given.find((grant) => grant.grantee === '');
  const usual = everybody?.privileges.join() === privilege && everybody.grantable.length === 0;
  if (!usual) yield `REVOKE ALL ON ${object} FROM PUBLIC`;
  yield* grantStatements(
    object,
    given.filter((grant) => !(usual && grant === everybody)),
  );
}

/** The grants as `GRANT` statements on one object, written in full. */
export function* grantStatements(object: string, given: readonly Grant[]): Iterable<string> {
  for (const grant of given) {
    const grantee = grant.grantee === '' ? 'PUBLIC' : quoteIdentifier(grant.grantee);
    const column = grant.column === undefined ? '' : ` (${quoteIdentifier(grant.column)})`;
    const list = (names: readonly string[]) => privilegeList(names, column);
    const plain = grant.privileges.filter((name) => !grant.grantable.includes(name));
    if (plain.length > 0) yield `GRANT ${list(plain)} ON ${object} TO ${grantee}`;
    if (grant.grantable.length > 0) yield `GRANT ${list(grant.grantable)} ON ${object} TO ${grantee} WITH GRANT OPTION`;
  }
}

/** Privileges as GRANT and REVOKE list them. All that there are on a table are ALL, whose meaning is the server's: 17 brought MAINTAIN. */
export function privilegeList(names: readonly string[], column: string): string {
  const all = column === '' && allOnTable.every((name) => names.includes(name));
  return all ? 'ALL' : names.map((name) => `${name.toUpperCase()}${column}`).join(', ');
}

const allOnTable = ['delete', 'insert', 'maintain', 'references', 'select', 'trigger', 'truncate', 'update'];
